import CKernels
import Testing

struct SparseTests {
    private func column(_ count: Int) -> (values: [Double], rows: [Int32]) {
        (numbers(count, seed: 61), (0..<count).map { Int32(($0 * 7) % 101) })
    }

    private func fourLanes(_ terms: [Double]) -> Double {
        var lanes = [0.0, 0, 0, 0]
        for (e, term) in terms.enumerated() { lanes[e % 4] += term }
        return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
    }

    @Test(arguments: Array(0...21) + [100])
    func `eight vectors at once have the promised bits, which are those of one`(count: Int) {
        let (values, rows) = column(count)
        let r = numbers(101 * 8, seed: 62)
        let singles = (0..<8).map { k in (0..<101).map { r[8 * $0 + k] } }
        let expected = singles.map { r in fourLanes(zip(values, rows).map { $0 * r[Int($1)] }) }
        #expect(singles.map { fsel_sparse_dot(values, rows, count, $0) } == expected)
        let holds = everyLevelGives(expected) {
            var out = [Double](repeating: 0, count: 8)
            fsel_sparse_dot8(values, rows, count, r, &out)
            return out
        }
        #expect(holds)
    }

    @Test(arguments: [0, 1, 5, 33]) func `multiples of a column land in its rows`(count: Int) {
        let (values, rows) = column(count)
        let alpha = numbers(8, seed: 63)
        let start = numbers(101 * 8, seed: 64)
        var expected = start
        for (value, row) in zip(values, rows) {
            for k in 0..<8 { expected[8 * Int(row) + k] += alpha[k] * value }
        }
        let holds = everyLevelGives(expected) {
            var y = start
            fsel_sparse_axpy8(alpha, values, rows, count, &y)
            return y
        }
        #expect(holds)
        var y = (0..<101).map { start[8 * $0 + 2] }
        fsel_sparse_axpy(alpha[2], values, rows, count, &y)
        #expect(y == (0..<101).map { expected[8 * $0 + 2] })
    }

    @Test(arguments: [0, 1, 6, 40]) func `weighted squares are taken about the centre`(count: Int) {
        let (values, rows) = column(count)
        let w = numbers(101, seed: 65).map(abs)
        let terms = zip(values, rows).map { w[Int($1)] * (($0 - 0.4) * ($0 - 0.4)) }
        #expect(fsel_sparse_weighted_square(values, rows, count, 0.4, w) == fourLanes(terms))
    }
}
