import Testing

@testable import SparseGLM

struct GroupPathTests {
    struct Setting: CustomTestStringConvertible, Sendable {
        var family: Family
        var n: Int
        var p: Int
        var l1Ratio: Double
        var groupL1Ratio: Double
        var isPlain: Bool

        var testDescription: String {
            "\(family) \(n)×\(p), l1Ratio \(l1Ratio), within groups \(groupL1Ratio), plain \(isPlain)"
        }

        /// Not plain: with weights and offset, and without an intercept where n is even.
        var problem: GroupedProblem {
            let data = RandomProblem(
                seed: UInt64(n * 100 + p), n: n, p: p, family: family, isWeighted: !isPlain, hasOffset: !isPlain,
                fitsIntercept: isPlain || n % 2 == 1)
            let groups = GroupedProblem.groups(featureCount: p, factors: isPlain ? [1] : [1, 0.5, 2])
            return GroupedProblem(
                data: data, penalty: PenaltyShape(l1Ratio: l1Ratio, groups: groups, groupL1Ratio: groupL1Ratio))
        }

        static let all: [Setting] = RandomProblem.families.flatMap { family in
            [(40, 14), (15, 30)].flatMap { n, p in
                [1.0, 0.5].flatMap { ratio in
                    [0, 0.4, 1].flatMap { within in
                        [true, false].map { plain in
                            Setting(
                                family: family, n: n, p: p, l1Ratio: ratio, groupL1Ratio: within, isPlain: plain)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Setting.all)
    func `every solution on the path is optimal and certified`(setting: Setting) throws {
        let grouped = setting.problem
        let lambdas = try grouped.lambdas([1, 0.8, 0.5, 0.3, 0.1, 0.03, 0.01])
        let solutions = try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: lambdas, settings: SolverSettings(tolerance: 1e-12)
        )
        #expect(solutions[0].support == [])
        #expect(!solutions[1].support.isEmpty)
        for solution in solutions {
            #expect(solution.certificate.converged)
            #expect(solution.certificate.dualityGap >= 0 && solution.certificate.dualityGap <= 1e-12)
            #expect(abs(grouped.objective(solution) - solution.certificate.objective) < 1e-12)
            // A gap of 1e-12 bounds the gradient's error by its root.
            #expect(grouped.violation(solution) < 1e-4 / setting.l1Ratio)
            #expect(solution.values.allSatisfy { $0 != 0 })
            #expect(solution.support == solution.support.sorted())
        }
    }

    @Test(arguments: Setting.all.filter { $0.groupL1Ratio == 0 && $0.isPlain })
    func `a group lasso takes whole groups`(setting: Setting) throws {
        let grouped = setting.problem
        let solutions = try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: grouped.lambdas([0.7, 0.3]))
        for solution in solutions {
            for group in grouped.penalty.groups {
                let inside = group.columns.filter { solution.support.contains($0) }
                #expect(inside == [] || inside == group.columns)
            }
        }
    }

    @Test func `a sparse-group lasso leaves single columns of a group out`() throws {
        let grouped = Setting(family: .gaussian, n: 40, p: 14, l1Ratio: 1, groupL1Ratio: 0.6, isPlain: true).problem
        let solutions = try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: grouped.lambdas([0.5, 0.3, 0.1]))
        #expect(
            solutions.contains { solution in
                grouped.penalty.groups.contains { group in
                    let inside = group.columns.count { solution.support.contains($0) }
                    return inside > 0 && inside < group.columns.count
                }
            })
    }

    // A step of fixed length needs a bound of the curvature, which counts have not.
    @Test(arguments: Setting.all.filter { $0.n == 40 && !$0.isPlain && $0.family != .poisson })
    func `the objective is that of plain proximal gradient descent`(setting: Setting) throws {
        let grouped = setting.problem
        let lambdas = try grouped.lambdas([0.3])
        let solutions = try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: lambdas, settings: SolverSettings(tolerance: 1e-10)
        )
        for solution in solutions {
            let slow = grouped.slowMinimum(lambda: solution.lambda, steps: 1_500)
            #expect(solution.certificate.dualObjective <= slow + 1e-12)
            #expect(slow - solution.certificate.objective < 1e-6)
        }
    }

