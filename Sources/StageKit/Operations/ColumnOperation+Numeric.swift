import SparseGLM

extension ColumnOperation {
    /// The values after an operation on one numeric column; NaN stays NaN unless the operation imputes.
    func numericResult(_ numbers: [Double]) -> [Double] {
        switch self {
        case .affine(_, _, let center, let scale): numbers.map { ($0 - center) / scale }
        case .clip(_, _, let low, let high): numbers.map { $0.isNaN ? $0 : min(max($0, low), high) }
        case .impute(_, _, let value): numbers.map { $0.isNaN ? value : $0 }
        case .log(_, _, let shift): numbers.map { $0 + shift > 0 ? portableLog($0 + shift) : .nan }
        case .power(_, _, let exponent): numbers.map { power($0, exponent) }
        case .piecewise(_, _, let x, let y): numbers.map { interpolate($0, x, y) }
        default: numbers
        }
    }

    private func power(_ x: Double, _ exponent: Double) -> Double {
        if exponent == 0.5 { return x >= 0 ? x.squareRoot() : .nan }
        if x > 0 { return portableExp(exponent * portableLog(x)) }
        guard x == 0, exponent >= 0 else { return .nan }
        return exponent == 0 ? 1 : 0
    }

    private func interpolate(_ value: Double, _ x: [Double], _ y: [Double]) -> Double {
        guard !value.isNaN, let firstX = x.first, let lastX = x.last, let firstY = y.first, let lastY = y.last else {
            return value
        }
        if value <= firstX { return firstY }
        if value >= lastX { return lastY }
        var low = 0
        var high = x.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if x[middle] <= value { low = middle } else { high = middle }
        }
        return y[low] + (value - x[low]) / (x[high] - x[low]) * (y[high] - y[low])
    }
}
