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

    @Test(arguments: Array(0...21) + [100]) func `a product has the bits of four lanes`(count: Int) {
        let (values, rows) = column(count)
        let r = numbers(101, seed: 62)
        #expect(fsel_sparse_dot(values, rows, count, r) == fourLanes(zip(values, rows).map { $0 * r[Int($1)] }))
    }
}
