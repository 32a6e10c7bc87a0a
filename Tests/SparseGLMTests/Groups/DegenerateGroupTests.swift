import Testing

@testable import SparseGLM

/// Groups whose columns depend on each other or are of any size, which random cases seldom have.
struct DegenerateGroupTests {
    private static let settings = SolverSettings(tolerance: 1e-12)

    @Test func `constant, equal and dependent columns of a group do no harm`() throws {
        var data = RandomProblem(seed: 13, n: 20, p: 8, family: .gaussian)
        var columns = data.columns
        columns[1] = columns[0]
        columns[2] = [Double](repeating: 7, count: 20)
        columns[5] = zip(columns[3], columns[4]).map { $0 + $1 }
        data = RandomProblem(data, columns: columns)
        let grouped = GroupedProblem(
            data: data,
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0, 1, 2]), ColumnGroup(columns: [3, 4, 5])]))
        for solution in try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: grouped.lambdas([0.5, 0.1, 0.001]),
            settings: Self.settings)
        {
            #expect(solution.certificate.converged)
            #expect(grouped.violation(solution) < 1e-4)
            let w = solution.coefficients(featureCount: 8)
            #expect(w[2] == 0 && abs(w[0] - w[1]) < 1e-6)
        }
    }

    /// In the null space of the loss only the norms have a slope, and the way along it ends where a group gets to zero.
    @Test(arguments: RandomProblem.families, [0.0, 0.5])
    func `more columns than rows are solved until the fit saturates`(family: Family, within: Double) throws {
        for seed in UInt64(0)..<6 {
            let data = RandomProblem(seed: 40 + seed, n: 8, p: 30, family: family, correlation: 0.99)
            let grouped = GroupedProblem(
                data: data,
                penalty: PenaltyShape(groups: GroupedProblem.groups(featureCount: 30), groupL1Ratio: within))
            let solutions = try solvePath(
                data.problem, penalty: grouped.penalty, lambdas: grouped.lambdas([0.1, 0.01, 0.001]),
                settings: SolverSettings(tolerance: 1e-10))
            #expect(solutions.allSatisfy { $0.certificate.converged }, "seed \(seed)")
        }
    }

    /// A group's columns share one scale, so that those far below it are next to the null space.
    @Test(arguments: RandomProblem.families)
    func `columns of a group may differ by a factor of a million`(family: Family) throws {
        for seed in UInt64(0)..<6 {
            let base = RandomProblem(seed: 60 + seed, n: 40, p: 14, family: family, correlation: 0.9)
            let data = RandomProblem(
                base,
                columns: base.columns.enumerated().map { j, column in
                    column.map { j % 3 == 0 ? 1e-6 * $0 : $0 }
                })
            let grouped = GroupedProblem(
                data: data, penalty: PenaltyShape(groups: GroupedProblem.groups(featureCount: 14)))
            let solutions = try solvePath(
                data.problem, penalty: grouped.penalty, lambdas: grouped.lambdas([0.1, 0.001]), settings: Self.settings)
            #expect(solutions.allSatisfy { $0.certificate.converged }, "seed \(seed)")
        }
    }

    @Test func `with an L1 part, a group's solution does not turn with its columns`() throws {
        let data = RandomProblem(seed: 2, n: 30, p: 14, family: .gaussian, isWeighted: true)
        let penalty = PenaltyShape(groups: GroupedProblem.groups(featureCount: 14), groupL1Ratio: 0.5)
        let lambdas = try GroupedProblem(data: data, penalty: penalty).lambdas([0.05])
        // The first group has three columns; two of them are turned by 30 degrees.
        var columns = data.columns
        columns[0] = zip(data.columns[0], data.columns[1]).map { 0.75.squareRoot() * $0 - 0.5 * $1 }
        columns[1] = zip(data.columns[0], data.columns[1]).map { 0.5 * $0 + 0.75.squareRoot() * $1 }
        let objectives = try [data, RandomProblem(data, columns: columns)].map {
            try solvePath($0.problem, penalty: penalty, lambdas: lambdas, settings: Self.settings)[0]
                .certificate.objective
        }
        #expect(abs(objectives[0] - objectives[1]) > 1e-6)
    }
}
