import StageKit
import Testing

struct WeightedQuantileTests {
    @Test func `the median is the middle number, or the mean of the middle two`() {
        #expect(weightedQuantile([5, 1, 3], at: 0.5) == 3)
        #expect(weightedQuantile([5, 1, 3, 2], at: 0.5) == 2.5)
        #expect(weightedQuantile([4], at: 0.5) == 4)
    }

    @Test func `quartiles average where a quarter of the rows ends`() {
        #expect(weightedQuantiles([1, 2, 4, 6, 8, 10, 14, 20], at: [0, 0.25, 0.5, 0.75, 1]) == [1, 3, 7, 12, 20])
        #expect(weightedQuantiles([1, 2, 4, 6, 8], at: [0.25, 0.75]) == [2, 6])
    }

    @Test func `no row has no quantile`() {
        #expect(weightedQuantile([], at: 0.5) == nil)
        #expect(weightedQuantile([1, 2], weights: [0, 0], at: 0.5) == nil)
    }

    @Test(arguments: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])
    func `a weight counts like repeated rows, in any unit`(p: Double) {
        let x = [3.0, -1, 4, 1, -5, 9, 2]
        let weights = [2.0, 1, 0, 3, 1, 5, 2]
        let repeated = zip(x, weights).flatMap { [Double](repeating: $0, count: Int($1)) }
        let expected = weightedQuantile(repeated, at: p)
        #expect(weightedQuantile(x, weights: weights, at: p) == expected)
        for unit in [0.1, 1.0 / 3, 1e-300, 1e300] {
            #expect(weightedQuantile(x, weights: weights.map { $0 * unit }, at: p) == expected)
        }
    }

    @Test func `equal weights are no weights, though their sum is rounded`() {
        // Ten times 0.1 is less than 1, and five times 0.1 is more than half of that.
        let x = (1...10).map(Double.init)
        #expect(weightedQuantile(x, weights: [Double](repeating: 0.1, count: 10), at: 0.5) == 5.5)
    }

    @Test func `the order of rows is irrelevant to the last bit`() {
        let x = [1.0, 1, 2, 2, 3], weights = [0.1, 0.7, 0.3, 0.2, 1.3]
        let forward = weightedQuantiles(x, weights: weights, at: [0.25, 0.5, 0.75])
        #expect(weightedQuantiles(x.reversed(), weights: weights.reversed(), at: [0.25, 0.5, 0.75]) == forward)
    }

    @Test func `a quantile is the share of rows below it`() throws {
        let x = (0..<1000).map { Double(($0 * 617) % 1000) }
        for p in [0.013, 0.25, 0.5, 0.998] {
            let q = try #require(weightedQuantile(x, at: p))
            #expect(Double(x.count { $0 < q }) <= p * 1000 && Double(x.count { $0 <= q }) >= p * 1000)
        }
    }

    @Test func `the mean of the two largest numbers does not overflow`() {
        let largest = Double.greatestFiniteMagnitude
        #expect(weightedQuantile([largest, largest], at: 0.5) == largest)
    }
}
