import Testing

@testable import SparseGLM

struct SolveConcavePathTests {
    static let penalties = [ConcavePenalty.mcp(gamma: 3), .mcp(gamma: 1.5), .scad(a: 3.7), .scad(a: 2.2)]
    private static let tight = SolverSettings(tolerance: 1e-12)

    @Test(arguments: penalties) func `the slope is the derivative of the value`(concave: ConcavePenalty) {
        for k in 0..<200 {
            let t = 0.031 * Double(k) + 0.001
            for lambda in [0.5, 1.3] {
                let h = 1e-6
                let difference = concave.value(t + h, lambda: lambda) - concave.value(t - h, lambda: lambda)
                #expect(abs(difference / (2 * h) - concave.slope(t, lambda: lambda)) < 2e-6)
                #expect(concave.slope(-t, lambda: lambda) == concave.slope(t, lambda: lambda))
            }
        }
        #expect(concave.value(0, lambda: 2) == 0)
        #expect(concave.slope(0, lambda: 2) == 2)
        #expect(concave.slope(10, lambda: 2) == 0)
    }

    /// With XᵀX/n the identity each coefficient is S(z, p′(|w|)), w the one before, from the lasso's.
    @Test(arguments: penalties) func `orthonormal columns have a closed form`(concave: ConcavePenalty) throws {
        let columns: [[Double]] = (0..<6).map { j in
            (0..<8).map { i in (i & j).nonzeroBitCount.isMultiple(of: 2) ? 1 : -1 }
        }
        let y = [3.0, -1, 2, 0.5, -2, 1, 4, -0.25]
        let problem = RegressionProblem(
            x: DenseMatrix(columns: columns, sampleCount: 8), y: y, family: .gaussian, fitsIntercept: false)
        let z: [Double] = columns.map { column in zip(column, y).reduce(0) { $0 + $1.0 * $1.1 } / 8 }
        for lambda in [0.1, 0.3, 0.6] {
            for count in 1...4 {
                let found = try solvePath(
                    problem, penalty: PenaltyShape(), concave: concave, lambdas: [lambda], reweightings: count)[0]
                var w = z.map { softThreshold($0, lambda) }
                for _ in 0..<count { w = zip(z, w).map { softThreshold($0, concave.slope($1, lambda: lambda)) } }
                #expect(zip(found.coefficients(featureCount: 6), w).allSatisfy { abs($0 - $1) < 1e-12 })
                #expect(found.certificate.converged)
            }
        }
    }

    @Test(arguments: RandomProblem.families, penalties)
    func `no reweighting raises the objective, and each is certified`(
        family: Family, concave: ConcavePenalty
    ) throws {
        for l1Ratio in [1, 0.7] {
            let data = RandomProblem(seed: 21, n: 120, p: 12, family: family, isWeighted: true)
            let factors: [Double] = [1, 0, 1, 2, 1, .infinity, 1, 0.5, 1, 1, 1, 1]
            let penalty = PenaltyShape(l1Ratio: l1Ratio, factors: factors)
            let ridge = Optimality(
                problem: data, penalty: PenaltyShape(l1Ratio: 0, factors: factors.map { $0.isFinite ? $0 : 0 }))
            let largest = try lambdaMax(of: data.problem, penalty: penalty)
            for ratio in [0.5, 0.1] {
                let lambda = ratio * largest
                var before = Double.infinity
                for count in 0...4 {
                    let found =
                        count == 0
                        ? try solvePath(data.problem, penalty: penalty, lambdas: [lambda], settings: Self.tight)[0]
                        : try solvePath(
                            data.problem, penalty: penalty, concave: concave, lambdas: [lambda], reweightings: count,
                            settings: Self.tight)[0]
                    #expect(found.certificate.converged)
                    #expect(!found.support.contains(5))
                    let smooth = Solution(
                        lambda: lambda * (1 - l1Ratio), intercepts: found.intercepts, support: found.support,
                        coefficients: found.coefficients, deviance: 0, certificate: found.certificate)
                    var objective = ridge.objective(smooth)
                    for (j, w) in zip(found.support, found.values) {
                        objective += concave.value(w, lambda: lambda * l1Ratio * factors[j])
                    }
                    #expect(objective <= before + 1e-11)
                    before = objective
                }
            }
        }
    }

    @Test(arguments: penalties) func `large coefficients are those of the unpenalised regression`(
        concave: ConcavePenalty
    ) throws {
        let data = RandomProblem(seed: 22, n: 200, p: 8, family: .gaussian, correlation: 0)
        let x = StandardizedView(
            data.matrix, means: data.matrix.moments(weights: nil).map(\.mean),
            scales: data.matrix.moments(weights: nil).map(\.standardDeviation))
        let (first, second) = (x.column(0), x.column(1))
        let y: [Double] = (0..<200).map { i in 5 * first[i] - 4 * second[i] + 0.05 * data.y[i] }
        let problem = RegressionProblem(x: x, y: y, family: .gaussian)
        let found = try solvePath(
            problem, penalty: PenaltyShape(), concave: concave, lambdas: [0.5], reweightings: 3, settings: Self.tight)[
                0]
        #expect(found.support == [0, 1])
        var factors = [Double](repeating: .infinity, count: 8)
        (factors[0], factors[1]) = (0, 0)
        let free = try solvePath(
            problem, penalty: PenaltyShape(factors: factors), lambdas: [0.5], settings: Self.tight)[0]
        #expect(zip(found.values, free.values).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `what is out of range is refused`() {
        let problem = RandomProblem(seed: 1, n: 10, p: 3, family: .gaussian).problem
        func refusal(
            _ concave: ConcavePenalty, _ penalty: PenaltyShape = PenaltyShape(), count: Int = 1,
            _ solver: SolverName = .auto
        ) -> String? {
            do throws(SolverError) {
                _ = try solvePath(
                    problem, penalty: penalty, concave: concave, lambdas: [1], reweightings: count,
                    settings: SolverSettings(solver: solver))
            } catch { return error.description }
            return nil
        }
        #expect(refusal(.mcp(gamma: 1)) == "The gamma of MCP is 1.0; it must be a finite number above 1.")
        #expect(refusal(.scad(a: 2)) == "The a of SCAD is 2.0; it must be a finite number above 2.")
        #expect(
            refusal(.mcp(gamma: 3), count: 0) == "The number of reweightings is 0; it must be at least 1.")
        #expect(
            refusal(.mcp(gamma: 3), PenaltyShape(groups: [ColumnGroup(columns: [0, 1])]))
                == "There are groups and a concave penalty; it is for columns without groups.")
        #expect(
            refusal(.mcp(gamma: 3), .init(), count: 1, .ista)
                == "The solver is ista; concave penalties are solved by auto or coordinate-descent.")
    }
}
