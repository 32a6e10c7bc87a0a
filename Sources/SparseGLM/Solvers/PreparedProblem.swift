/// A checked problem in the solvers' own units: every column centred by its weighted mean (with an intercept) and
/// divided by a power of two near its standard deviation, a gaussian target likewise.
///
/// Powers of two divide exactly, so nothing is lost, and all gradients are of order 1 whatever the data's scale.
/// Nothing is copied: centre and scale are applied where a column is used.
struct PreparedProblem<M: DesignMatrix>: Sendable {
    let x: M
    let family: Family
    let datafit: any Datafit
    var scaling: Scaling
    /// K, the number of linear predictors.
    let predictorCount: Int
    /// The rows' shares of the mean: weights over their sum.
    let shares: [Double]

    var fitsIntercept: Bool { scaling.fitsIntercept }
    var centers: [Double] { scaling.centers }
    var scales: [Double] { scaling.scales }
    var varies: [Bool] { scaling.varies }
    var targetCenter: Double { scaling.targetCenter }
    var targetUnit: Double { scaling.targetUnit }

    var n: Int { x.sampleCount }
    var p: Int { x.featureCount }

    /// The number of coefficients, K · p.
    ///
    /// Coordinate k · p + j is column j's in class k.
    var coordinateCount: Int { predictorCount * p }

    /// What the family's mean loss is more than the datafit's, in the datafit's unit.
    var saturatedLoss: Double {
        shares.indices.reduce(0) { $0 + shares[$1] * datafit.saturatedLoss(row: $1) }
    }

    /// Without scaling the columns and the target keep their units, as the textbook solvers want; they are still centred.
    init(_ problem: RegressionProblem<M>, isScaled: Bool = true) throws(SolverError) {
        try ProblemCheck.check(problem)
        x = problem.x
        family = problem.family
        predictorCount = problem.predictorCount
        let n = Double(problem.sampleCount)
        shares = problem.sampleWeights?.map { $0 / n } ?? [Double](repeating: 1 / n, count: problem.sampleCount)
        let (centers, scales, varies) = try Self.columnScales(problem)
        var target: (center: Double, unit: Double, gradientUnit: Double?) = (0, 1, nil)
        switch problem.family {
        case .gaussian:
            let y = problem.offset.map { offset in zip(problem.y, offset).map { $0 - $1 } } ?? problem.y
            guard y.allSatisfy(\.isFinite) else { throw .nonFinite(what: "The target minus its offset") }
            let (center, unit) = Self.center(y, weights: problem.sampleWeights, centred: problem.fitsIntercept)
            let divisor = isScaled ? unit : 1
            target = (center, divisor, nil)
            datafit = QuadraticDatafit(y: y.map { ($0 - center) / divisor })
        case .binomial:
            datafit = LogisticDatafit(y: problem.y, offset: problem.offset)
        case .multinomial:
            datafit = MultinomialDatafit(y: problem.y, classCount: problem.predictorCount)
        case .poisson:
            // In units of the mean count, so that rates of 1e9 have gradients of order 1 like any other.
            let unit = isScaled ? powerOfTwo(near: columnMoments(problem.y, weights: problem.sampleWeights).mean) : 1
            target.gradientUnit = unit
            datafit = PoissonDatafit(y: problem.y, unit: unit, offset: problem.offset)
        }
        scaling = Scaling(
            fitsIntercept: problem.fitsIntercept, centers: centers,
            scales: isScaled ? scales : [Double](repeating: 1, count: scales.count), varies: varies,
            targetCenter: target.center, targetUnit: target.unit, gradientUnit: target.gradientUnit)
    }

    /// The same matrix and rows with a loss of curvature 1.
    init(unitCurvatureOf problem: PreparedProblem) {
        x = problem.x
        family = .gaussian
        datafit = QuadraticDatafit(y: [Double](repeating: 0, count: problem.n))
        scaling = problem.scaling
        predictorCount = 1
        shares = problem.shares
    }

    private static func center(_ y: [Double], weights: [Double]?, centred: Bool) -> (Double, Double) {
        let moments = columnMoments(y, weights: weights)
        let center = centred ? moments.mean : 0
        if centred && moments.isConstant { return (center, 1) }
        return (center, powerOfTwo(near: centred ? moments.standardDeviation : y.reduce(0) { max($0, abs($1)) }))
    }

    private static func columnScales(
        _ problem: RegressionProblem<M>
    ) throws(SolverError) -> ([Double], [Double], [Bool]) {
        let p = problem.featureCount
        var centers = [Double](repeating: 0, count: p)
        var scales = [Double](repeating: 1, count: p)
        var varies = [Bool](repeating: false, count: p)
        let magnitudes = problem.x.largestMagnitudes()
        if let bad = magnitudes.firstIndex(where: { !$0.isFinite }) {
            throw .nonFinite(what: "A value of column \(bad)")
        }
        if problem.fitsIntercept {
            for (j, moments) in problem.x.moments(weights: problem.sampleWeights).enumerated() {
                centers[j] = moments.mean
                varies[j] = !moments.isConstant
                scales[j] = moments.isConstant ? 1 : powerOfTwo(near: moments.standardDeviation)
            }
        } else {
            for (j, largest) in magnitudes.enumerated() {
                varies[j] = largest > 0
                scales[j] = powerOfTwo(near: largest)
            }
        }
        return (centers, scales, varies)
    }

    /// The given coordinates' columns, class by class.
    func columns(of coordinates: [Int]) -> [[Int]] {
        guard predictorCount > 1 else { return [coordinates] }
        var columns = [[Int]](repeating: [], count: predictorCount)
        for c in coordinates { columns[c / p].append(c % p) }
        return columns
    }

    /// Writes Σᵢ x̃ᵢⱼ uₖᵢ to `gradient` for each of the given coordinates (j, k); `u` holds K × n values.
    func gradients(of coordinates: [Int], _ u: [Double], into gradient: inout [Double]) {
        u.withUnsafeBufferPointer { u in
            gradient.withUnsafeMutableBufferPointer { gradient in
                for (k, columns) in columns(of: coordinates).enumerated() where !columns.isEmpty {
                    let out = UnsafeMutableBufferPointer(rebasing: gradient[k * p..<(k + 1) * p])
                    let own = UnsafeBufferPointer(rebasing: u[k * n..<(k + 1) * n])
                    x.centredDots(columns: columns, centers: centers, with: own, into: out)
                    for j in columns { out[j] /= scales[j] }
                }
            }
        }
    }

    /// ηₖ += Σⱼ bⱼₖ x̃ⱼ over the given coordinates; `b` holds one value for each coordinate of the problem.
    func add(_ coordinates: [Int], times b: [Double], to eta: inout [Double]) {
        eta.withUnsafeMutableBufferPointer { eta in
            for (k, columns) in columns(of: coordinates).enumerated() where !columns.isEmpty {
                var factors = [Double](repeating: 0, count: p)
                for j in columns { factors[j] = b[k * p + j] / scales[j] }
                let own = UnsafeMutableBufferPointer(rebasing: eta[k * n..<(k + 1) * n])
                x.addCentred(columns: columns, centers: centers, times: factors, to: own)
            }
        }
    }

    /// Copies the scaled column.
    func scaledColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) {
        x.copyColumn(j, into: out)
        let (center, scale) = (centers[j], scales[j])
        for i in out.indices { out[i] = (out[i] - center) / scale }
    }

    /// A scaled coefficient on the scale of the matrix as it was given.
    func original(_ j: Int, _ b: Double) -> Double { scaling.original(j, b) }
}
