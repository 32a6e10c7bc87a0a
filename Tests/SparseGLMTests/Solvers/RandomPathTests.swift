import Testing

@testable import SparseGLM

/// Random small problems of every kind at once: each λ must come with its certificate and satisfy its conditions.
struct RandomPathTests {
    @Test(arguments: 0..<60)
    func `a random problem with factors or bounds is solved to a certificate`(seed: Int) throws {
        let random = KeyedRandom(seed: UInt64(seed), stream: "random-path")
        let (n, p) = (10 + random.integer(below: 31, at: 1), 1 + random.integer(below: 40, at: 2))
        let data = RandomProblem(
            seed: UInt64(seed), n: n, p: p, family: seed % 2 == 0 ? .gaussian : .binomial,
            correlation: [0, 0.6, 0.95, 0.99][random.integer(below: 4, at: 3)], isWeighted: seed % 3 == 0,
            hasOffset: seed % 5 == 0, fitsIntercept: seed % 7 != 0)
        let penalty = penalty(seed, p, random)
        let largest = try lambdaMax(of: data.problem, penalty: penalty)
        guard largest > 0 else { return }
        let solutions = try solvePath(
            data.problem, penalty: penalty, lambdas: lambdaGrid(lambdaMax: largest, count: 8, minRatio: 1e-3),
            settings: SolverSettings(tolerance: 1e-10))
        #expect(solutions[0].support == [])
        for solution in solutions {
            #expect(solution.certificate.converged, "gap \(solution.certificate.dualityGap)")
            #expect(solution.certificate.dualityGap >= 0)
            let objective = Optimality(problem: data, penalty: penalty).objective(solution)
            #expect(abs(objective - solution.certificate.objective) < 1e-11)
            for (j, w) in zip(solution.support, solution.values) {
                #expect(w >= (penalty.lowerBounds?[j] ?? -.infinity) && w <= (penalty.upperBounds?[j] ?? .infinity))
                #expect(penalty.factors?[j] != .infinity)
            }
        }
    }

    private func penalty(_ seed: Int, _ p: Int, _ random: KeyedRandom) -> PenaltyShape {
        func pick(_ values: [Double], _ start: Int) -> [Double] {
            (0..<p).map { values[random.integer(below: values.count, at: UInt64(start + $0))] }
        }
        let ratio = [1, 0.9, 0.3][random.integer(below: 3, at: 4)]
        switch seed % 4 {
        case 1: return PenaltyShape(l1Ratio: ratio, factors: pick([1, 0.5, 3, .infinity], 100))
        case 2:
            return PenaltyShape(
                l1Ratio: ratio, lowerBounds: pick([-0.1, 0, -.infinity], 200),
                upperBounds: pick([0.1, 0, .infinity], 300))
        default: return PenaltyShape(l1Ratio: ratio)
        }
    }
}
