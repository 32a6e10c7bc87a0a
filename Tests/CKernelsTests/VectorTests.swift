import CKernels
import Testing

struct VectorTests {
    @Test(arguments: Array(0...70) + [1_001]) func `sums over vectors have one set of bits`(n: Int) {
        let (a, b) = (numbers(n, seed: 1), numbers(5 * n, seed: 2))
        let found = onEveryLevel {
            let out = [fsel_dot(a, b, n), fsel_dot_centred(a, 0.3, b, n), fsel_sum(a, n)]
            var four = [0.0, 0, 0, 0]
            b.withUnsafeBufferPointer { b in
                guard let b = b.baseAddress else { return }
                fsel_dot4(a, b, b + n, b + 2 * n, b + 3 * n, n, &four)
            }
            var (y, z) = (a, a)
            fsel_axpy(1.7, b, &y, n)
            fsel_axpy_centred(1.7, b, 0.2, &z, n)
            return (out + four + y + z).map(\.bitPattern)
        }
        #expect(found.allSatisfy { $0 == found[0] })
    }
}
