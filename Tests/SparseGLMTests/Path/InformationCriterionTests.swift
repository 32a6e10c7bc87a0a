import Testing

@testable import SparseGLM

struct InformationCriterionTests {
    @Test func `the criteria add their price of a degree of freedom`() throws {
        func value(_ criterion: InformationCriterion, _ family: Family) throws -> Double {
            try #require(
                criterion.value(
                    family: family, deviance: 0.5, degreesOfFreedom: 3, sampleCount: 100, featureCount: 10))
        }
        let fit = 100 * portableLog(0.5)
        #expect(abs(try value(.aic, .gaussian) - (fit + 6)) < 1e-12)
        #expect(abs(try value(.bic, .gaussian) - (fit + 3 * portableLog(100))) < 1e-12)
        #expect(abs(try value(.aic, .binomial) - 56) < 1e-12)
        // 10 choose 3 is 120.
        let extended = try value(.ebic(gamma: 0.5), .binomial)
        #expect(abs(extended - (50 + 3 * portableLog(100) + portableLog(120))) < 1e-12)
        #expect(try value(.ebic(gamma: 0), .gaussian) == value(.bic, .gaussian))
    }

    @Test func `a perfect gaussian fit has no criterion`() {
        let value = InformationCriterion.aic.value(
            family: .gaussian, deviance: 0, degreesOfFreedom: 3, sampleCount: 4, featureCount: 3)
        #expect(value == nil)
    }

    @Test func `degrees of freedom count the support, or trace the smoother`() throws {
        let data = RandomProblem(seed: 61, n: 40, p: 6, family: .gaussian)
        for ratio in [1, 0.5] {
            let penalty = PenaltyShape(l1Ratio: ratio)
            let lambda = 0.1 * (try lambdaMax(of: data.problem, penalty: penalty))
            let solution = try solvePath(data.problem, penalty: penalty, lambdas: [lambda])[0]
            let df = try degreesOfFreedom(of: solution, problem: data.problem, penalty: penalty)
            #expect(ratio == 1 ? df == Double(solution.support.count) : df < Double(solution.support.count))
            #expect(df > 0)
        }
    }

    @Test func `one shrunken column has the closed form of its trace`() throws {
        // Variance 2/3; the smoother's trace is (2/3)/(2/3 + λ/2).
        let problem = RegressionProblem(
            x: DenseMatrix(columns: [[4, 5, 6]], sampleCount: 3), y: [1, 1, 4], family: .gaussian)
        let penalty = PenaltyShape(l1Ratio: 0.5)
        let solution = try solvePath(problem, penalty: penalty, lambdas: [0.2])[0]
        let df = try degreesOfFreedom(of: solution, problem: problem, penalty: penalty)
        #expect(abs(df - (2.0 / 3) / (2.0 / 3 + 0.1)) < 1e-14)
    }
}
