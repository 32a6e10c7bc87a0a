@testable import SparseGLM

/// A random problem with a penalty of groups, and what is optimal by definition, sharing no code with the solvers.
struct GroupedProblem {
    let data: RandomProblem
    let penalty: PenaltyShape

    /// Groups of 3, 1, 4 and 2 columns in turn, the last columns in none.
    static func groups(featureCount p: Int, factors: [Double] = [1]) -> [ColumnGroup] {
        var groups: [ColumnGroup] = []
        var next = 0
        for size in [3, 1, 4, 2].cycled(16) where next + size <= p - 2 {
            groups.append(
                ColumnGroup(columns: Array(next..<(next + size)), factor: factors[groups.count % factors.count]))
            next += size
        }
        return groups
    }

    func lambdas(_ ratios: [Double]) throws -> [Double] {
        let largest = try lambdaMax(of: data.problem, penalty: penalty)
        return ratios.map { $0 * largest }
    }

    /// Groups and single columns with their own factor and √p_g, single columns as groups of one.
    var blocks: [(columns: [Int], factor: Double, norm: Double, l1: Double)] {
        let s = penalty.groupL1Ratio
        let grouped = Set(penalty.groups.flatMap(\.columns))
        let alone = data.columns.indices.filter { !grouped.contains($0) }
        return penalty.groups.map { ($0.columns, $0.factor, (1 - s) * Double($0.columns.count).squareRoot(), s) }
            + alone.map { ([$0], penalty.factors?[$0] ?? 1, 0, 1) }
    }

    private var shares: [Double] {
        let weights = data.weights ?? [Double](repeating: 1, count: data.y.count)
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    private func eta(_ w: [Double], _ intercept: Double) -> [Double] {
        data.y.indices.map { i in
            w.indices.reduce(intercept + (data.offset?[i] ?? 0)) { $0 + data.columns[$1][i] * w[$1] }
        }
    }

    func penaltyValue(_ w: [Double], lambda: Double) -> Double {
        let r = penalty.l1Ratio
        return blocks.reduce(0) { sum, block in
            guard block.factor.isFinite else { return sum }
            let square = block.columns.reduce(0) { $0 + w[$1] * w[$1] }
            let l1 = block.columns.reduce(0) { $0 + abs(w[$1]) }
            let norms = block.norm * square.squareRoot() + block.l1 * l1
            return sum + lambda * block.factor * (r * norms + (1 - r) / 2 * square)
        }
    }

    func loss(_ w: [Double], _ intercept: Double) -> Double {
        let eta = eta(w, intercept)
        return data.y.indices.reduce(0) { sum, i in
            let rest = data.y[i] - eta[i]
            let loss =
                switch data.family {
                case .gaussian: rest * rest / 2
                case .poisson: portableExp(eta[i]) - data.y[i] * eta[i]
                default: max(eta[i], 0) + portableLog1p(portableExp(-abs(eta[i]))) - data.y[i] * eta[i]
                }
            return sum + shares[i] * loss
        }
    }

    /// The negative gradient of the loss: of each coefficient, and of the intercept.
    func gradient(_ w: [Double], _ intercept: Double) -> (q: [Double], intercept: Double) {
        let shares = shares
        let residual = zip(data.y, eta(w, intercept)).enumerated().map { i, pair in
            shares[i] * (pair.0 - meanResponse([pair.1], family: data.family)[0])
        }
        let q = data.columns.map { column in zip(column, residual).reduce(0) { $0 + $1.0 * $1.1 } }
        return (q, residual.reduce(0, +))
    }

    func objective(_ solution: Solution) -> Double {
        let w = solution.coefficients(featureCount: data.columns.count)
        return loss(w, solution.intercept) + penaltyValue(w, lambda: solution.lambda)
    }

    /// The largest distance of a block's gradient from the subdifferential, relative to λ r.
    func violation(_ solution: Solution) -> Double {
        let w = solution.coefficients(featureCount: data.columns.count)
        let (q, slope) = gradient(w, solution.intercept)
        let unit = solution.lambda * penalty.l1Ratio
        var worst = data.fitsIntercept ? abs(slope) : 0
        for block in blocks where block.factor.isFinite {
            let (norm, l1) = (unit * block.factor * block.norm, unit * block.factor * block.l1)
            let l2 = solution.lambda * block.factor * (1 - penalty.l1Ratio)
            let size = block.columns.reduce(0) { $0 + w[$1] * w[$1] }.squareRoot()
            var square = 0.0
            for j in block.columns {
                let rest = size > 0 ? q[j] - l2 * w[j] - norm * w[j] / size : q[j]
                let distance = w[j] == 0 ? max(0, abs(rest) - l1) : rest - (w[j] > 0 ? l1 : -l1)
                square += distance * distance
            }
            worst = max(worst, square.squareRoot() - (size > 0 ? 0 : norm))
        }
        return worst / unit
    }

    /// The minimum by plain proximal gradient descent with restarts, from zero.
    func slowMinimum(lambda: Double, steps: Int) -> Double {
        var w = [Double](repeating: 0, count: data.columns.count)
        var intercept = 0.0
        var (point, pointIntercept) = (w, intercept)
        let squares = data.columns.map { column in zip(shares, column).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } }
        let step = 1 / (1 + squares.reduce(0, +))
        var momentum = 1.0
        for _ in 0..<steps {
            let (q, slope) = gradient(point, pointIntercept)
            let next = proximal(zip(point, q).map { $0 + step * $1 }, lambda: lambda, step: step)
            let nextIntercept = data.fitsIntercept ? pointIntercept + step * slope : 0
            let uphill = next.indices.reduce(0) { $0 + (point[$1] - next[$1]) * (next[$1] - w[$1]) }
            if uphill > 0 { momentum = 1 }
            let following = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let weight = (momentum - 1) / following
            point = next.indices.map { next[$0] + weight * (next[$0] - w[$0]) }
            pointIntercept = nextIntercept + weight * (nextIntercept - intercept)
            (w, intercept, momentum) = (next, nextIntercept, following)
        }
        return loss(w, intercept) + penaltyValue(w, lambda: lambda)
    }

    private func proximal(_ z: [Double], lambda: Double, step: Double) -> [Double] {
        var w = [Double](repeating: 0, count: z.count)
        let unit = step * lambda
        for block in blocks where block.factor.isFinite {
            let strength = unit * penalty.l1Ratio * block.factor
            let (norm, l1) = (strength * block.norm, strength * block.l1)
            let soft = block.columns.map { z[$0] > 0 ? max(0, z[$0] - l1) : min(0, z[$0] + l1) }
            let size = soft.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard size > norm else { continue }
            let ridge = 1 + unit * block.factor * (1 - penalty.l1Ratio)
            for (j, value) in zip(block.columns, soft) { w[j] = value * (1 - norm / size) / ridge }
        }
        return w
    }
}

extension Array {
    /// The elements again and again, `times` times in all.
    fileprivate func cycled(_ times: Int) -> [Element] { (0..<(times * count)).map { self[$0 % count] } }
}
