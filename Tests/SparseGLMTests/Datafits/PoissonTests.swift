import Testing

@testable import SparseGLM

struct PoissonTests {
    private let settings = SolverSettings(tolerance: 1e-12)
    private let data = RandomProblem(seed: 81, n: 40, p: 5, family: .poisson)

    private func problem(y: [Double]? = nil, offset: [Double]? = nil, weights: [Double]? = nil)
        -> RegressionProblem<DenseMatrix>
    {
        RegressionProblem(
            x: data.matrix, y: y ?? data.y, family: .poisson, sampleWeights: weights, offset: offset)
    }

    @Test func `the null model is the logarithm of the mean`() throws {
        let mean = data.y.reduce(0, +) / 40
        let null = try nullModel(of: data.problem)
        #expect(abs(null.intercept - portableLog(mean)) < 1e-14)
        #expect(abs(null.meanLoss - (mean - mean * portableLog(mean))) < 1e-13)
        let deviance = meanDeviance(
            family: .poisson, y: data.y, eta: [Double](repeating: portableLog(mean), count: 40))
        #expect(abs(null.deviance - (deviance ?? .nan)) < 1e-13)
    }

    @Test(arguments: [1e-9, 1e3, 1e12])
    func `counts in another unit shift the intercept alone`(unit: Double) throws {
        let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let plain = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [0.05 * largest], settings: settings)
        let scaled = try solvePath(
            problem(y: data.y.map { $0 * unit }), penalty: PenaltyShape(), lambdas: [0.05 * largest * unit],
            settings: settings)
        #expect(scaled[0].certificate.converged)
        #expect(scaled[0].support == plain[0].support)
        for (a, b) in zip(scaled[0].values, plain[0].values) { #expect(abs(a - b) < 1e-5) }
        #expect(abs(scaled[0].intercept - plain[0].intercept - portableLog(unit)) < 1e-5)
    }

    @Test(arguments: [-600, -100, 40, 300, 600] as [Double])
    func `an offset that is the same everywhere shifts the intercept alone`(offset: Double) throws {
        let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        let plain = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [0.05 * largest], settings: settings)
        let shifted = try solvePath(
            problem(offset: [Double](repeating: offset, count: 40)), penalty: PenaltyShape(), lambdas: [0.05 * largest],
            settings: settings)
        #expect(shifted[0].certificate.converged)
        #expect(shifted[0].support == plain[0].support)
        for (a, b) in zip(shifted[0].values, plain[0].values) { #expect(abs(a - b) < 1e-5) }
        #expect(abs(shifted[0].intercept - plain[0].intercept + offset) < 1e-5)
    }

    @Test func `an exposure as offset is a rate with the exposure as weight`() throws {
        let exposure = (0..<40).map { 1 + Double($0 % 7) }
        let total = exposure.reduce(0, +)
        let counts = zip(data.y, exposure).map { ($0 * $1).rounded(.up) }
        let byOffset = problem(y: counts, offset: exposure.map(portableLog))
        let byWeight = problem(y: zip(counts, exposure).map { $0 / $1 }, weights: exposure)
        // The mean over rows and the mean over exposure differ by the mean exposure.
        let factor = total / 40
        let a = try solvePath(byOffset, penalty: PenaltyShape(), lambdas: [0.1 * factor], settings: settings)[0]
        let b = try solvePath(byWeight, penalty: PenaltyShape(), lambdas: [0.1], settings: settings)[0]
        #expect(a.support == b.support)
        for (v, w) in zip(a.values, b.values) { #expect(abs(v - w) < 1e-5) }
        #expect(abs(a.intercept - b.intercept) < 1e-5)
    }

    @Test func `targets that no Poisson model has are refused`() {
        func text(_ y: [Double]) -> String? {
            do throws(SolverError) {
                _ = try lambdaMax(of: problem(y: y), penalty: PenaltyShape())
                return nil
            } catch { return error.description }
        }
        #expect(
            text([Double](repeating: 0, count: 40))
                == "All 40 values of the poisson target are 0; one above 0 is needed.")
        #expect(text([-1] + data.y.dropFirst()) == "A value of the poisson target is -1.0; it must be 0 or above.")
    }

    @Test func `a constant target has no penalised coefficient`() throws {
        let flat = problem(y: [Double](repeating: 3, count: 40))
        let solution = try solvePath(flat, penalty: PenaltyShape(), lambdas: [0.1], settings: settings)[0]
        #expect(solution.support == [])
        #expect(solution.certificate.converged)
        #expect(abs(solution.intercept - portableLog(3)) < 1e-14)
    }

    @Test func `a column that is there only where nothing is counted has no finite coefficient`() {
        let x = DenseMatrix(columns: [[1, 1, 0, 0, 0, 0]], sampleCount: 6)
        let problem = RegressionProblem(x: x, y: [0, 0, 1, 2, 0, 3], family: .poisson)
        #expect(throws: SolverError.separated(sampleCount: 6)) { try solveRidge(problem, lambdas: [0]) }
    }
}
