import Testing

@testable import SparseGLM

struct ProximalGradientTests {
    @Test func `one step of the textbook example`() throws {
        let problem = RegressionProblem(
            x: DenseMatrix(columns: [[1, 3], [2, 4]], sampleCount: 2), y: [5, 6], family: .gaussian,
            fitsIntercept: false)
        let prepared = try PreparedProblem(problem, isScaled: false)
        let penalty = try ScaledPenalty(
            l1Share: 1, l2Share: 0, factors: nil, lowerBounds: nil, upperBounds: nil, in: prepared)
        var state = FitState(prepared, factors: nil)
        state.b = [0.5, 0.5]
        state.refresh()
        var negativeGradient = [0.0, 0.0]
        state.gradients(of: [0, 1], theta: state.residual, into: &negativeGradient)
        #expect(negativeGradient == [5.5, 8.5])
        #expect(abs(state.b[0] + 0.1 * negativeGradient[0] - 1.05) < 1e-15)
        #expect(abs(state.b[1] + 0.1 * negativeGradient[1] - 1.35) < 1e-15)
        state.proximalStep(penalty, step: 0.1)
        #expect(abs(state.b[0] - 0.95) < 1e-15)
        #expect(abs(state.b[1] - 1.25) < 1e-15)
    }

    @Test func `the recorded descent starts with the textbook step`() throws {
        let problem = RegressionProblem(
            x: DenseMatrix(columns: [[1, 3], [2, 4]], sampleCount: 2), y: [5, 6], family: .gaussian,
            fitsIntercept: false)
        let prepared = try PreparedProblem(problem, isScaled: false)
        let penalty = try ScaledPenalty(
            l1Share: 1, l2Share: 0, factors: nil, lowerBounds: nil, upperBounds: nil, in: prepared)
        var state = FitState(prepared, factors: nil)
        state.b = [0.5, 0.5]
        state.refresh()
        let kept = KeptProjection([], in: prepared, from: MatrixColumns(problem: prepared))
        let outcome = try state.descend(
            penalty, kept: kept, source: MatrixColumns(problem: prepared),
            settings: SolverSettings(solver: .ista, maxIterations: 1), step: 0.1,
            shouldStop: { false })
        #expect(outcome.trajectory.map(\.iteration) == [0, 1])
        // ½ mean of 3.5² and 2.5², plus 1; then the same at (0.95, 1.25): residuals 1.55 and −1.85.
        #expect(abs(outcome.trajectory[0].objective - 5.625) < 1e-14)
        #expect(abs(outcome.trajectory[1].objective - (0.25 * (1.55 * 1.55 + 1.85 * 1.85) + 2.2)) < 1e-14)
        #expect(abs(state.b[0] - 0.95) < 1e-15 && abs(state.b[1] - 1.25) < 1e-15)
    }

    @Test(arguments: [SolverName.ista, .fista], RandomProblem.families)
    func `gradient methods reach the exact solution`(solver: SolverName, family: Family) throws {
        let data = RandomProblem(seed: 31, n: 40, p: 5, family: family, correlation: 0.3)
        for penalty in [PenaltyShape(), PenaltyShape(l1Ratio: 0.5, upperBounds: [0.1, 1, 1, 1, 1])] {
            let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: penalty))
            let exact = try solvePath(
                data.problem, penalty: penalty, lambdas: [lambda], settings: SolverSettings(tolerance: 1e-12))[0]
            let settings = SolverSettings(solver: solver, tolerance: 1e-9)
            let found = try solvePath(data.problem, penalty: penalty, lambdas: [lambda], settings: settings)[0]
            #expect(found.certificate.converged)
            #expect(found.support == exact.support)
            #expect(abs(found.certificate.objective - exact.certificate.objective) < 1e-8)
            let trajectory = try #require(found.trajectory)
            #expect(trajectory.count <= 1_001)
            #expect(trajectory.first?.iteration == 0)
            #expect(trajectory.last?.iteration == found.certificate.iterations)
            #expect(trajectory.last?.nonZeroCount == found.support.count)
            if solver == .ista {
                let objectives = trajectory.map(\.objective)
                #expect(zip(objectives, objectives.dropFirst()).allSatisfy { $1 <= $0 + 1e-12 })
            }
        }
    }

    @Test func `subgradient descent comes near, slowly, and says so`() throws {
        let data = RandomProblem(seed: 32, n: 40, p: 4, family: .gaussian, correlation: 0.3)
        let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: PenaltyShape()))
        let exact = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [lambda])[0]
        let settings = SolverSettings(solver: .subgradient, tolerance: 1e-12, maxIterations: 3_000)
        let found = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [lambda], settings: settings)[0]
        #expect(found.certificate.iterations == 3_000)
        #expect(!found.certificate.converged)
        #expect(found.certificate.objective >= exact.certificate.dualObjective)
        #expect(found.certificate.objective < exact.certificate.objective * 1.001)
        #expect((found.trajectory?.count ?? 0) <= 1_001)
    }

    @Test func `the recorder keeps evenly spaced iterations however many there are`() {
        var recorder = TrajectoryRecorder(limit: 100_000)
        for k in 0...50_000 {
            recorder.record(
                k, GapReport(objective: Double(k), dual: 0, relativeGap: 1), nonZeroCount: 0, force: k == 50_000)
        }
        let iterations = recorder.points.map(\.iteration)
        #expect(iterations.count <= 1_001)
        #expect(iterations.first == 0 && iterations.last == 50_000)
        #expect(iterations.dropLast().allSatisfy { $0 % 64 == 0 })
    }
}
