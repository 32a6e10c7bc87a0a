import Testing

@testable import SparseGLM

/// What must not change, or change in a known way, when a problem is stated differently.
struct GroupLawTests {
    private static let settings = SolverSettings(tolerance: 1e-12)

    private func solutions(_ grouped: GroupedProblem, _ lambdas: [Double]) throws -> [Solution] {
        try solvePath(grouped.data.problem, penalty: grouped.penalty, lambdas: lambdas, settings: Self.settings)
    }

    private func base(_ family: Family, _ within: Double, seed: UInt64) -> GroupedProblem {
        GroupedProblem(
            data: RandomProblem(seed: seed, n: 30, p: 14, family: family, isWeighted: true),
            penalty: PenaltyShape(
                l1Ratio: 0.9, groups: GroupedProblem.groups(featureCount: 14, factors: [1, 2]), groupL1Ratio: within))
    }

    private func close(_ a: [Double], _ b: [Double]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 } }

    @Test(arguments: RandomProblem.families, [0.0, 0.5])
    func `neither the order of columns nor that of groups matters`(family: Family, within: Double) throws {
        for seed in UInt64(0)..<8 {
            let grouped = base(family, within, seed: seed)
            let lambdas = try grouped.lambdas([0.5, 0.1])
            let order = (0..<14).map { ($0 * 5 + 3) % 14 }
            let shuffled = GroupedProblem(
                data: RandomProblem(grouped.data, columns: order.map { grouped.data.columns[$0] }),
                penalty: PenaltyShape(
                    l1Ratio: 0.9,
                    groups: grouped.penalty.groups.reversed().map { group in
                        ColumnGroup(
                            columns: order.indices.filter { group.columns.contains(order[$0]) }, factor: group.factor)
                    },
                    groupL1Ratio: within))
            for (a, b) in zip(try solutions(grouped, lambdas), try solutions(shuffled, lambdas)) {
                #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-12)
                let w = a.coefficients(featureCount: 14)
                #expect(close(order.map { w[$0] }, b.coefficients(featureCount: 14)))
            }
        }
    }

    @Test(arguments: RandomProblem.families, [0.0, 0.5])
    func `columns divided by c with lambda divided by c give coefficients times c`(
        family: Family, within: Double
    ) throws {
        for c in [3.0, 1e-40, 1e60] {
            var grouped = base(family, within, seed: 4)
            grouped = GroupedProblem(
                data: grouped.data,
                penalty: PenaltyShape(groups: grouped.penalty.groups, groupL1Ratio: within))
            let lambdas = try grouped.lambdas([0.5, 0.1])
            let scaled = GroupedProblem(
                data: RandomProblem(grouped.data, columns: grouped.data.columns.map { $0.map { $0 / c } }),
                penalty: grouped.penalty)
            let found = try solutions(scaled, lambdas.map { $0 / c })
            for (a, b) in zip(try solutions(grouped, lambdas), found) {
                #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-12)
                #expect(a.support == b.support)
                #expect(close(a.values, b.values.map { $0 / c }))
            }
        }
    }

    @Test(arguments: [0.0, 0.5])
    func `a group's coefficients turn with an orthogonal matrix only without an L1 part`(within: Double) throws {
        let grouped = base(.gaussian, within, seed: 2)
        let lambdas = try grouped.lambdas([0.05])
        // The first group has three columns; two of them are turned by 30 degrees.
        let (c, s) = (0.75.squareRoot(), 0.5)
        var columns = grouped.data.columns
        let (u, v) = (columns[0], columns[1])
        columns[0] = zip(u, v).map { c * $0 - s * $1 }
        columns[1] = zip(u, v).map { s * $0 + c * $1 }
        let turned = GroupedProblem(data: RandomProblem(grouped.data, columns: columns), penalty: grouped.penalty)
        let a = try solutions(grouped, lambdas)[0]
        let b = try solutions(turned, lambdas)[0]
        #expect((abs(a.certificate.objective - b.certificate.objective) < 1e-12) == (within == 0))
    }

    @Test(arguments: RandomProblem.families)
    func `a row of double weight is a row given twice`(family: Family) throws {
        let data = RandomProblem(seed: 12, n: 25, p: 10, family: family)
        let penalty = PenaltyShape(groups: GroupedProblem.groups(featureCount: 10), groupL1Ratio: 0.3)
        let weights = (0..<25).map { $0 < 5 ? 2.0 : 1 }
        let rows = Array(0..<25) + Array(0..<5)
        let weighted = RegressionProblem(x: data.matrix, y: data.y, family: family, sampleWeights: weights)
        let doubled = RegressionProblem(
            x: data.matrix.keepingRows(rows), y: rows.map { data.y[$0] }, family: family)
        let lambda = 0.2 * (try lambdaMax(of: weighted, penalty: penalty))
        let a = try solvePath(weighted, penalty: penalty, lambdas: [lambda], settings: Self.settings)[0]
        let b = try solvePath(doubled, penalty: penalty, lambdas: [lambda], settings: Self.settings)[0]
        #expect(abs(a.certificate.objective - b.certificate.objective) < 1e-12)
        #expect(close(a.values, b.values))
    }

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
        for solution in try solutions(grouped, grouped.lambdas([0.5, 0.1, 0.001])) {
            #expect(solution.certificate.converged)
            #expect(grouped.violation(solution) < 1e-4)
            let w = solution.coefficients(featureCount: 8)
            #expect(w[2] == 0 && abs(w[0] - w[1]) < 1e-6)
        }
    }
}

extension RandomProblem {
    /// The same problem with other columns.
    fileprivate init(_ other: RandomProblem, columns: [[Double]]) {
        self.columns = columns
        (y, weights, offset) = (other.y, other.weights, other.offset)
        (family, fitsIntercept) = (other.family, other.fitsIntercept)
    }
}
