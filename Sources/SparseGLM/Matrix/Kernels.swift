internal import CKernels

/// The C kernels in Swift's terms.
///
/// Each takes its length from its first argument.
enum Kernels {
    static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ n: Int) -> Double {
        fsel_dot(a, b, n)
    }

    static func dot(_ a: [Double], _ b: [Double]) -> Double {
        precondition(a.count == b.count, "dot: \(a.count) and \(b.count) values")
        return fsel_dot(a, b, a.count)
    }

    static func sum(_ a: [Double]) -> Double { fsel_sum(a, a.count) }

    static func sum(_ a: UnsafePointer<Double>, _ n: Int) -> Double { fsel_sum(a, n) }

    /// The least and the greatest value; nil where one is NaN, and zeros where there are none.
    static func range(_ a: UnsafeBufferPointer<Double>) -> (low: Double, high: Double)? {
        guard let start = a.baseAddress, !a.isEmpty else { return (0, 0) }
        var (low, high) = (0.0, 0.0)
        return fsel_range(start, a.count, &low, &high) == 0 ? (low, high) : nil
    }

    static func exp(_ x: Double) -> Double { fsel_exp(x) }

    static func expm1(_ x: Double) -> Double { fsel_expm1(x) }

    static func log(_ x: Double) -> Double { fsel_log(x) }

    static func log1p(_ x: Double) -> Double { fsel_log1p(x) }
}

/// The least and the greatest of some values; `nil` where one is NaN, and zeros where there are none.
public func valueRange(_ values: [Double]) -> (low: Double, high: Double)? {
    values.withUnsafeBufferPointer { Kernels.range($0) }
}

/// eˣ, the same bits on every processor; the error is below 0.9 units in the last place.
public func portableExp(_ x: Double) -> Double { fsel_exp(x) }

/// eˣ − 1, the same bits on every processor; the error is below 1.5 units in the last place.
public func portableExpm1(_ x: Double) -> Double { fsel_expm1(x) }

/// The natural logarithm, the same bits on every processor; the error is below 0.9 units in the last place.
public func portableLog(_ x: Double) -> Double { fsel_log(x) }

/// log(1 + x), the same bits on every processor; the error is below 1.5 units in the last place.
public func portableLog1p(_ x: Double) -> Double { fsel_log1p(x) }
