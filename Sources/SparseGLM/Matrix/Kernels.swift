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

    static func exp(_ x: Double) -> Double { fsel_exp(x) }

    static func expm1(_ x: Double) -> Double { fsel_expm1(x) }

    static func log(_ x: Double) -> Double { fsel_log(x) }

    static func log1p(_ x: Double) -> Double { fsel_log1p(x) }
}

/// eˣ, the same bits on every processor; the error is below 0.9 units in the last place.
public func portableExp(_ x: Double) -> Double { fsel_exp(x) }

/// eˣ − 1, the same bits on every processor; the error is below 1.5 units in the last place.
public func portableExpm1(_ x: Double) -> Double { fsel_expm1(x) }

/// The natural logarithm, the same bits on every processor; the error is below 0.9 units in the last place.
public func portableLog(_ x: Double) -> Double { fsel_log(x) }

/// log(1 + x), the same bits on every processor; the error is below 1.5 units in the last place.
public func portableLog1p(_ x: Double) -> Double { fsel_log1p(x) }
