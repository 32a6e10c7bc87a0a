import CKernels
import Testing

struct CholeskyTests {
    private static let sizes = [1, 2, 7, 8, 9, 25, 63, 64, 65, 73, 130]

    /// A positive definite matrix as the lower triangle of a column-major n × n array.
    private func matrix(_ n: Int) -> [Double] {
        var a = numbers(n * n, seed: UInt64(n))
        for j in 0..<n {
            for i in 0..<j { a[i + j * n] = 0 }
            a[j + j * n] += Double(n + 1)
        }
        return a
    }

    /// An element less the products of the columns before j: the whole panels as one sum each, then one by one.
    private func reduced(_ value: Double, before j: Int, _ product: (Int) -> Double) -> Double {
        var value = value
        for panel in 0..<j / 64 {
            var sum = 0.0
            for k in 64 * panel..<64 * panel + 64 { sum += product(k) }
            value -= sum
        }
        for k in j / 64 * 64..<j { value -= product(k) }
        return value
    }

    /// The factor, row by row.
    private func factor(_ a: [Double], _ n: Int) -> [Double] {
        var l = a
        for i in 0..<n {
            for j in 0...i {
                let left = reduced(l[i + j * n], before: j) { l[i + $0 * n] * l[j + $0 * n] }
                l[i + j * n] = i == j ? left.squareRoot() : left / l[j + j * n]
            }
        }
        return l
    }

    private func product(_ l: [Double], _ n: Int, _ i: Int, _ j: Int, stride: Int) -> Double {
        (0...min(i, j)).reduce(0) { $0 + l[i + $1 * stride] * l[j + $1 * stride] }
    }

    @Test(arguments: sizes, [1, 8, 30, 1_000])
    func `a factor that grows has the promised bits on every level`(n: Int, step: Int) {
        let a = matrix(n)
        let holds = everyLevelGives(factor(a, n)) {
            var l = a
            var scratch = [Double](repeating: .nan, count: fsel_cholesky_scratch(n))
            for first in stride(from: 0, to: n, by: step) {
                let end = min(first + step, n)
                #expect(fsel_cholesky(&l, n, first, end, 1e-14, &scratch) == end)
            }
            return l
        }
        #expect(holds)
    }

    @Test(arguments: sizes) func `a factor multiplies back to its matrix`(n: Int) {
        let (a, l) = (matrix(n), factor(matrix(n), n))
        for j in 0..<n {
            for i in j..<n {
                let bound = Double(n + 2) * 0x1p-53 * (a[i + i * n] * a[j + j * n]).squareRoot()
                #expect(abs(product(l, n, i, j, stride: n) - a[i + j * n]) <= 2 * bound)
            }
        }
    }

