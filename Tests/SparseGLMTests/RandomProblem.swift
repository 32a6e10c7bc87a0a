@testable import SparseGLM

/// Small regressions with correlated columns, drawn from a seed.
struct RandomProblem {
    /// The families of one linear predictor.
    static let families: [Family] = [.gaussian, .binomial, .poisson]

    let columns: [[Double]]
    let y: [Double]
    let weights: [Double]?
    let offset: [Double]?
    let family: Family
    let fitsIntercept: Bool

    init(
        seed: UInt64, n: Int, p: Int, family: Family, correlation: Double = 0.6, isWeighted: Bool = false,
        hasOffset: Bool = false, fitsIntercept: Bool = true
    ) {
        let random = KeyedRandom(seed: seed, stream: "problem")
        func normal(_ i: Int) -> Double { (0..<12).reduce(-6) { $0 + random.unit(at: UInt64(12 * i + $1)) } }
        var columns: [[Double]] = []
        for j in 0..<p {
            let own = (0..<n).map { normal(j * n + $0) }
            let rest = (1 - correlation * correlation).squareRoot()
            columns.append(columns.last.map { last in zip(last, own).map { correlation * $0 + rest * $1 } } ?? own)
        }
        // Off centre, and of different scales.
        for j in 0..<p {
            let (shift, scale) = (normal(1_000_000 + j), 1 + 2 * random.unit(at: UInt64(9_000_000 + j)))
            columns[j] = columns[j].map { shift + scale * $0 }
        }
        self.columns = columns
        let eta = (0..<n).map { i in
            (0..<min(p, 4)).reduce(0.4) { $0 + columns[$1][i] * ($1 % 2 == 0 ? 0.8 : -0.6) }
        }
        y = (0..<n).map { i in
            let (score, noise) = (eta[i], normal(2_000_000 + i))
            switch family {
            case .gaussian: return score + noise
            case .binomial: return score + 1.5 * noise > 0.3 ? 1 : 0
            // Every class has a row.
            case .multinomial: return i < 3 ? Double(i) : (score + noise < -0.5 ? 0 : (score + 2 * noise > 1 ? 2 : 1))
            case .poisson: return portableExp(min(3, 0.5 * score) + 0.3 * noise).rounded(.down)
            }
        }
        weights = isWeighted ? (0..<n).map { 0.2 + random.unit(at: UInt64(8_000_000 + $0)) } : nil
        offset = hasOffset && family != .multinomial ? (0..<n).map { random.unit(at: UInt64(7_000_000 + $0)) } : nil
        self.family = family
        self.fitsIntercept = fitsIntercept
    }

    /// The same problem with other columns.
    init(_ other: RandomProblem, columns: [[Double]]) {
        self.columns = columns
        (y, weights, offset) = (other.y, other.weights, other.offset)
        (family, fitsIntercept) = (other.family, other.fitsIntercept)
    }

    var matrix: DenseMatrix { DenseMatrix(columns: columns, sampleCount: y.count) }

    var problem: RegressionProblem<DenseMatrix> {
        RegressionProblem(
            x: matrix, y: y, family: family, sampleWeights: weights, offset: offset, fitsIntercept: fitsIntercept)
    }
}

/// The optimality conditions and the objective by their definitions, sharing no code with the solvers.
struct Optimality {
    let problem: RandomProblem
    let penalty: PenaltyShape

    private func etas(_ solution: Solution, _ i: Int) -> [Double] {
        zip(solution.intercepts, solution.coefficients).map { intercept, values in
            zip(solution.support, values).reduce(intercept + (problem.offset?[i] ?? 0)) {
                $0 + problem.columns[$1.0][i] * $1.1
            }
        }
    }

    private var shares: [Double] {
        let weights = problem.weights ?? [Double](repeating: 1, count: problem.y.count)
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    private func loss(_ y: Double, _ etas: [Double]) -> Double {
        switch problem.family {
        case .gaussian: (y - etas[0]) * (y - etas[0]) / 2
        case .binomial: max(etas[0], 0) + portableLog1p(portableExp(-abs(etas[0]))) - y * etas[0]
        case .multinomial: portableLog(etas.reduce(0) { $0 + portableExp($1) }) - etas[Int(y)]
        case .poisson: portableExp(etas[0]) - y * etas[0]
        }
    }

    private func residual(_ y: Double, _ etas: [Double], class k: Int) -> Double {
        switch problem.family {
        case .gaussian: y - etas[0]
        case .binomial: y - 1 / (1 + portableExp(-etas[0]))
        case .multinomial: (Int(y) == k ? 1 : 0) - portableExp(etas[k]) / etas.reduce(0) { $0 + portableExp($1) }
        case .poisson: y - portableExp(etas[0])
        }
    }

    func objective(_ solution: Solution) -> Double {
        var value = 0.0
        for (i, share) in shares.enumerated() { value += share * loss(problem.y[i], etas(solution, i)) }
        for values in solution.coefficients {
            for (j, w) in zip(solution.support, values) {
                let factor = penalty.factors?[j] ?? 1
                value += solution.lambda * factor * (penalty.l1Ratio * abs(w) + (1 - penalty.l1Ratio) / 2 * w * w)
            }
        }
        return value
    }

    /// The largest distance of the gradient from the subdifferential, bounds taken into account, relative to λ r.
    func violation(_ solution: Solution) -> Double {
        solution.intercepts.indices.reduce(0) { max($0, violation(solution, class: $1)) }
    }

    private func violation(_ solution: Solution, class k: Int) -> Double {
        let residuals = problem.y.indices.map { residual(problem.y[$0], etas(solution, $0), class: k) }
        let w = solution.coefficients(ofClass: k, featureCount: problem.columns.count)
        let shares = shares
        var worst = problem.fitsIntercept ? abs(zip(shares, residuals).reduce(0) { $0 + $1.0 * $1.1 }) : 0
        for j in w.indices {
            let factor = penalty.factors?[j] ?? 1
            guard factor.isFinite else { continue }
            let q = shares.indices.reduce(0) { $0 + shares[$1] * problem.columns[j][$1] * residuals[$1] }
            let l1 = solution.lambda * factor * penalty.l1Ratio
            let g = q - solution.lambda * factor * (1 - penalty.l1Ratio) * w[j]
            let low = w[j] <= (penalty.lowerBounds?[j] ?? -.infinity) ? -Double.infinity : (w[j] > 0 ? l1 : -l1)
            let high = w[j] >= (penalty.upperBounds?[j] ?? .infinity) ? Double.infinity : (w[j] < 0 ? -l1 : l1)
            worst = max(worst, low - g, g - high)
        }
        return worst / (solution.lambda * penalty.l1Ratio)
    }
}
