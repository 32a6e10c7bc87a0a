import Testing

@testable import SparseGLM

struct KeyedRandomTests {
    @Test func `a value depends on seed, stream and index alone`() {
        let a = KeyedRandom(seed: 42, stream: "folds")
        #expect(a.bits(at: 7) == KeyedRandom(seed: 42, stream: "folds").bits(at: 7))
        #expect(a.bits(at: 7) != a.bits(at: 8))
        #expect(a.bits(at: 7) != KeyedRandom(seed: 43, stream: "folds").bits(at: 7))
        #expect(a.bits(at: 7) != KeyedRandom(seed: 42, stream: "fold").bits(at: 7))
    }

    @Test func `the numbers never change`() {
        let random = KeyedRandom(seed: 42, stream: "folds")
        #expect(stableHash(Array("a".utf8)) == 0xaf63_dc4c_8601_ec8c)
        #expect(stableHash([]) == 0xcbf2_9ce4_8422_2325)
        #expect(random.bits(at: 0) == 0x10a0_95f3_6624_df02)
        #expect(random.permutation(8) == [5, 3, 4, 1, 6, 7, 2, 0])
    }

    @Test func `numbers below a bound are even`() {
        let random = KeyedRandom(seed: 1, stream: "even")
        var counts = [Int](repeating: 0, count: 6)
        for i in 0..<60_000 { counts[random.integer(below: 6, at: UInt64(i))] += 1 }
        // Standard deviation of a count is 91; five of them.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 457 })
        let mean = (0..<10_000).reduce(0.0) { $0 + random.unit(at: UInt64($1)) } / 10_000
        #expect(abs(mean - 0.5) < 5 * 0.2887 / 100)
        #expect((0..<10_000).allSatisfy { (0..<1).contains(random.unit(at: UInt64($0))) })
    }

    @Test func `a permutation holds every number once, and each place each number`() {
        var seen = Set<[Int]>()
        for seed in 0..<200 {
            let order = KeyedRandom(seed: UInt64(seed), stream: "p").permutation(3)
            #expect(order.sorted() == [0, 1, 2])
            seen.insert(order)
        }
        #expect(seen.count == 6)
        #expect(KeyedRandom(seed: 1, stream: "p").permutation(0) == [])
    }
}
