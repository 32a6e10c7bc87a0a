import CKernels
import Testing

struct ProductsTests {
    private static let lanes = Array(1...24)

    /// Interleaved vectors in their least width, or in that of `lanes`.
    private func interleaved(_ n: Int, lanes: Int, seed: UInt64) -> (values: [Double], width: Int) {
        let width = fsel_lane_width(lanes)
        let source = numbers(n * lanes, seed: seed)
        var values = [Double](repeating: 0, count: max(n * width, 1))
        for i in 0..<n { for k in 0..<lanes { values[i * width + k] = source[i * lanes + k] } }
        return (values, width)
    }

    @Test func `the lane width is the least that holds the vectors`() {
        #expect(
            Self.lanes.map(fsel_lane_width) == [1, 2, 4, 4] + Array(repeating: 8, count: 4)
                + Array(repeating: 16, count: 8) + Array(repeating: 24, count: 8))
    }

    @Test(arguments: lanes, [0, 1, 7, 9, 40, 342, 700])
    func `products have the promised bits on every level`(lanes: Int, n: Int) {
        let p = [1, 5, 8, 17, 33][(lanes + n) % 5]
        let x = Columns(rowCount: n, count: p, seed: 21, plain: lanes % 3 == 0)
        let (r, width) = interleaved(n, lanes: lanes, seed: 22)
        let factors = lanes % 2 == 0 ? nil : numbers(p, seed: 23)
        let (first, ld) = (n / 4, p + 1)
        var expected = [Double](repeating: -7, count: ld * lanes)
        for j in 0..<p {
            for k in 0..<lanes {
                let sum = blockSum(firstRow: first, rowCount: n - first) { x.z($0, j) * r[$0 * width + k] }
                expected[j + k * ld] = factors.map { $0[j] * sum } ?? sum
            }
        }
        let holds = everyLevelGives(expected) {
            var out = [Double](repeating: -7, count: expected.count)
            var scratch = [Double](repeating: .nan, count: fsel_products_scratch())
            fsel_products(x.view(), r, width, lanes, first, n - first, factors, &out, ld, &scratch)
            return out
        }
        #expect(holds)
    }

    @Test func `a product depends neither on the other columns nor on the other vectors`() {
        let (n, p) = (2_100, 20)
        let x = Columns(rowCount: n, count: p, seed: 31)
        let (all, _) = interleaved(n, lanes: 24, seed: 32)
        let single = (0..<n).map { all[$0 * 24 + 5] }
        var scratch = [Double](repeating: 0, count: fsel_products_scratch())
        var (together, alone) = ([Double](repeating: 0, count: 24 * p), [Double](repeating: 0, count: 1))
        fsel_products(x.view(), all, 24, 24, 0, n, nil, &together, p, &scratch)
        for j in 0..<p {
            fsel_products(x.view(from: j, count: 1), single, 1, 1, 0, n, nil, &alone, 1, &scratch)
            #expect(alone[0] == together[j + 5 * p])
        }
    }

    @Test(arguments: [1, 2, 4, 8, 16, 24], [0, 1, 7, 8, 9, 40, 128, 150, 520])
    func `combinations add the columns in order on every level`(width: Int, n: Int) {
        let p = [0, 1, 3, 4, 7, 32, 37][(width + n) % 7]
        let x = Columns(rowCount: n, count: p, seed: 41, plain: n % 2 == 0)
        let b = numbers(max(p * width, 1), seed: 42)
        let start = numbers(max(n * width, 1), seed: 43)
        let first = n / 5
        var expected = start
        for j in 0..<p {
            for i in first..<n {
                for k in 0..<width { expected[i * width + k] += x.z(i, j) * b[j * width + k] }
            }
        }
        let holds = everyLevelGives(expected) {
            var out = start
            var scratch = [Double](repeating: .nan, count: fsel_combine_scratch())
            fsel_combine(x.view(), b, width, first, n - first, &out, &scratch)
            return out
        }
        #expect(holds)
    }

    @Test(arguments: [0, 1, 3, 4, 5, 11], [0, 1, 9, 511, 513, 1_030])
    func `listed columns are subtracted in order on every level`(count: Int, n: Int) {
        let matrix = numbers((n + 1) * 12, seed: 51)
        let places = (0..<count).map { ($0 * 5) % 12 }
        let b = numbers(count, seed: 52)
        let start = numbers(n, seed: 53)
        var expected = start
        for (a, place) in places.enumerated() {
            for i in 0..<n { expected[i] -= matrix[i + place * (n + 1)] * b[a] }
        }
        let holds = everyLevelGives(expected) {
            var q = start
            fsel_subtract_columns(matrix, n + 1, places, b, count, &q, n)
            return q
        }
        #expect(holds)
    }
}
