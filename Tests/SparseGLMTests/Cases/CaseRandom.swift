@testable import SparseGLM

/// Random draws one after another, from a seed.
struct CaseRandom {
    private let stream: KeyedRandom
    private var index: UInt64 = 0

    init(seed: Int, stream: String) {
        self.stream = KeyedRandom(seed: UInt64(seed), stream: stream)
    }

    /// A number in [0, 1).
    mutating func unit() -> Double {
        index += 1
        return stream.unit(at: index)
    }

    /// A number in low ..< high.
    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

    /// A whole number in a range.
    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(unit() * Double(range.count))
    }

    /// A draw of mean 0 and variance 1, near enough to a normal one.
    mutating func normal() -> Double { (unit() + unit() + unit() + unit() - 2) * 1.732 }

    /// True with a probability.
    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of some values, each as likely.
    mutating func pick<T>(_ values: [T]) -> T { values[Int(unit() * Double(values.count))] }

    /// `count` draws.
    mutating func list(_ count: Int, _ draw: (inout CaseRandom) -> Double) -> [Double] {
        (0..<count).map { _ in draw(&self) }
    }

    /// A random order of 0 ..< count.
    mutating func order(_ count: Int) -> [Int] {
        let keys = list(count) { $0.unit() }
        return (0..<count).sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
}
