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

    /// Without scaling the columns and the target keep their units, as the textbook solvers want; they are still centred.
    init(_ problem: RegressionProblem<M>, isScaled: Bool = true) throws(SolverError) {
        try ProblemCheck.check(problem)
        x = problem.x
        family = problem.family
        let n = Double(problem.sampleCount)
        shares = problem.sampleWeights?.map { $0 / n } ?? [Double](repeating: 1 / n, count: problem.sampleCount)
        let (centers, scales, varies) = try Self.columnScales(problem)
        let target: (center: Double, unit: Double)
        switch problem.family {
        case .gaussian:
            let y = problem.offset.map { offset in zip(problem.y, offset).map { $0 - $1 } } ?? problem.y
            guard y.allSatisfy(\.isFinite) else { throw .nonFinite(what: "The target minus its offset") }
            let (center, unit) = Self.center(y, weights: problem.sampleWeights, centred: problem.fitsIntercept)
            let divisor = isScaled ? unit : 1
            target = (center, divisor)
            datafit = QuadraticDatafit(y: y.map { ($0 - center) / divisor })
        case .binomial:
            target = (0, 1)
            datafit = LogisticDatafit(y: problem.y, offset: problem.offset)
        case .multinomial, .poisson:
            throw .invalid("The \(problem.family.rawValue) family cannot be fitted yet.")
        }
        scaling = Scaling(
            fitsIntercept: problem.fitsIntercept, centers: centers,
            scales: isScaled ? scales : [Double](repeating: 1, count: scales.count), varies: varies,
            targetCenter: target.center, targetUnit: target.unit)
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

    /// Σᵢ x̃ᵢⱼ uᵢ of the scaled column.
    func gradient(_ j: Int, _ u: UnsafeBufferPointer<Double>) -> Double {
        x.centredDot(column: j, center: centers[j], with: u) / scales[j]
    }

    /// Writes Σᵢ x̃ᵢⱼ uᵢ to `gradient[j]` for each of the given columns.
    func gradients(of columns: [Int], _ u: UnsafeBufferPointer<Double>, into gradient: inout [Double]) {
        gradient.withUnsafeMutableBufferPointer { x.centredDots(columns: columns, centers: centers, with: u, into: $0) }
        for j in columns { gradient[j] /= scales[j] }
    }

    /// η += Σⱼ bⱼ x̃ⱼ over the given columns; `b` holds p values.
    func add(_ columns: [Int], times b: [Double], to eta: inout [Double]) {
        var factors = [Double](repeating: 0, count: p)
        for j in columns { factors[j] = b[j] / scales[j] }
        eta.withUnsafeMutableBufferPointer { x.addCentred(columns: columns, centers: centers, times: factors, to: $0) }
    }

    /// η += b x̃ⱼ.
    func add(_ j: Int, times b: Double, to eta: inout [Double]) {
        eta.withUnsafeMutableBufferPointer {
            x.addCentred(column: j, center: centers[j], times: b / scales[j], to: $0)
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
