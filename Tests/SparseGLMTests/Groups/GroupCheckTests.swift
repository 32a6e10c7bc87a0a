import Testing

@testable import SparseGLM

struct GroupCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let penalty: PenaltyShape
        let sentence: String
        var testDescription: String { sentence }
    }

    static let cases = [
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [])]),
            sentence: "Group 0 has no column; it needs at least one."),
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0]), ColumnGroup(columns: [3])]),
            sentence: "Group 1 names column 3; there are 3 columns, counted from 0."),
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0, 1]), ColumnGroup(columns: [2, 1])]),
            sentence: "Column 1 is in the groups 0 and 1; it may be in one."),
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0, 1, 0])]),
            sentence: "Group 0 names column 0 twice."),
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0], factor: -1)]),
            sentence: "The penalty factor of group 0 is -1.0; it must be 0 or above."),
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0], factor: .nan)]),
            sentence: "The penalty factor of group 0 is nan; it must be 0 or above."),
        Case(
            penalty: PenaltyShape(factors: [1, 0, 1], groups: [ColumnGroup(columns: [0, 1])]),
            sentence: "Column 1 is in group 0 and has the penalty factor 0.0; a group has one factor."),
        Case(
            penalty: PenaltyShape(lowerBounds: [0, 0, 0], groups: [ColumnGroup(columns: [0])]),
            sentence: "There are groups and bounds; bounds are for columns without groups."),
        Case(
            penalty: PenaltyShape(groups: [ColumnGroup(columns: [0])], groupL1Ratio: 1.5),
            sentence: "The L1 ratio within groups is 1.5; it must be between 0 and 1."),
    ]

    private func refusal(_ body: () throws(SolverError) -> Void) -> String? {
        do throws(SolverError) { try body() } catch { return error.description }
        return nil
    }

    @Test(arguments: cases)
    func `a bad group is refused with what was found`(example: Case) {
        let problem = RandomProblem(seed: 1, n: 10, p: 3, family: .gaussian).problem
        #expect(
            refusal { () throws(SolverError) in _ = try solvePath(problem, penalty: example.penalty, lambdas: [1]) }
                == example.sentence)
        #expect(
            refusal { () throws(SolverError) in _ = try lambdaMax(of: problem, penalty: example.penalty) }
                == example.sentence)
    }

    @Test(arguments: [SolverName.ista, .fista, .subgradient])
    func `textbook solvers do not take groups`(solver: SolverName) {
        let problem = RandomProblem(seed: 1, n: 10, p: 3, family: .gaussian).problem
        let penalty = PenaltyShape(groups: [ColumnGroup(columns: [0, 1])])
        #expect(
            refusal { () throws(SolverError) in
                _ = try solvePath(problem, penalty: penalty, lambdas: [1], settings: SolverSettings(solver: solver))
            } == "The solver is \(solver.rawValue); groups are solved by auto or coordinate-descent.")
    }

    @Test func `several linear predictors do not take groups`() {
        let problem = RegressionProblem(
            x: DenseMatrix(columns: [[1, 2, 3, 4]], sampleCount: 4), y: [0, 1, 2, 0], family: .multinomial)
        let penalty = PenaltyShape(groups: [ColumnGroup(columns: [0])])
        #expect(
            refusal { () throws(SolverError) in _ = try solvePath(problem, penalty: penalty, lambdas: [1]) }
                == "The target has 3 classes; groups are for a single linear predictor.")
    }
}
