/// The quadratic model that both inner solvers minimise over the working set, around the point they are given.
///
/// ```
/// ½ (b − b₀)ᵀ G (b − b₀) − q₀ᵀ (b − b₀) + penalty(b)
/// ```
/// `b` and `q = q₀ − G (b − b₀)` are kept together, so that rounding errors shrink with the step.
struct QuadraticModel {
    /// The coefficients, by place in the working set.
    var b: [Double]
    /// The model's negative gradient at `b`, without the penalty.
    var q: [Double]

    /// By how much model and penalty together are lower here than at another point; NaN where either is out of range.
    func descent(from other: QuadraticModel, penalty: PlacePenalty) -> Double {
        var total = 0.0
        for e in b.indices where b[e] != other.b[e] {
            let change = b[e] - other.b[e]
            total += 0.5 * (q[e] + other.q[e]) * change - penalty.l1[e] * (abs(b[e]) - abs(other.b[e]))
            total -= 0.5 * penalty.l2[e] * (b[e] + other.b[e]) * change
        }
        return total
    }
}

/// Each place's penalty, looked up once per lambda.
struct PlacePenalty {
    var l1: [Double] = []
    var l2: [Double] = []
    var lower: [Double] = []
    var upper: [Double] = []

    /// The penalty of the working set's columns, in their order.
    init(_ penalty: ScaledPenalty, columns: [Int]) {
        l1 = columns.map { penalty.l1[$0] }
        l2 = columns.map { penalty.l2[$0] }
        lower = columns.map { penalty.lower[$0] }
        upper = columns.map { penalty.upper[$0] }
    }

    /// The sign of the linear part's slope with which an inactive coefficient at b would move, or nil to stay.
    ///
    /// `g` is the negative gradient q − l2 b. The second value is by how much it exceeds what the penalty holds.
    func escape(_ e: Int, b: Double, g: Double) -> (sign: Double, excess: Double)? {
        if l1[e] == 0 {
            if (g > 0 && b < upper[e]) || (g < 0 && b > lower[e]) { return (0, abs(g)) }
            return nil
        }
        if b == 0 {
            if g > l1[e] && upper[e] > 0 { return (1, g - l1[e]) }
            if -g > l1[e] && lower[e] < 0 { return (-1, -g - l1[e]) }
            return nil
        }
        let sign = b > 0 ? 1.0 : -1.0
        let slope = g - sign * l1[e]
        if (slope > 0 && b < upper[e]) || (slope < 0 && b > lower[e]) { return (sign, abs(slope)) }
        return nil
    }

    /// The interval in which a coefficient of this sign is free.
    func interval(_ e: Int, sign: Double) -> (low: Double, high: Double) {
        if sign > 0 { return (0, upper[e]) }
        if sign < 0 { return (lower[e], 0) }
        return (lower[e], upper[e])
    }

    /// Excesses below this are rounding: gradients are of order 1 in scaled units.
    func slack(_ e: Int) -> Double { 1e-13 * l1[e] + 1e-15 }
}
