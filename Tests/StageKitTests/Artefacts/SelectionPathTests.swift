import StageKit
import Testing

struct SelectionPathTests {
    private func point(_ lambda: Double, _ coefficients: [SelectionPathPoint.Coefficient] = []) -> SelectionPathPoint {
        SelectionPathPoint(
            lambda: lambda, intercepts: [0], coefficients: coefficients, deviance: 1, dualityGap: 0, kktViolation: 0,
            iterations: 1)
    }

    @Test func `the chosen point is the one at its place`() {
        let path = SelectionPath(
            points: [point(2), point(1)], chosenIndex: 1, lambdaMax: 2, rule: "1se", supportMargin: 0.5)
        #expect(path.chosen.lambda == 1)
    }

    @Test func `a feature of several classes is listed once, in the table's order`() {
        let coefficients = [("b", "x"), ("a", "x"), ("b", "y")].map {
            SelectionPathPoint.Coefficient(name: $0.0, value: 1, classLabel: $0.1)
        }
        #expect(point(1, coefficients).features == ["b", "a"])
    }
}
