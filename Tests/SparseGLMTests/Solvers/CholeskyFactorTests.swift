import Testing

@testable import SparseGLM

struct CholeskyFactorTests {
    /// A positive definite matrix: the Gram matrix of random columns.
    private func matrix(_ m: Int) -> [[Double]] {
        let columns = RandomProblem(seed: 71, n: 60, p: m, family: .gaussian).columns
        return columns.map { a in columns.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    }

    private func residual(_ a: [[Double]], _ places: [Int], _ factor: borrowing CholeskyFactor) -> Double {
        let b = places.map { Double($0) + 1 }
        var x = b
        factor.solve(&x)
        return places.indices.reduce(0) { worst, i in
            max(worst, abs(places.indices.reduce(-b[i]) { $0 + a[places[i]][places[$1]] * x[$1] }))
        }
    }

    @Test func `solving after appends and deletions in any order inverts the matrix`() {
        let a = matrix(30)
        var factor = CholeskyFactor(capacity: 1)
        var places: [Int] = []
        for (step, j) in KeyedRandom(seed: 3, stream: "order").permutation(30).enumerated() {
            _ = factor.append(places.map { a[j][$0] } + [a[j][j]], threshold: 1e-12)
            places.append(j)
            if step % 3 == 2 {
                let k = (step * 7) % places.count
                factor.remove(at: k)
                places.remove(at: k)
            }
            #expect(factor.count == places.count)
            #expect(residual(a, places, factor) < 1e-9)
        }
    }

    @Test func `a block of rows has the bits of single appends`() {
        let a = matrix(20)
        var single = CholeskyFactor(capacity: 2)
        var block = CholeskyFactor(capacity: 2)
        for j in 0..<9 {
            let row = (0...j).map { a[j][$0] }
            _ = single.append(row, threshold: 1e-12)
            _ = block.append(row, threshold: 1e-12)
        }
        for j in 9..<20 { _ = single.append((0...j).map { a[j][$0] }, threshold: 1e-12) }
        #expect(block.append(block: (9..<20).map { j in (0...j).map { a[j][$0] } }, threshold: 1e-12) == 11)
        var (x, y) = ([Double](repeating: 1, count: 20), [Double](repeating: 1, count: 20))
        single.solve(&x)
        block.solve(&y)
        #expect(x == y)
    }

    @Test func `a dependent row is refused, and a block stops there`() {
        let a = [[2.0, 1, 3, 0], [1, 2, 3, 0], [3, 3, 6, 0], [0, 0, 0, 1]]
        var factor = CholeskyFactor()
        let rows = (0..<4).map { j in (0...j).map { a[j][$0] } }
        #expect(factor.append(block: rows, threshold: 1e-12) == 2)
        #expect(factor.count == 2)
        #expect(abs(factor.append(rows[2], threshold: 1e-12)) < 1e-14)
        #expect(factor.count == 2)
        #expect(factor.append([0, 0, 1], threshold: 1e-12) == 1)
        #expect(factor.count == 3)
    }
}
