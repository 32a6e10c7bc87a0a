import Testing

@testable import SparseGLM

struct ColumnMomentsTests {
    @Test func `the variance divides by the number of rows`() {
        let moments = columnMoments([1, 2, 3, 4])
        #expect(moments.mean == 2.5)
        #expect(abs(moments.variance - 1.25) < 1e-15)
        #expect(!moments.isConstant)
    }

    @Test func `weights count rows, and rows of weight zero do not exist`() {
        let weighted = columnMoments([1, 2, 5, 1e300], weights: [2, 1, 3, 0])
        let repeated = columnMoments([1, 1, 2, 5, 5, 5])
        #expect(abs(weighted.mean - repeated.mean) < 1e-14)
        #expect(abs(weighted.standardDeviation - repeated.standardDeviation) < 1e-14)
    }

    @Test(arguments: [1e-150, 1e-30, 1.0, 1e30, 1e150])
    func `columns of any scale keep their digits`(scale: Double) {
        let moments = columnMoments([1, 2, 3, 4].map { $0 * scale })
        #expect(abs(moments.mean / scale - 2.5) < 1e-15)
        #expect(abs(moments.standardDeviation / scale - 1.25.squareRoot()) < 1e-15)
        #expect(!moments.isConstant)
    }

    @Test func `the largest numbers do not overflow`() {
        let moments = columnMoments([1.7e308, -1.7e308])
        #expect(moments.mean == 0)
        #expect(moments.standardDeviation == 1.7e308)
    }

    @Test func `a mean a million times the deviation costs no digits of the deviation`() {
        let moments = columnMoments((0..<1_000).map { 1e6 + Double($0 % 2) })
        #expect(abs(moments.standardDeviation - 0.5) < 1e-15)
        #expect(!moments.isConstant)
    }

    @Test func `equal values are constant whatever they are and however many`() {
        for value in [0, 0.1, -1e-300, 1e300, .pi] {
            for count in [1, 3, 1_000] {
                let moments = columnMoments([Double](repeating: value, count: count))
                #expect(moments.isConstant)
                #expect(moments.mean == value)
                #expect(moments.standardDeviation == 0)
            }
        }
    }

    @Test func `a last-bit difference is rounding, a larger one is not`() {
        #expect(columnMoments([0.1, 0.1.nextUp, 0.1]).isConstant)
        #expect(!columnMoments([0.1, 0.1 + 1e-14, 0.1]).isConstant)
        #expect(!columnMoments([0, 1e-300]).isConstant)
    }

    @Test(arguments: [1e-250, 1e-140, 1.0, 1e140, 1e250])
    func `weights of any scale, and values of any scale, give the moments of their ratios`(scale: Double) {
        let values = (0..<40).map { Double(($0 * 13) % 29) }
        let weights = (0..<40).map { Double($0 % 4) }
        let plain = columnMoments(values, weights: weights)
        let heavy = columnMoments(values, weights: weights.map { $0 * scale })
        #expect(abs(heavy.mean - plain.mean) < 1e-13 && abs(heavy.variance - plain.variance) < 1e-12)
        let large = columnMoments(values.map { $0 * scale }, weights: weights)
        #expect(abs(large.mean / scale - plain.mean) < 1e-13)
        #expect(abs(large.standardDeviation / scale - plain.standardDeviation) < 1e-13)
    }

    @Test func `an outlier as the first value costs no digits of the rest`() {
        let rest = (0..<1_000).map { Double($0 % 2) }
        let moments = columnMoments([1e9] + rest, weights: [1e-30] + [Double](repeating: 1, count: 1_000))
        #expect(abs(moments.mean - 0.5) < 1e-12)
        #expect(abs(moments.standardDeviation - 0.5) < 1e-12)
    }
}
