import Testing

@testable import SparseGLM

struct ScaledPenaltyTests {
    private static let pairs: [(l1: Double, z: Double)] = {
        let random = KeyedRandom(seed: 3, stream: "pairs")
        return (0..<1_000).map { (0.1 + random.unit(at: UInt64(2 * $0)), 1 + random.unit(at: UInt64(2 * $0 + 1))) }
    }()

    private func penalty(_ l1: [Double]) throws -> ScaledPenalty {
        let x = DenseMatrix(columns: l1.map { _ in [-1, 1] }, sampleCount: 2)
        let problem = RegressionProblem(x: x, y: [0, 1], family: .gaussian, fitsIntercept: false)
        return try ScaledPenalty(
            l1Share: 1, l2Share: 0, factors: l1, lowerBounds: nil, upperBounds: nil,
            in: PreparedProblem(problem, isScaled: false))
    }

    @Test func `the largest scale keeps the conjugate finite, and is the largest but for rounding`() throws {
        let penalty = try penalty(Self.pairs.map(\.l1))
        for (j, pair) in Self.pairs.enumerated() {
            for z in [pair.z, -pair.z] {
                let scale = penalty.largestScale(j, z)
                #expect(penalty.conjugate(j, scale * z) == 0)
                #expect(scale >= (pair.l1 / pair.z).nextDown.nextDown)
            }
        }
        // Of so many quotients some are rounded up so far that the product passes l1.
        #expect(Self.pairs.contains { ($0.l1 / $0.z) * $0.z > $0.l1 })
    }

    @Test(arguments: [(Double.leastNonzeroMagnitude, 3.0), (1.0, Double.leastNonzeroMagnitude), (0.0, 1.0)])
    func `the largest scale is found at the ends of the range of numbers`(l1: Double, z: Double) throws {
        let penalty = try penalty([l1])
        let scale = penalty.largestScale(0, z)
        #expect(scale.isFinite && scale >= 0)
        #expect(penalty.conjugate(0, scale * z) == 0)
    }

    @Test(arguments: 1...3)
    func `gradient steps that stop early have a bound of their gap`(steps: Int) throws {
        let settings = SolverSettings(solver: .ista, maxIterations: steps)
        for seed in UInt64(0)..<40 {
            let data = RandomProblem(seed: seed, n: 20, p: 4, family: .gaussian)
            let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: PenaltyShape()))
            let found = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[0]
            #expect(found.certificate.dualityGap.isFinite)
        }
    }
}
