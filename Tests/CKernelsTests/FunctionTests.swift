import CKernels
import Foundation
import Testing

struct FunctionTests {
    private static let counts = Array(0...40) + [64, 65, 200]
    private static let limits = [
        0, -0.0, -1, .infinity, -.infinity, .nan, 0x1p-1074, 0x1p-1030, 0x1p-1022, 710, 709.78, -708, -745, -746, 1e300,
        -1e300, 1,
    ]

    private func points(_ count: Int) -> [Double] {
        numbers(count, seed: 91).enumerated().map { $1 * [1, 40, 700][$0 % 3] }
    }

    private func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? 1 : $0.bitPattern } }

    @Test(arguments: counts) func `a vector of exponentials or logarithms has the bits of single ones`(n: Int) {
        for x in [points(n), Self.limits] {
            let found = onEveryLevel {
                var (e, l) = (x, x)
                fsel_exp_each(x, x.count, &e)
                fsel_log_each(x, x.count, &l)
                return (e, l)
            }
            for (e, l) in found {
                #expect(bits(e) == bits(x.map(fsel_exp)))
                #expect(bits(l) == bits(x.map(fsel_log)))
            }
        }
    }

    @Test func `a vector may be written over`() {
        let x = points(100)
        var (e, l) = (x, x)
        e.withUnsafeMutableBufferPointer { if let e = $0.baseAddress { fsel_exp_each(e, 100, e) } }
        l.withUnsafeMutableBufferPointer { if let l = $0.baseAddress { fsel_log_each(l, 100, l) } }
        #expect(e == x.map(fsel_exp))
        #expect(bits(l) == bits(x.map(fsel_log)))
    }

    @Test(arguments: counts) func `logistic terms and entropies have one set of bits`(n: Int) {
        let x = points(n)
        let tau = x.map { abs($0) / 700 }
        let found = onEveryLevel {
            var (mu, softplus, entropy) = (x, x, x)
            fsel_logistic(x, n, &mu, &softplus)
            fsel_entropy(tau, n, &entropy)
            return bits(mu + softplus + entropy)
        }
        #expect(found.allSatisfy { $0 == found[0] })
        // An element does not depend on where in the vector it stands.
        for i in x.indices {
            var (mu, softplus) = (0.0, 0.0)
            fsel_logistic([x[i]], 1, &mu, &softplus)
            #expect(found[0][i] == mu.bitPattern && found[0][n + i] == softplus.bitPattern)
        }
    }

    @Test(arguments: [1, 2, 3, 10], [0, 1, 7, 63, 64, 65, 130])
    func `softmax has the promised arithmetic by rows and by classes`(classes: Int, n: Int) {
        let eta = points(n * classes).map { $0 / 20 }
        for byRows in [true, false] {
            let (row, step) = byRows ? (classes, 1) : (1, max(n, 1))
            var expected = [Double](repeating: 0, count: n * classes + n)
            for i in 0..<n {
                let x = (0..<classes).map { eta[i * row + $0 * step] }
                let most = x.max() ?? 0
                let terms = x.map { fsel_exp($0 - most) }
                let sum = terms.reduce(0, +)
                for k in 0..<classes { expected[i * row + k * step] = terms[k] / sum }
                expected[n * classes + i] = most + fsel_log(sum)
            }
            let holds = everyLevelGives(expected) {
                var (mu, logSum) = (eta, [Double](repeating: 0, count: n))
                fsel_softmax(eta, row, step, n, classes, &mu, &logSum)
                return mu + logSum
            }
            #expect(holds)
        }
    }

    @Test func `softmax stands extreme predictors`() {
        var (mu, logSum) = ([0.0, 0, 0], [0.0])
        fsel_softmax([1e308, -1e308, 1e308], 3, 1, 1, 3, &mu, &logSum)
        #expect(mu == [0.5, 0, 0.5])
        #expect(logSum == [1e308])
    }

    #if arch(x86_64)
        @Test func `softmax keeps within its stated errors`() {
            let classes = 7
            let eta = points(classes * 500).map { $0 / 40 }
            var (mu, logSum) = (eta, [Double](repeating: 0, count: 500))
            fsel_softmax(eta, classes, 1, 500, classes, &mu, &logSum)
            for i in 0..<500 {
                let x = eta[i * classes..<(i + 1) * classes]
                let most = x.max() ?? 0
                let sum = x.reduce(Float80(0)) { $0 + Foundation.exp(Float80($1) - Float80(most)) }
                for k in 0..<classes {
                    let exact = Foundation.exp(Float80(x[i * classes + k]) - Float80(most)) / sum
                    let units = abs(Float80(mu[i * classes + k]) - exact) / Float80(Double(exact).ulp)
                    #expect(Double(units) < Double(classes + 4) + most - x[i * classes + k])
                }
                let exact = Float80(most) + Foundation.log(sum)
                let bound = Double(classes + 4) * 1.2e-16 + logSum[i].ulp
                #expect(Double(abs(Float80(logSum[i]) - exact)) < bound)
            }
        }
    #endif

    /// The functions are compositions of rounded operations, so their bits are the same on every machine; this is what
    /// they were on the first.
    @Test func `the functions have the bits that they always had`() {
        let x = points(3_000) + Self.limits
        var (e, l, mu, softplus, entropy) = (x, x, x, x, x)
        fsel_exp_each(x, x.count, &e)
        fsel_log_each(x.map(abs), x.count, &l)
        fsel_logistic(x.filter { !$0.isNaN }, x.count - 1, &mu, &softplus)
        fsel_entropy(x.prefix(3_000).map { abs($0) / 700 }, 3_000, &entropy)
        let others = x.map(fsel_expm1) + x.map { fsel_log1p(abs($0)) }
        let all = [e, l, Array(mu.dropLast()), Array(softplus.dropLast()), Array(entropy.prefix(3_000)), others]
        let digest = bits(all.flatMap { $0 }).reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ $1) &* 0x100_0000_01B3
        }
        #expect(digest == 14_058_464_636_295_361_888)
    }
}
