import Testing

@testable import SparseGLM

struct GroupFiguresTests {
    /// The divergence of w_g in z_g is p_g − (p_g − 1) λ√p_g/‖z_g‖.
    @Test func `degrees of freedom are the divergence of a closed form`() throws {
        let given = OrthonormalGroups()
        let lambda = 0.2
        let solution = try solvePath(given.problem, penalty: given.penalty, lambdas: [lambda])[0]
        var expected = 0.0
        for (root, length) in given.sizes where length > lambda * root {
            expected += root * root - (root * root - 1) * lambda * root / length
        }
        #expect(expected > 2)
        let found = try degreesOfFreedom(of: solution, problem: given.problem, penalty: given.penalty)
        #expect(abs(found - expected) < 1e-12)
    }

    @Test(arguments: [0.0, 0.5], [1.0, 0.6])
    func `degrees of freedom are the divergence of the fit`(within: Double, l1Ratio: Double) throws {
        let data = RandomProblem(seed: 3, n: 16, p: 10, family: .gaussian)
        let penalty = PenaltyShape(
            l1Ratio: l1Ratio, groups: GroupedProblem.groups(featureCount: 10), groupL1Ratio: within)
        let lambda = 0.2 * (try lambdaMax(of: data.problem, penalty: penalty))
        func fit(_ y: [Double]) throws -> Solution {
            let problem = RegressionProblem(x: data.matrix, y: y, family: .gaussian)
            return try solvePath(
                problem, penalty: penalty, lambdas: [lambda], settings: SolverSettings(tolerance: 1e-12))[0]
        }
        let h = 1e-3
        var divergence = 0.0
        for i in data.y.indices {
            let fits = try [h, -h].map { change in
                var y = data.y
                y[i] += change
                return linearPredictor(data.matrix, solution: try fit(y))[i]
            }
            divergence += (fits[0] - fits[1]) / (2 * h)
        }
        let solution = try fit(data.y)
        let found = try degreesOfFreedom(of: solution, problem: data.problem, penalty: penalty)
        // One for the intercept, which does not count; the fits are right to the root of their gap.
        #expect(abs(found + 1 - divergence) < 1e-3)
        #expect(found < Double(solution.support.count))
    }

    @Test(arguments: [0.0, 0.5])
    func `the support margin is nearly zero where a group is about to enter`(within: Double) throws {
        let data = RandomProblem(seed: 5, n: 50, p: 12, family: .gaussian)
        let groups = (0..<4).map { ColumnGroup(columns: [3 * $0, 3 * $0 + 1, 3 * $0 + 2]) }
        let penalty = PenaltyShape(groups: groups, groupL1Ratio: within)
        let largest = try lambdaMax(of: data.problem, penalty: penalty)
        let margins = try [2, 1, 0.5].map { ratio in
            let solution = try solvePath(
                data.problem, penalty: penalty, lambdas: [ratio * largest], settings: SolverSettings(tolerance: 1e-12))[
                    0]
            return try supportMargin(of: solution, problem: data.problem, penalty: penalty)
        }
        #expect(abs(margins[0] - 0.5) < 1e-12)
        #expect(margins[1] >= 0 && margins[1] < 1e-12)
        #expect(margins[2] > 1e-4 && margins[2] < 1)
    }

    @Test func `groups of one column have the plain margin and degrees of freedom`() throws {
        let data = RandomProblem(seed: 9, n: 30, p: 8, family: .binomial)
        let plain = PenaltyShape(l1Ratio: 0.7)
        let grouped = PenaltyShape(l1Ratio: 0.7, groups: (0..<8).map { ColumnGroup(columns: [$0]) })
        let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: plain))
        let solution = try solvePath(
            data.problem, penalty: plain, lambdas: [lambda], settings: SolverSettings(tolerance: 1e-12))[0]
        let figures = try [plain, grouped].map { penalty in
            [
                try supportMargin(of: solution, problem: data.problem, penalty: penalty),
                try degreesOfFreedom(of: solution, problem: data.problem, penalty: penalty),
            ]
        }
        #expect(zip(figures[0], figures[1]).allSatisfy { abs($0 - $1) < 1e-12 * max(1, $0) })
    }
}
