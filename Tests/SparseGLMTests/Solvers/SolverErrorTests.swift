import Testing

@testable import SparseGLM

struct SolverErrorTests {
    private let x = DenseMatrix(columns: [[1, 2, 3], [0, 1, 5]], sampleCount: 3)

    private func text(
        y: [Double] = [1, 2, 4], family: Family = .gaussian, weights: [Double]? = nil, offset: [Double]? = nil,
        x: DenseMatrix? = nil, penalty: PenaltyShape = PenaltyShape(), lambda: Double = 0.1,
        settings: SolverSettings = SolverSettings()
    ) -> String {
        do {
            let problem = RegressionProblem(
                x: x ?? self.x, y: y, family: family, sampleWeights: weights, offset: offset)
            _ = try solvePath(problem, penalty: penalty, lambdas: [lambda], settings: settings)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `every refusal says what was found and what was expected`() {
        #expect(text(y: [1, .nan, 2]) == "A value of the target is not a finite number.")
        #expect(text(y: [1, 0, 2], family: .binomial) == "A value of the binomial target is 2.0; it must be 0 or 1.")
        #expect(
            text(y: [1, 1, 1], family: .binomial)
                == "All 3 rows of the binomial target are 1; both classes are needed.")
        #expect(text(weights: [1, -1, 1]) == "A sample weight is -1.0; weights must be 0 or above.")
        #expect(text(weights: [1, .infinity, 1]) == "A sample weight is not a finite number.")
        #expect(text(weights: [0, 0, 0]) == "No row has a weight above 0; at least one is needed.")
        #expect(text(offset: [0, .nan, 0]) == "An offset is not a finite number.")
        let broken = DenseMatrix(columns: [[1, 2, 3], [0, .infinity, 5]], sampleCount: 3)
        #expect(text(x: broken) == "A value of column 1 is not a finite number.")
        #expect(text(lambda: -1) == "A lambda is -1.0; it must be a finite number, 0 or above.")
        #expect(
            text(penalty: PenaltyShape(l1Ratio: 0)) == "The L1 ratio is 0.0; it must be above 0 and at most 1.")
        #expect(
            text(penalty: PenaltyShape(factors: [1]))
                == "There are 1 penalty factors for 2 columns; one per column is needed.")
        #expect(
            text(penalty: PenaltyShape(factors: [1, -2]))
                == "The penalty factor of column 1 is -2.0; it must be 0 or above.")
        #expect(
            text(penalty: PenaltyShape(lowerBounds: [1, 0]))
                == "The lower bound of column 0 is 1.0; the bounds must enclose 0.")
        #expect(
            text(penalty: PenaltyShape(upperBounds: [1]))
                == "There are 1 upper bounds for 2 columns; one per column is needed.")
        #expect(
            text(settings: SolverSettings(tolerance: 1e-13))
                == "The tolerance is 1e-13; it must be between 1e-12 and 1.")
        #expect(
            text(settings: SolverSettings(maxIterations: 0))
                == "The number of iterations is 0; it must be at least 1.")
    }

    @Test func `the remaining sentences`() {
        #expect(SolverError.cancelled.description == "The solver was asked to stop before it was done.")
        #expect(
            SolverError.rankDeficient(column: 1, featureCount: 3, sampleCount: 4).description
                == "Column 1 of 3 is a linear combination of the others on 4 rows, so coefficients without a penalty "
                + "are not unique; use a penalty above 0.")
        #expect(
            SolverError.separated(sampleCount: 6).description
                == "A linear predictor separates the two classes on all 6 rows, so coefficients without a penalty "
                + "grow without bound; use a penalty above 0.")
    }
}