    @Test(arguments: Setting.all.filter { $0.n == 40 })
    func `block descent alone reaches the same point`(setting: Setting) throws {
        let grouped = setting.problem
        let lambdas = try grouped.lambdas([0.5, 0.1])
        let exact = try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: lambdas, settings: SolverSettings(tolerance: 1e-12)
        )
        let cyclic = try solvePath(
            grouped.data.problem, penalty: grouped.penalty, lambdas: lambdas,
            settings: SolverSettings(solver: .coordinateDescent, tolerance: 1e-9))
        for (a, b) in zip(exact, cyclic) {
            #expect(b.certificate.converged)
            #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-8)
            #expect(b.certificate.dualObjective <= a.certificate.objective + 1e-14)
        }
    }

    @Test(arguments: RandomProblem.families, [0.0, 0.5])
    func `groups of one column are the plain lasso`(family: Family, within: Double) throws {
        let data = RandomProblem(seed: 9, n: 30, p: 12, family: family, isWeighted: true)
        let factors: [Double] = [1, 0.7, 1.3, 0, 2, .infinity, 1, 1, 0.5, 1, 1.5, 1]
        let plain = PenaltyShape(l1Ratio: 0.8, factors: factors)
        let grouped = PenaltyShape(
            l1Ratio: 0.8, groups: factors.enumerated().map { ColumnGroup(columns: [$0], factor: $1) },
            groupL1Ratio: within)
        let largest = try lambdaMax(of: data.problem, penalty: plain)
        #expect(abs(try lambdaMax(of: data.problem, penalty: grouped) / largest - 1) < 1e-14)
        let settings = SolverSettings(tolerance: 1e-12)
        let lambdas = [0.7 * largest, 0.2 * largest, 0.01 * largest]
        let a = try solvePath(data.problem, penalty: plain, lambdas: lambdas, settings: settings)
        let b = try solvePath(data.problem, penalty: grouped, lambdas: lambdas, settings: settings)
        for (a, b) in zip(a, b) {
            #expect(a.support == b.support)
            #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-12)
            #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    @Test func `orthonormal columns have a closed form`() throws {
        let given = OrthonormalGroups()
        let largest = given.sizes.reduce(0) { max($0, $1.length / $1.root) }
        #expect(abs(try lambdaMax(of: given.problem, penalty: given.penalty) - largest) < 1e-15)
        for lambda in [0.1, 0.4, 0.8] {
            let w = try solvePath(given.problem, penalty: given.penalty, lambdas: [lambda])[0].coefficients(
                featureCount: 6)
            for (group, size) in zip(given.groups, given.sizes) {
                let shrink = max(0, 1 - lambda * size.root / size.length)
                for j in group { #expect(abs(w[j] - shrink * given.z[j]) < 1e-14) }
            }
        }
    }

    @Test(arguments: RandomProblem.families, [0.0, 0.5])
    func `just below lambdaMax exactly one group enters`(family: Family, within: Double) throws {
        let data = RandomProblem(seed: 5, n: 50, p: 20, family: family)
        let groups = (0..<5).map { ColumnGroup(columns: [4 * $0, 4 * $0 + 1, 4 * $0 + 2, 4 * $0 + 3]) }
        let penalty = PenaltyShape(groups: groups, groupL1Ratio: within)
        let largest = try lambdaMax(of: data.problem, penalty: penalty)
        let solutions = try solvePath(
            data.problem, penalty: penalty, lambdas: [largest, largest * (1 - 1e-4)],
            settings: SolverSettings(tolerance: 1e-12))
        #expect(solutions[0].support.isEmpty)
        #expect(Set(solutions[1].support.map { $0 / 4 }).count == 1)
    }

    @Test(arguments: RandomProblem.families, [0.0, 0.5])
    func `kept groups are fitted without a penalty and excluded ones left out`(family: Family, within: Double) throws {
        let data = RandomProblem(seed: 6, n: 40, p: 12, family: family)
        let groups = [
            ColumnGroup(columns: [0, 1, 2], factor: 0), ColumnGroup(columns: [3, 4, 5], factor: .infinity),
            ColumnGroup(columns: [6, 7, 8]),
        ]
        let grouped = GroupedProblem(data: data, penalty: PenaltyShape(groups: groups, groupL1Ratio: within))
        let solutions = try solvePath(
            data.problem, penalty: grouped.penalty, lambdas: grouped.lambdas([1, 0.3]),
            settings: SolverSettings(tolerance: 1e-12))
        #expect(solutions[0].support == [0, 1, 2])
        #expect(solutions[1].support.contains(where: { $0 > 5 }))
        for solution in solutions {
            #expect(solution.certificate.converged)
            #expect(!solution.support.contains { (3...5).contains($0) })
            #expect(grouped.violation(solution) < 1e-4)
        }
    }

    @Test func `a lambda of 0 is the regression without a penalty`() throws {
        let data = RandomProblem(seed: 7, n: 30, p: 8, family: .gaussian)
        let penalty = PenaltyShape(groups: [ColumnGroup(columns: [0, 1, 2]), ColumnGroup(columns: [3, 4])])
        let solution = try solvePath(data.problem, penalty: penalty, lambdas: [0.1, 0])[1]
        let ridge = try solveRidge(data.problem, lambdas: [0])[0]
        #expect(solution.certificate.converged)
        #expect(zip(solution.values, ridge.values).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `folds solve the paths of their own rows`() throws {
        let data = RandomProblem(seed: 8, n: 60, p: 10, family: .gaussian)
        let grouped = GroupedProblem(
            data: data, penalty: PenaltyShape(groups: GroupedProblem.groups(featureCount: 10)))
        let lambdas = try grouped.lambdas([0.5, 0.1])
        let training = Array(0..<45)
        let fold = FoldProblem(training: training, heldOut: Array(45..<60))
        let path = try crossValidatePath(
            x: data.matrix, y: data.y, family: .gaussian, folds: [fold], penalty: grouped.penalty, lambdas: lambdas)[0]
        let problem = RegressionProblem(
            x: data.matrix.keepingRows(training), y: training.map { data.y[$0] }, family: .gaussian)
        let alone = try solvePath(problem, penalty: grouped.penalty, lambdas: lambdas)
        #expect(path.solutions.map(\.support) == alone.map(\.support))
        #expect(path.solutions.map(\.certificate.objective) == alone.map(\.certificate.objective))
        #expect(path.heldOutDeviance.count == 2)
    }
}
