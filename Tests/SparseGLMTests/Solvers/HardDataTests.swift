import Testing

@testable import SparseGLM

/// Data on which plain methods fail; each must come with its certificate.
struct HardDataTests {
    private func certified<M>(
        _ problem: RegressionProblem<M>, minRatio: Double = 1e-3, count: Int = 15, tolerance: Double = 1e-10,
        lambdaMax given: Double? = nil
    ) throws -> [Solution] {
        let penalty = PenaltyShape()
        let largest = try given ?? lambdaMax(of: problem, penalty: penalty)
        let solutions = try solvePath(
            problem, penalty: penalty, lambdas: lambdaGrid(lambdaMax: largest, count: count, minRatio: minRatio),
            settings: SolverSettings(tolerance: tolerance))
        for solution in solutions {
            #expect(solution.certificate.converged, "gap \(solution.certificate.dualityGap) at \(solution.lambda)")
        }
        return solutions
    }

    @Test(arguments: [0.99, 0.999])
    func `strongly correlated neighbours are solved to a certificate`(correlation: Double) throws {
        for (n, p) in [(60, 20), (30, 60)] {
            let data = RandomProblem(seed: 11, n: n, p: p, family: .gaussian, correlation: correlation)
            _ = try certified(data.problem, tolerance: 1e-12)
        }
    }

    @Test func `duplicated and nearly duplicated columns are solved, one of a pair staying out`() throws {
        for family in Family.allCases {
            let data = RandomProblem(seed: 12, n: 40, p: 6, family: family)
            let random = KeyedRandom(seed: 1, stream: "noise")
            let near = data.columns.enumerated().map { j, column in
                column.enumerated().map { $1 + 1e-7 * random.unit(at: UInt64(1_000 * j + $0)) }
            }
            let x = DenseMatrix(columns: data.columns + data.columns + near, sampleCount: 40)
            let problem = RegressionProblem(x: x, y: data.y, family: family)
            // One grid for both: copies with noise move lambdaMax a little.
            let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
            let solutions = try certified(problem, lambdaMax: largest)
            for solution in solutions {
                for j in 0..<6 { #expect(!(solution.support.contains(j) && solution.support.contains(j + 6))) }
            }
            let single = try certified(data.problem, lambdaMax: largest)
            // Copies offer nothing: the objective can only gain what the noise of 1e-7 allows, and lose the gap.
            for (a, b) in zip(solutions, single) {
                #expect(a.certificate.objective <= b.certificate.objective + 1e-10 * single[0].deviance)
                #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-4)
            }
        }
    }

    @Test func `more columns than rows are solved until the fit saturates`() throws {
        let data = RandomProblem(seed: 13, n: 12, p: 40, family: .gaussian)
        let solutions = try certified(data.problem, minRatio: 1e-5, count: 30)
        #expect(solutions.allSatisfy { $0.support.count <= 11 })
        #expect(solutions[29].deviance < 1e-5 * solutions[0].deviance)
    }

    @Test(arguments: [1e-150, 1e-60, 1e60, 1e150])
    func `the scale of columns and target does not matter`(scale: Double) throws {
        let data = RandomProblem(seed: 14, n: 30, p: 5, family: .gaussian)
        let columns = data.columns.enumerated().map { j, column in column.map { j == 2 ? $0 * scale : $0 } }
        let scaled = RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: 30), y: data.y.map { $0 * scale }, family: .gaussian)
        // Factor s makes the penalty of the column that of the unscaled one.
        let penalty = PenaltyShape(factors: [1, 1, scale, 1, 1])
        let largest = try lambdaMax(of: data.problem, penalty: PenaltyShape())
        #expect(abs(try lambdaMax(of: scaled, penalty: penalty) / scale / largest - 1) < 1e-12)
        let plain = try solvePath(data.problem, penalty: PenaltyShape(), lambdas: [0.1 * largest])[0]
        let solution = try solvePath(scaled, penalty: penalty, lambdas: [0.1 * largest * scale])[0]
        #expect(solution.certificate.converged)
        #expect(solution.support == plain.support)
        for (k, j) in plain.support.enumerated() {
            let back = j == 2 ? solution.values[k] : solution.values[k] / scale
            #expect(abs(back / plain.values[k] - 1) < 1e-9)
        }
    }

    @Test func `a mean a million times the deviation costs nothing`() throws {
        for family in Family.allCases {
            let data = RandomProblem(seed: 15, n: 40, p: 6, family: family)
            let shifted = DenseMatrix(columns: data.columns.map { $0.map { $0 + 3e6 } }, sampleCount: 40)
            let far = try certified(
                RegressionProblem(x: shifted, y: data.y, family: family), tolerance: 1e-12)
            let near = try certified(data.problem, tolerance: 1e-12)
            for (a, b) in zip(far, near) {
                #expect(a.support == b.support)
                #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-8)
            }
        }
    }

    @Test func `separable classes have a certified path`() throws {
        let x = DenseMatrix(columns: [[-3, -2, -1, 1, 2, 3], [1, -1, 2, 0, 1, -2]], sampleCount: 6)
        let problem = RegressionProblem(x: x, y: [0, 0, 0, 1, 1, 1], family: .binomial)
        let solutions = try certified(problem, minRatio: 1e-6, count: 40, tolerance: 1e-9)
        #expect(solutions[39].deviance < 1e-4)
    }

    @Test func `sparse 0/1 columns and a constant one are solved`() throws {
        let random = KeyedRandom(seed: 4, stream: "sparse")
        var columns = (0..<60).map { j in
            (0..<50).map { random.unit(at: UInt64(50 * j + $0)) < 0.05 ? 1.0 : 0 }
        }
        columns[7] = [Double](repeating: 0.1, count: 50)
        let y = (0..<50).map { columns[0][$0] - columns[1][$0] + random.unit(at: UInt64(10_000 + $0)) }
        let x = DenseMatrix(columns: columns, sampleCount: 50)
        let solutions = try certified(RegressionProblem(x: x, y: y, family: .gaussian), tolerance: 1e-12)
        #expect(solutions.allSatisfy { !$0.support.contains(7) })
    }

    @Test func `without an intercept a constant column is a column like any other`() throws {
        let x = DenseMatrix(columns: [[1, 1, 1, 1]], sampleCount: 4)
        let problem = RegressionProblem(x: x, y: [2, 3, 4, 3], family: .gaussian, fitsIntercept: false)
        let solution = try solvePath(problem, penalty: PenaltyShape(), lambdas: [0.5])[0]
        #expect(solution.values == [2.5])
        #expect(solution.intercept == 0)
    }
}
