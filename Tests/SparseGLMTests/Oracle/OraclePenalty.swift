import Foundation

/// A penalty at one λ, coefficient by coefficient, with what an interior method needs of it.
/// ```
/// Ω(w) = Σⱼ aⱼ |wⱼ| + cⱼ/2 wⱼ² + Σ_g s_g ‖w_g‖₂      subject to   lⱼ ≤ wⱼ ≤ uⱼ
/// ```
/// A norm t‖v‖ is smoothed by the barrier of its cone, min over h of t h − μ log(h² − ‖v‖²), which is attained at
/// h = κ + √(κ² + ‖v‖²) with κ = μ/t and is off by at most 2μ at a minimum; each finite bound has the barrier
/// −μ log(distance).
struct OraclePenalty {
    struct Group {
        var members: [Int]
        var strength: Double
    }

    var l1: [Double]
    var l2: [Double]
    var lower: [Double]
    var upper: [Double]
    var groups: [Group] = []

    /// How many barriers there are, each worth up to 2μ of duality gap.
    var barrierCount: Int {
        l1.count { $0 > 0 } + groups.count + lower.count(where: \.isFinite) + upper.count(where: \.isFinite)
    }

    /// Whether nothing at all acts on a coefficient.
    func isFree(_ j: Int) -> Bool {
        l1[j] == 0 && l2[j] == 0 && !lower[j].isFinite && !upper[j].isFinite
            && !groups.contains { $0.members.contains(j) }
    }

    /// Whether a coefficient can be nothing but zero.
    func isExcluded(_ j: Int) -> Bool {
        l1[j] == .infinity || l2[j] == .infinity || (lower[j] == 0 && upper[j] == 0)
            || groups.contains { $0.strength == .infinity && $0.members.contains(j) }
    }

    /// Ω(w), the bounds aside.
    func value(_ w: [Double]) -> Double {
        let separate = w.indices.reduce(0) { $0 + l1[$1] * abs(w[$1]) + l2[$1] / 2 * w[$1] * w[$1] }
        return groups.reduce(separate) { $0 + $1.strength * norm(w, $1.members) }
    }

    /// The smoothed penalty with all barriers, up to a constant.
    func smoothed(_ point: OraclePoint, _ mu: Double) -> Double {
        let w = point.w
        var value = 0.0
        for j in w.indices {
            value += l2[j] / 2 * w[j] * w[j]
            if l1[j] > 0 { value += smoothedNorm(abs(w[j]), l1[j], mu) }
            if lower[j].isFinite { value -= mu * log(point.low[j]) }
            if upper[j].isFinite { value -= mu * log(point.high[j]) }
        }
        return groups.reduce(value) { $0 + smoothedNorm(norm(w, $1.members), $1.strength, mu) }
    }

    /// Adds the smoothed penalty's gradient, and gives that gradient's derivative by μ.
    func addGradient(_ point: OraclePoint, _ mu: Double, to gradient: inout [Double]) -> [Double] {
        let w = point.w
        var drift = [Double](repeating: 0, count: w.count)
        func addNorm(_ members: [Int], _ strength: Double) {
            let (root, height) = cone(norm(w, members), strength, mu)
            for j in members {
                gradient[j] += strength * w[j] / height
                drift[j] -= w[j] / (height * root)
            }
        }
        for j in w.indices {
            gradient[j] += l2[j] * w[j]
            if l1[j] > 0 { addNorm([j], l1[j]) }
            if lower[j].isFinite {
                gradient[j] -= mu / point.low[j]
                drift[j] -= 1 / point.low[j]
            }
            if upper[j].isFinite {
                gradient[j] += mu / point.high[j]
                drift[j] += 1 / point.high[j]
            }
        }
        for group in groups { addNorm(group.members, group.strength) }
        return drift
    }

    /// Adds the smoothed penalty's second derivatives to the lower triangle of a matrix.
    func addCurvature(_ point: OraclePoint, _ mu: Double, to hessian: inout [[Double]]) {
        let w = point.w
        for j in w.indices {
            hessian[j][j] += l2[j]
            if l1[j] > 0 {
                let (root, height) = cone(abs(w[j]), l1[j], mu)
                hessian[j][j] += mu / (root * height)
            }
            if lower[j].isFinite { hessian[j][j] += mu / (point.low[j] * point.low[j]) }
            if upper[j].isFinite { hessian[j][j] += mu / (point.high[j] * point.high[j]) }
        }
        for group in groups {
            let (root, height) = cone(norm(w, group.members), group.strength, mu)
            let scale = group.strength / height
            for i in group.members {
                hessian[i][i] += scale
                for j in group.members where j <= i { hessian[i][j] -= scale / (root * height) * w[i] * w[j] }
            }
        }
    }

    private func norm(_ w: [Double], _ members: [Int]) -> Double {
        members.reduce(0) { $0 + w[$1] * w[$1] }.squareRoot()
    }

    /// √(κ² + r²) and the cone's height h.
    private func cone(_ r: Double, _ strength: Double, _ mu: Double) -> (root: Double, height: Double) {
        let kappa = mu / strength
        let root = (kappa * kappa + r * r).squareRoot()
        return (root, kappa + root)
    }

    private func smoothedNorm(_ r: Double, _ strength: Double, _ mu: Double) -> Double {
        let height = cone(r, strength, mu).height
        return strength * height - mu * log(height)
    }
}

/// Coefficients, and their distances from the bounds, which are carried along so as to keep their digits.
struct OraclePoint {
    var w: [Double]
    var low: [Double]
    var high: [Double]

    /// The point moved by `step` times a direction.
    func moved(_ step: Double, along direction: [Double]) -> OraclePoint {
        var next = self
        oracleAdd(step, direction, to: &next.w)
        oracleAdd(step, direction, to: &next.low)
        oracleAdd(-step, direction, to: &next.high)
        return next
    }

    /// The longest step, at most 1, that goes no more than 95 % of the way to a bound.
    func longestStep(along direction: [Double]) -> Double {
        var step = 1.0
        for j in w.indices {
            if direction[j] < 0 { step = min(step, -0.95 * low[j] / direction[j]) }
            if direction[j] > 0 { step = min(step, 0.95 * high[j] / direction[j]) }
        }
        return step
    }
}
