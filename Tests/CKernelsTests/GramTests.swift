import CKernels
import Testing

struct GramTests {
    private func weights(_ count: Int) -> [Double] { numbers(count, seed: 77).map(abs) }

    /// Σ (z_ij √w_i)(z_ik √w_i) in the promised order.
    private func entry(_ x: Columns, _ j: Int, _ k: Int, _ roots: [Double]?, _ rows: Range<Int>) -> Double {
        blockSum(firstRow: rows.lowerBound, rowCount: rows.count) { i in
            guard let roots else { return x.z(i, j) * x.z(i, k) }
            return (x.z(i, j) * roots[i]) * (x.z(i, k) * roots[i])
        }
    }

    /// The lower triangle by the kernel, rows first ..< count, over `rows`.
    private func gram(
        _ x: Columns, _ roots: [Double]?, _ rows: Range<Int>, first: Int = 0, into start: [Double]? = nil
    ) -> [Double] {
        let (p, ld) = (x.count, x.count + 1)
        var gram = start ?? [Double](repeating: 0, count: ld * max(p, 1))
        var scratch = [Double](repeating: .nan, count: fsel_gram_scratch(p))
        fsel_gram_rows(x.view(), roots, rows.lowerBound, rows.count, first, p - first, &gram, ld, &scratch)
        return gram
    }

    private func expected(_ x: Columns, _ roots: [Double]?, _ rows: Range<Int>, first: Int = 0) -> [Double] {
        let (p, ld) = (x.count, x.count + 1)
        var gram = [Double](repeating: 0, count: ld * max(p, 1))
        for j in first..<p { for k in 0...j { gram[j + k * ld] = entry(x, j, k, roots, rows) } }
        return gram
    }

    @Test(arguments: [0, 1, 7, 8, 9, 31, 255, 256, 257, 530], [1, 2, 7, 8, 9, 23, 24, 25, 33, 50])
    func `every level has the promised bits for every shape`(n: Int, p: Int) {
        let x = Columns(rowCount: n, count: p, seed: 3, plain: p % 2 == 0)
        let roots = n % 2 == 0 ? nil : weights(n)
        #expect(everyLevelGives(expected(x, roots, 0..<n)) { gram(x, roots, 0..<n) })
        #expect(everyLevelGives(expected(x, roots, n / 3..<n)) { gram(x, roots, n / 3..<n) })
        #expect(everyLevelGives(expected(x, roots, 0..<n, first: p / 2)) { gram(x, roots, 0..<n, first: p / 2) })
    }

    @Test func `more columns than one square keep the bits of few`() {
        let x = Columns(rowCount: 40, count: 260, seed: 5)
        #expect(everyLevelGives(expected(x, nil, 0..<40)) { gram(x, nil, 0..<40) })
    }

    @Test func `rows in two calls, cut between blocks, have the bits of one call`() {
        let x = Columns(rowCount: 700, count: 13, seed: 8)
        let whole = gram(x, nil, 10..<700)
        #expect(gram(x, nil, 522..<700, into: gram(x, nil, 10..<522)) == whole)
    }

    @Test(arguments: [(3, 40), (40, 3), (24, 8), (22, 241), (250, 9)])
    func `rows that are added later have the bits of a matrix made at once`(first: Int, added: Int) {
        let x = Columns(rowCount: 270, count: first + added, seed: 9)
        let roots = weights(270)
        #expect(
            everyLevelGives(expected(x, roots, 0..<270, first: first)) { gram(x, roots, 0..<270, first: first) })
    }

    @Test(arguments: [0, 1, 15, 16, 17, 40]) func `mirroring makes the matrix symmetric`(n: Int) {
        let ld = n + 2
        let before = numbers(ld * max(n, 1), seed: 4)
        var after = before
        fsel_mirror(&after, n, ld)
        for k in 0..<n {
            for j in 0..<n { #expect(after[j + k * ld] == before[max(j, k) + min(j, k) * ld]) }
        }
    }

    /// n·eps bounds a sum of n rounded products against the sum of their sizes; two rounded factors add 4 eps.
    @Test func `the error keeps within that of a plain sum`() {
        let n = 4_000
        let x = Columns(rowCount: n, count: 9, seed: 12)
        let found = gram(x, nil, 0..<n)
        for j in 0..<9 {
            for k in 0...j {
                var (exact, size) = (DoubleDouble(), 0.0)
                for i in 0..<n {
                    exact.add(x.z(i, j), times: x.z(i, k))
                    size += abs(x.z(i, j) * x.z(i, k))
                }
                // Blocks of 256 rows and then 16 blocks: 272 additions on the way of any term.
                #expect(abs(exact.difference(from: found[j + k * 10])) <= 273 * 0x1p-53 * size)
            }
        }
    }
}
