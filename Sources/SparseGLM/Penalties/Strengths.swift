/// How strongly a part of the penalty holds each coordinate: base values, all multiplied by one factor.
///
/// The strengths of another λ share the base, so that a path of many lambdas holds one array.
struct Strengths: Equatable, Sendable {
    private let base: [Double]
    private let factor: Double

    init(_ values: [Double]) { (base, factor) = (values, 1) }

    /// `factor` times others; zeros stay the same ones, so that they are equal for every λ.
    init(_ other: Strengths, times factor: Double) {
        base = other.base
        self.factor = other.base.contains { $0 != 0 } ? other.factor * factor : other.factor
    }

    /// The strengths of one class's coefficients for each class, class after class.
    init(_ one: Strengths, classCount: Int) {
        base = classCount == 1 ? one.base : (0..<classCount).flatMap { _ in one.base }
        factor = one.factor
    }

    var count: Int { base.count }

    subscript(c: Int) -> Double { factor * base[c] }

    /// The values of eight coordinates from c on.
    func block(_ c: Int) -> SIMD8<Double> {
        base.withUnsafeBytes {
            factor * $0.loadUnaligned(fromByteOffset: c * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
        }
    }
}
