import CKernels
import Foundation
import Testing

@testable import SparseGLM

struct KernelsTests {
    private static let random = KeyedRandom(seed: 1, stream: "kernels")

    private func values(_ n: Int, _ stream: String) -> [Double] {
        let random = KeyedRandom(seed: 7, stream: stream)
        return (0..<n).map { 2 * random.unit(at: UInt64($0)) - 1 }
    }

    /// The arithmetic that the header promises, written out.
    private func sixteenLanes(_ terms: [Double]) -> Double {
        var lanes = [Double](repeating: 0, count: 16)
        for (i, term) in terms.enumerated() { lanes[i % 16] += term }
        for width in [8, 4, 2, 1] {
            for l in 0..<width { lanes[l] += lanes[l + width] }
        }
        return lanes[0]
    }

    @Test func `sums have the bits of the promised lanes for every length`() {
        for n in 0...70 {
            let (a, b) = (values(n, "a"), values(n, "b"))
            #expect(fsel_dot(a, b, n) == sixteenLanes(zip(a, b).map { $0 * $1 }))
            #expect(fsel_sum(a, n) == sixteenLanes(a))
            #expect(fsel_dot_centred(a, 0.3, b, n) == sixteenLanes(zip(a, b).map { ($0 - 0.3) * $1 }))
        }
    }

    @Test func `four dot products at once have the bits of one`() {
        for n in [1, 15, 16, 33, 64] {
            let a = values(n, "a")
            let others = ["p", "q", "r", "s"].map { values(n, $0) }
            var out = [Double](repeating: 0, count: 4)
            fsel_dot4(a, others[0], others[1], others[2], others[3], n, &out)
            #expect(out == others.map { fsel_dot(a, $0, n) })
        }
    }

    @Test func `adding a multiple of a column is done element by element`() {
        for n in 0...20 {
            let x = values(n, "x")
            var (plain, centred) = (values(n, "y"), values(n, "y"))
            let expected = zip(x, plain).map { $1 + 1.7 * $0 }
            let expectedCentred = zip(x, plain).map { $1 + 1.7 * ($0 - 0.2) }
            fsel_axpy(1.7, x, &plain, n)
            fsel_axpy_centred(1.7, x, 0.2, &centred, n)
            #expect(plain == expected)
            #expect(centred == expectedCentred)
        }
    }

    #if arch(x86_64)
        /// The error in units in the last place of the exact value, known to 64 bits.
        private func error(_ found: Double, _ exact: Float80) -> Double {
            let unit = Float80(max(abs(Double(exact)), 0x1p-1022).ulp)
            return Double(abs(Float80(found) - exact) / unit)
        }

        private func worst(_ points: [Double], _ f: (Double) -> Double, _ exact: (Float80) -> Float80) -> Double {
            points.reduce(0) { max($0, error(f($1), exact(Float80($1)))) }
        }

        private func points(_ count: Int, from low: Double, to high: Double) -> [Double] {
            (0..<count).map { low + (high - low) * Self.random.unit(at: UInt64($0)) }
        }

        @Test func `elementary functions keep within their stated errors`() {
            let wide = points(4_000, from: -708, to: 709)
            let near = points(4_000, from: -1.5, to: 1.5)
            let tiny = near.map { $0 * 1e-9 }
            #expect(worst(wide + near + tiny, fsel_exp, { Foundation.exp($0) }) < 0.9)
            #expect(worst(wide + near + tiny, fsel_expm1, { expm1l($0) }) < 1.5)
            let positive = wide.map { fsel_exp($0) } + near.map { abs($0) } + tiny.map { 1 + $0 }
            #expect(worst(positive, fsel_log, { Foundation.log($0) }) < 0.9)
            let aboveMinusOne = near.filter { $0 > -1 } + tiny + positive.map { $0 / 4 }
            #expect(worst(aboveMinusOne, fsel_log1p, { log1pl($0) }) < 1.5)
        }

        @Test func `the logistic terms keep within their stated errors`() {
            let eta = points(4_000, from: -700, to: 700) + points(4_000, from: -3, to: 3)
            var (mu, softplus) = (eta, eta)
            fsel_logistic(eta, eta.count, &mu, &softplus)
            for i in eta.indices {
                let x = Float80(eta[i])
                #expect(error(mu[i], 1 / (1 + Foundation.exp(-x))) < 4)
                #expect(error(softplus[i], max(x, 0) + log1pl(Foundation.exp(-abs(x)))) < 4)
            }
            let tau = points(4_000, from: 0, to: 1) + points(500, from: 0, to: 1e-12)
            var entropy = tau
            fsel_entropy(tau, tau.count, &entropy)
            for i in tau.indices {
                let t = Float80(tau[i])
                #expect(abs(Float80(entropy[i]) + t * Foundation.log(t) + (1 - t) * log1pl(-t)) < 4e-16)
            }
        }
    #endif

    @Test func `elementary functions have their limits`() {
        #expect(fsel_exp(0) == 1)
        #expect(fsel_exp(710) == .infinity)
        #expect(fsel_exp(-746) == 0)
        #expect(fsel_exp(-745) == 0x1p-1074)
        #expect(fsel_exp(.nan).isNaN)
        #expect(fsel_log(1) == 0)
        #expect(fsel_log(0) == -.infinity)
        #expect(fsel_log(-1).isNaN)
        #expect(fsel_log(.infinity) == .infinity)
        #expect(abs(fsel_log(0x1p-1074) + 744.4400719213812) < 1e-12)
        #expect(fsel_log1p(-1) == -.infinity)
        #expect(fsel_log1p(-2).isNaN)
        #expect(fsel_log1p(1e-300) == 1e-300)
        #expect(fsel_expm1(-1000) == -1)
        #expect(fsel_expm1(1e-300) == 1e-300)
        var (mu, softplus, entropy) = ([0.0, 0, 0], [0.0, 0, 0], [1.0, 1, 1])
        fsel_logistic([-1e308, 0, 1e308], 3, &mu, &softplus)
        #expect(mu[0] < 1e-300 && mu[1] == 0.5 && mu[2] == 1)
        #expect(softplus[0] < 1e-300 && softplus[2] == 1e308)
        fsel_entropy([0, 1, 0.5], 3, &entropy)
        #expect(entropy[0] == 0 && entropy[1] == 0 && abs(entropy[2] - 0.6931471805599453) < 1e-15)
    }
}