    @Test(arguments: [(3, 5), (10, 40), (70, 80), (64, 65), (100, 130)])
    func `a column that depends on earlier ones is found, and those before it are right`(place: Int, n: Int) {
        var a = matrix(n)
        // The row and column at `place` become those of column 1.
        for k in 0...place { a[place + k * n] = a[max(k, 1) + min(k, 1) * n] }
        a[place + place * n] = a[1 + n]
        for i in place + 1..<n { a[i + place * n] = a[i + n] }
        let right = factor(matrix(n), n)
        for first in [0, max(place - 4, 0)] {
            let stopped = onEveryLevel {
                var l = a
                var scratch = [Double](repeating: .nan, count: fsel_cholesky_scratch(n))
                _ = fsel_cholesky(&l, n, 0, first, 1e-10, &scratch)
                let count = fsel_cholesky(&l, n, first, min(first + (first > 0 ? 8 : n), n), 1e-10, &scratch)
                for j in 0..<place { for i in j..<place { #expect(l[i + j * n] == right[i + j * n]) } }
                return count
            }
            #expect(stopped.allSatisfy { $0 == place })
        }
    }

    @Test(arguments: sizes) func `solves have the promised bits`(n: Int) {
        let l = factor(matrix(n), n)
        let x = numbers(n, seed: 71)
        var forward = x
        for i in 0..<n { forward[i] = reduced(x[i], before: i) { l[i + $0 * n] * forward[$0] } / l[i + i * n] }
        var backward = x
        for j in (0..<n).reversed() {
            let end = min(j / 64 * 64 + 64, n)
            func dot(_ rows: Range<Int>) -> Double {
                fsel_dot(rows.map { l[$0 + j * n] }, rows.map { backward[$0] }, rows.count)
            }
            backward[j] = ((x[j] - dot(end..<n)) - dot(j + 1..<end)) / l[j + j * n]
        }
        let holds = everyLevelGives(forward + backward) {
            var (lower, upper) = (x, x)
            fsel_solve_lower(l, n, n, &lower)
            fsel_solve_upper(l, n, n, &upper)
            return lower + upper
        }
        #expect(holds)
    }

    @Test(arguments: [1, 2, 5, 17, 80], [0, 0.4, 1])
    func `deleting a row leaves the factor of the rest, and turns the vectors with it`(n: Int, at: Double) {
        let k = Int(at * Double(n - 1))
        let (a, l) = (matrix(n), factor(matrix(n), n))
        let z = numbers(2 * n, seed: 81)
        let c = (0..<2 * n).map { e in (0...e % n).reduce(0) { $0 + l[e % n + $1 * n] * z[e / n * n + $1] } }
        let found = onEveryLevel {
            var (left, turned) = (l, z)
            var scratch = [Double](repeating: .nan, count: n + 2)
            fsel_cholesky_delete(&left, n, n, [k], 1, &turned, n, 2, &scratch)
            return left + turned
        }
        #expect(found.allSatisfy { $0.map(\.bitPattern) == found[0].map(\.bitPattern) })
        let (left, turned) = (Array(found[0].prefix(n * n)), Array(found[0].suffix(2 * n)))
        let kept = (0..<n).filter { $0 != k }
        for (i, row) in kept.enumerated() {
            for (j, column) in kept.prefix(i + 1).enumerated() {
                // n rotations, each of which errs by a few units.
                let bound = 8 * Double(n) * 0x1p-53 * (a[row + row * n] * a[column + column * n]).squareRoot()
                #expect(abs(product(left, n, i, j, stride: n) - a[row + column * n]) <= bound)
            }
            for v in 0..<2 {
                let image = (0...i).reduce(0) { $0 + left[i + $1 * n] * turned[v * n + $1] }
                #expect(abs(image - c[v * n + row]) <= 16 * Double(n) * 0x1p-53 * Double(n))
            }
        }
    }

    @Test(arguments: [[0, 1, 2], [0, 7, 29], [5], [3, 4, 11, 12, 28], Array(0..<30)])
    func `deleting several rows has the bits of deleting them one after another`(rows: [Int]) {
        let n = 30
        let l = factor(matrix(n), n)
        let z = numbers(n, seed: 82)
        let lower = { (l: [Double], size: Int) in (0..<size).flatMap { j in (j..<size).map { l[$0 + j * n] } } }
        var (one, turned) = (l, z)
        for (done, row) in rows.enumerated() {
            var scratch = [Double](repeating: .nan, count: n + 1)
            fsel_cholesky_delete(&one, n, n - done, [row - done], 1, &turned, n, 1, &scratch)
        }
        let left = n - rows.count
        let holds = everyLevelGives(lower(one, left) + turned.prefix(left)) {
            var (all, vector) = (l, z)
            var scratch = [Double](repeating: .nan, count: rows.count * (n + 1))
            fsel_cholesky_delete(&all, n, n, rows, rows.count, &vector, n, 1, &scratch)
            return lower(all, left) + vector.prefix(left)
        }
        #expect(holds)
    }

    @Test func `strides are the least odd multiple of eight that holds a column`() {
        #expect([0, 1, 8, 9, 24, 25, 1_000, 1_024].map(fsel_cholesky_stride) == [8, 8, 8, 24, 24, 40, 1_000, 1_032])
    }
}
