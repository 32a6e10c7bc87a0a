/// Arithmetic on single numbers that a column can put off: never falling or never rising, so that what it does to the
/// ends of a range bounds what it does within.
enum NumberStep: Sendable, Hashable {
    /// (x − center) / scale.
    case affine(center: Double, scale: Double)
    /// min(max(x, low), high).
    case clip(low: Double, high: Double)

    /// The number after the step; NaN, a missing value, stays so.
    func applied(to x: Double) -> Double {
        switch self {
        case .affine(let center, let scale): (x - center) / scale
        case .clip(let low, let high): x.isNaN ? x : min(max(x, low), high)
        }
    }

    /// Does the step to every number.
    func apply(to numbers: inout [Double]) {
        switch self {
        case .affine(let center, let scale): for i in numbers.indices { numbers[i] = (numbers[i] - center) / scale }
        case .clip: for i in numbers.indices { numbers[i] = applied(to: numbers[i]) }
        }
    }

    /// Where a range goes; `nil` where an end is no finite number afterwards.
    func range(of range: NumberRangeEnds) -> NumberRangeEnds? {
        let (a, b) = (applied(to: range.low), applied(to: range.high))
        return a.isFinite && b.isFinite ? (min(a, b), max(a, b)) : nil
    }
}

extension ColumnOperation {
    /// The step that an operation on one numeric column is, if it is one that can be put off.
    var step: NumberStep? {
        switch self {
        case .affine(_, _, let center, let scale): .affine(center: center, scale: scale)
        case .clip(_, _, let low, let high): .clip(low: low, high: high)
        default: nil
        }
    }
}
