import CKernels
import Testing

/// One pass over a column, on every instruction level of the processor.
struct MomentsTests {
    private static let counts = Array(0...70) + [1_003]

    private func column(_ count: Int) -> (x: [Double], w: [Double]) {
        let x = (0..<count).map { Double(($0 * 7_919) % 1_009) / 37 - 9 }
        return (x, (0..<count).map { Double(($0 * 31) % 5) / 2 })
    }

    @Test(arguments: counts) func `every level gives the same bits`(count: Int) {
        let (x, w) = column(count)
        let bits = onEveryLevel {
            [fsel_moments_about(x, 0.3, nil, count), fsel_moments_about(x, 0.3, w, count)].flatMap {
                [$0.weight, $0.sum, $0.square, $0.largest].map(\.bitPattern)
            }
        }
        #expect(bits.allSatisfy { $0 == bits[0] })
    }

    @Test(arguments: counts) func `sums are those of the definition`(count: Int) {
        let (x, w) = column(count)
        let found = fsel_moments_about(x, 0.3, w, count)
        let d = x.map { $0 - 0.3 }
        #expect(abs(found.weight - w.reduce(0, +)) < 1e-12 * Double(count + 1))
        #expect(abs(found.sum - zip(w, d).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-11 * Double(count + 1))
        #expect(abs(found.square - zip(w, d).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }) < 1e-10 * Double(count + 1))
        #expect(found.largest == zip(w, d).reduce(0) { $1.0 > 0 ? max($0, abs($1.1)) : $0 })
        #expect(fsel_moments_about(x, 0.3, nil, count).largest == d.reduce(0) { max($0, abs($1)) })
    }

    @Test func `a row of weight 0 may hold anything finite`() {
        let found = fsel_moments_about([1, -1.7e308, 3], 1, [1, 0, 1], 3)
        #expect((found.weight, found.sum, found.square, found.largest) == (2, 2, 4, 2))
    }

    @Test(arguments: counts) func `the range is that of the numbers, and tells of what is none`(count: Int) {
        let (x, _) = column(count)
        let found = onEveryLevel { range(x) }
        for range in found {
            #expect(range.low == x.min() ?? .infinity && range.high == x.max() ?? -.infinity && !range.hasNaN)
        }
        for place in Set([0, count / 2, count - 1]) where count > 1 {
            var odd = x
            odd[place] = .nan
            let rest = odd.filter { !$0.isNaN }
            for range in onEveryLevel({ range(odd) }) {
                #expect(range.hasNaN && range.low == rest.min() && range.high == rest.max())
            }
        }
    }

    private func range(_ x: [Double]) -> (low: Double, high: Double, hasNaN: Bool) {
        var (low, high) = (0.0, 0.0)
        let hasNaN = fsel_range(x, x.count, &low, &high) != 0
        return (low, high, hasNaN)
    }
}
