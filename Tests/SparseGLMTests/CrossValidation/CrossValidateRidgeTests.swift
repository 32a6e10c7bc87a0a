import Testing

@testable import SparseGLM

struct CrossValidateRidgeTests {
    private let lambdas = [1.0, 0.1, 0.01]

    /// Folds of every third row, standardized each in its own way.
    private func folds(_ n: Int, _ p: Int) -> [FoldProblem] {
        (0..<3).map { fold in
            FoldProblem(
                training: (0..<n).filter { $0 % 3 != fold }, heldOut: (0..<n).filter { $0 % 3 == fold },
                means: (0..<p).map { Double($0 + fold) / 5 }, scales: (0..<p).map { 1 + Double($0 + fold) / 4 })
        }
    }

    private func columns(_ n: Int, _ p: Int) -> [[Double]] {
        let random = KeyedRandom(seed: 4, stream: "ridge")
        return (0..<p).map { j in (0..<n).map { i in random.unit(at: UInt64(i * p + j)) + Double(j) } }
    }

    @Test(arguments: [Family.gaussian, .binomial], [40, 9])
    func `folds have the solutions and scores of ridges of their own`(family: Family, n: Int) throws {
        let p = 4
        let columns = columns(n, p)
        let random = KeyedRandom(seed: 5, stream: "target")
        let y = (0..<n).map { i -> Double in
            let eta = 2 * columns[0][i] - columns[1][i] + random.unit(at: UInt64(i))
            return family == .binomial ? (i % 2 == 0 ? 1 : 0) : eta
        }
        let weights = (0..<n).map { Double($0 % 4) }
        let x = DenseMatrix(columns: columns, sampleCount: n)
        let settings = SolverSettings(tolerance: 1e-10)
        let paths = try crossValidateRidge(
            x: x, y: y, family: family, sampleWeights: weights, folds: folds(n, p), lambdas: lambdas,
            settings: settings)
        for (fold, path) in zip(folds(n, p), paths) {
            func rows(_ rows: [Int]) -> StandardizedView<DenseMatrix> {
                StandardizedView(x.keepingRows(rows), means: fold.means ?? [], scales: fold.scales ?? [])
            }
            let problem = RegressionProblem(
                x: rows(fold.training), y: fold.training.map { y[$0] }, family: family,
                sampleWeights: fold.training.map { weights[$0] })
            let expected = try solveRidge(problem, lambdas: lambdas, settings: settings)
            for (k, solution) in path.solutions.enumerated() {
                #expect(solution.certificate.converged && solution.support == expected[k].support)
                for (a, b) in zip(solution.values, expected[k].values) { #expect(abs(a - b) < 1e-4 * max(1, abs(b))) }
                let etas = linearPredictors(rows(fold.heldOut), solution: solution)
                let score = meanDeviance(
                    family: family, y: fold.heldOut.map { y[$0] }, etas: etas, weights: fold.heldOut.map { weights[$0] }
                )
                #expect(abs(path.heldOutDeviance[k] - (score ?? .nan)) < 1e-9)
            }
        }
    }

    @Test func `an excluded column stays out`() throws {
        let x = DenseMatrix(columns: columns(30, 3), sampleCount: 30)
        let paths = try crossValidateRidge(
            x: x, y: (0..<30).map { Double($0 % 7) }, family: .gaussian, folds: folds(30, 3), lambdas: lambdas,
            factors: [1, .infinity, 2])
        for path in paths { #expect(path.solutions.allSatisfy { $0.support == [0, 2] }) }
    }
}
