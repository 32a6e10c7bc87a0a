import Testing

@testable import SparseGLM

struct CrossValidationCurveTests {
    @Test func `mean and standard error follow the folds' weights`() {
        let curve = CrossValidationCurve(lambdas: [1], foldScores: [[2], [4], [9]], foldWeights: [2, 1, 1])
        #expect(curve.mean == [4.25])
        // (½·2.25² + ¼·0.25² + ¼·4.75²)/2.
        let variance = (0.5 * 2.25 * 2.25 + 0.25 * 0.0625 + 0.25 * 4.75 * 4.75) / 2
        #expect(abs(curve.standardError[0] - variance.squareRoot()) < 1e-15)
        #expect(curve.foldWeights == [0.5, 0.25, 0.25])
    }

    @Test func `the one-standard-error rule takes the largest lambda within reach`() {
        let scores: [[Double]] = [[9, 4, 3, 2, 2.5], [9, 6, 5, 4, 4.5]]
        let curve = CrossValidationCurve(lambdas: [5, 4, 3, 2, 1], foldScores: scores, foldWeights: [1, 1])
        #expect(curve.mean == [9, 5, 4, 3, 3.5])
        #expect(curve.standardError[3] == 1)
        #expect(curve.chosenIndex(.minimum) == 3)
        #expect(curve.chosenIndex(.oneStandardError) == 2)
    }

    @Test func `ties go to the larger lambda`() {
        let scores: [[Double]] = [[3, 2, 2, 4], [3, 2, 2, 4]]
        let curve = CrossValidationCurve(lambdas: [4, 3, 2, 1], foldScores: scores, foldWeights: [1, 1])
        #expect(curve.chosenIndex(.minimum) == 1)
        #expect(curve.chosenIndex(.oneStandardError) == 1)
    }

    @Test func `scores that are no numbers are passed over`() {
        let scores: [[Double]] = [[.nan, 2], [1, 2]]
        let curve = CrossValidationCurve(lambdas: [2, 1], foldScores: scores, foldWeights: [1, 1])
        #expect(curve.chosenIndex(.minimum) == 1)
        let none = CrossValidationCurve(lambdas: [1], foldScores: [[.nan], [.nan]], foldWeights: [1, 1])
        #expect(none.chosenIndex(.oneStandardError) == nil)
    }
}
