/// Random numbers keyed by (seed, stream, index): a value depends on its key alone, never on what was drawn before.
///
/// The generator is fixed integer arithmetic, so the numbers are the same on every machine. A stream is named by text;
/// its bytes are hashed with FNV-1a, and key and counter go through the finalizer of SplitMix64 three times. It is not
/// for cryptography.
///
/// Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators, doi:10.1145/2660193.2660195.
public struct KeyedRandom: Sendable {
    private let key: UInt64

    /// A stream of numbers.
    ///
    /// - Parameters:
    ///   - seed: the pipeline's seed.
    ///   - stream: what the numbers are for, such as a stage's id.
    public init(seed: UInt64, stream: String) {
        self.init(seed: seed, stream: Array(stream.utf8))
    }

    /// A stream named by bytes.
    public init(seed: UInt64, stream: [UInt8]) {
        key = Self.mix(Self.mix(seed &+ 0x9e37_79b9_7f4a_7c15) ^ stableHash(stream))
    }

    /// The 64 random bits at an index.
    public func bits(at index: UInt64) -> UInt64 {
        Self.mix(key ^ Self.mix(index &+ 0x9e37_79b9_7f4a_7c15))
    }

    /// A number in [0, 1), a multiple of 2⁻⁵³.
    public func unit(at index: UInt64) -> Double {
        Double(bits(at: index) >> 11) * 0x1p-53
    }

    /// A number in 0 ..< bound without bias: values from the incomplete last block are drawn again.
    ///
    /// A redraw continues from the value itself, so that no other index shifts.
    public func integer(below bound: Int, at index: UInt64) -> Int {
        precondition(bound > 0, "KeyedRandom: a bound of \(bound)")
        let range = UInt64(bound)
        let reject = (0 &- range) % range
        var value = bits(at: index)
        while value < reject { value = Self.mix(value &+ 0x9e37_79b9_7f4a_7c15) }
        return Int(value % range)
    }

    /// A permutation of 0 ..< count, by Fisher and Yates' shuffle.
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for i in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(i, integer(below: i + 1, at: UInt64(i)))
        }
        return order
    }

    static func mix(_ x: UInt64) -> UInt64 {
        var z = x
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// A hash of bytes that never changes between runs or machines: 64-bit FNV-1a.
///
/// Source: Fowler, Noll and Vo, draft-eastlake-fnv.
public func stableHash(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}
