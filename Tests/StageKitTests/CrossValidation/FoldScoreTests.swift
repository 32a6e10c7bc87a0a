import SparseGLM
import StageKit
import Testing

struct FoldScoreTests {
    /// Predictions 0, 1 and 2 of 1, 1 and 4.
    private let numbers = try? RegressionRows(Samples.table(y: [1, 1, 4]))
    /// Logits −0.9, 0.1 and 1.1, of which the last is wrong.
    private let classes = try? RegressionRows(Samples.table(y: [0, 1, 0], classes: ["no", "yes"]))

    @Test(arguments: [(FoldMeasure.deviance, 5.0 / 3), (.mae, 1)])
    func `numbers are scored by their errors`(measure: FoldMeasure, expected: Double) throws {
        let score = FoldScore(measure: measure, family: .gaussian)
        let exact = try score.losses(
            [try Samples.solution(intercept: 0, slope: 1), try Samples.solution(intercept: 4, slope: 0)],
            on: #require(numbers), at: nil)
        #expect(abs(exact[0] - expected) < 1e-9)
        #expect(abs(exact[1] - (measure == .mae ? 2 : 6)) < 1e-9)
        #expect(score.measured(expected) == expected)
    }

    /// Of the two pairs of a positive and a negative row one is in order; at ½ the positive row counts as such.
    @Test(arguments: [(FoldMeasure.auc, 0.5, 0.5), (.error, 1.0 / 3, 1.0 / 3)])
    func `classes are scored by order and by hits`(measure: FoldMeasure, loss: Double, measured: Double) throws {
        let score = FoldScore(measure: measure, family: .binomial)
        let found = try score.losses([try Samples.solution(intercept: -0.9, slope: 1)], on: #require(classes), at: nil)
        #expect(abs(found[0] - loss) < 1e-9)
        #expect(abs(score.measured(found[0]) - measured) < 1e-9)
    }

    @Test func `the loss of AUC is what is left to 1`() throws {
        let score = FoldScore(measure: .auc, family: .binomial)
        let found = try score.losses(
            [try Samples.solution(intercept: 0, slope: -1)],
            on: RegressionRows(Samples.table(y: [1, 0, 0], classes: ["no", "yes"])), at: nil)
        #expect(found == [0])
        #expect(score.measured(0.25) == 0.75)
    }

    /// Predictors of x and of −x, 0 for the third class: the rows are taken for the first or second, a tie for the first.
    @Test func `several classes are scored by the likeliest`() throws {
        let rows = try RegressionRows(Samples.table(y: [0, 2, 0], classes: ["a", "b", "c"]))
        let model = try Samples.solution(slopes: [1, -1, 0])
        let found = try FoldScore(measure: .error, family: .multinomial).losses([model], on: rows, at: nil)
        #expect(abs(found[0] - 1.0 / 3) < 1e-15)
        // At x = 0 all classes are alike; further on the others have exp(−x) and exp(−2x) of the first one's share.
        func rest(_ x: Double) -> Double { portableLog(1 + portableExp(-x) + portableExp(-2 * x)) }
        let expected = rest(0) + (1 + rest(1)) + rest(2)
        let deviance = try FoldScore(measure: .deviance, family: .multinomial).losses([model], on: rows, at: nil)
        #expect(abs(deviance[0] - 2 * expected / 3) < 1e-14)
    }

    /// Means 1, e and e² of 1, 3 and 7.
    @Test func `counts are scored by their distance from the mean and by Poisson's deviance`() throws {
        let rows = try RegressionRows(Samples.table(y: [1, 3, 7]))
        let model = try Samples.solution(slopes: [1])
        let means: [Double] = [1, portableExp(1), portableExp(2)]
        let mae = try FoldScore(measure: .mae, family: .poisson).losses([model], on: rows, at: nil)
        let distances = abs(3 - means[1]) + abs(7 - means[2])
        #expect(abs(mae[0] - distances / 3) < 1e-14)
        let deviance = try FoldScore(measure: .deviance, family: .poisson).losses([model], on: rows, at: nil)
        var expected = 0.0
        for (y, mean) in zip(rows.y, means) { expected += 2 * (y * portableLog(y / mean) - y + mean) }
        #expect(abs(deviance[0] - expected / 3) < 1e-14)
    }

    @Test func `an undefined measure is refused at its place`() async throws {
        let rows = try RegressionRows(Samples.table(y: [1, 1, 1], classes: ["no", "yes"]))
        let failure = await Samples.failure {
            _ = try FoldScore(measure: .auc, family: .binomial).losses(
                [try Samples.solution(intercept: 0, slope: 1)], on: rows,
                at: SourceLocation(file: "pipeline.xml", line: 10, column: 20))
        }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS553]: The measure 'auc' is undefined on the 3 held-out rows, expected "
                + "finite predictions and, for auc, rows of both classes: fewer folds or split=\"stratified\" help.")
    }
}
