import Testing

@testable import SparseGLM

/// What every datafit must satisfy, at points of random problems.
struct DatafitTests {
    private struct Point {
        let state: FitState<DenseMatrix>

        /// A point away from the start.
        init(_ family: Family) throws {
            let data = RandomProblem(
                seed: 71, n: 25, p: 3, family: family, isWeighted: true, hasOffset: true, fitsIntercept: false)
            var state = FitState(try PreparedProblem(data.problem), factors: nil)
            for c in state.b.indices { state.b[c] = 0.3 * Double(c % 5) - 0.5 }
            state.refresh()
            self.state = state
        }

        func loss(moving row: Int, by step: Double) -> Double {
            var moved = state
            moved.eta[row] += step
            moved.evaluate()
            return moved.loss
        }
    }

    @Test(arguments: Family.allCases)
    func `residual and curvature are the loss's derivatives`(family: Family) throws {
        let point = try Point(family)
        let n = point.state.problem.n
        let h = 1e-4
        for e in point.state.eta.indices {
            let share = point.state.problem.shares[e % n]
            let (up, down) = (point.loss(moving: e, by: h), point.loss(moving: e, by: -h))
            let slope = (up - down) / (2 * h) / share
            #expect(abs(slope + point.state.residual[e]) < 1e-6)
            let bend = (up - 2 * point.state.loss + down) / (h * h) / share
            let mu = point.state.curvature[e]
            #expect(abs(bend - (family == .multinomial ? mu * (1 - mu) : mu)) < 1e-4)
        }
    }

    @Test(arguments: Family.allCases)
    func `the residual's dual meets the loss by the Fenchel equality`(family: Family) throws {
        let state = try Point(family).state
        let n = state.problem.n
        let product = state.eta.indices.reduce(0) {
            $0 + state.problem.shares[$1 % n] * state.residual[$1] * state.eta[$1]
        }
        let dual = state.dual(theta: state.residual, scale: 1)
        #expect(abs(dual - (state.loss + product)) < 1e-13)
        // Any other multiple is at most what Fenchel's inequality says.
        for scale in [0.0, 0.3, 0.99] {
            #expect(state.dual(theta: state.residual, scale: scale) <= state.loss + scale * product)
        }
    }

    @Test(arguments: Family.allCases)
    func `the loss is half the deviance`(family: Family) throws {
        let data = RandomProblem(seed: 72, n: 20, p: 2, family: family, isWeighted: true, hasOffset: true)
        let solution = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [0.05])[0]
        let etas = linearPredictors(data.matrix, solution: solution, offset: data.offset)
        let mean = try #require(meanDeviance(family: family, y: data.y, etas: etas, weights: data.weights))
        #expect(abs(solution.deviance / mean - 1) < 1e-12)
    }
}
