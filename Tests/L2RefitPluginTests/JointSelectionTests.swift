import SparseGLM
import StageKit
import Testing

@testable import L2RefitPlugin

struct JointSelectionTests {
    /// a enters first, b second and leaves again, c last; d never; e would enter last but is displaced by a.
    private static let selection: Selection = {
        let features: [[(String, Double)]] = [
            [], [("a", 2)], [("a", 3), ("b", 1)], [("a", 4)], [("a", 5), ("c", 1)], [("a", 5), ("c", 2), ("e", 1)],
        ]
        let points = features.enumerated().map { index, features in
            SelectionPathPoint(
                lambda: Double(10 - index), intercepts: [0],
                coefficients: features.map { SelectionPathPoint.Coefficient(name: $0.0, value: $0.1) }, deviance: 1,
                dualityGap: 0, kktViolation: 0, iterations: 1)
        }
        return Selection(
            family: .gaussian, candidates: ["a", "b", "c", "d", "e"], features: ["a"],
            dropped: [DroppedFeature(name: "e", reason: .displaced, detail: "correlation 0.95 with a")],
            path: SelectionPath(points: points, chosenIndex: 3, lambdaMax: 10, rule: "1se", supportMargin: 0.5),
            fitsIntercept: false)
    }()

    @Test func `further down the path more is kept and the rest has its reason`() throws {
        let moved = try #require(JointSelection(Self.selection, at: 4)).selection
        #expect(moved.features == ["a", "c"])
        #expect(
            moved.dropped == [
                DroppedFeature(
                    name: "b", reason: .droppedByStage, detail: "non-zero from lambda 8, zero again at the chosen one"),
                DroppedFeature(name: "d", reason: .neverEntered),
                DroppedFeature(name: "e", reason: .displaced, detail: "correlation 0.95 with a"),
            ])
        #expect(!moved.fitsIntercept)
        #expect(moved.path?.chosenIndex == 4)
        #expect(moved.path?.rule == "joint")
        #expect(moved.path?.supportMargin == 0.2)
        #expect(moved.path?.points == Self.selection.path?.points)
    }

    @Test func `further up the path what was displaced may have lost what displaced it`() throws {
        let moved = try #require(JointSelection(Self.selection, at: 0)).selection
        #expect(moved.features == [])
        #expect(moved.dropped.map(\.name) == ["a", "b", "c", "d", "e"])
        #expect(
            moved.dropped.map(\.reason) == [.enteredBelow, .enteredBelow, .enteredBelow, .neverEntered, .enteredBelow])
        #expect(moved.dropped.map(\.detail) == ["lambda 9", "lambda 8", "lambda 6", "", "lambda 5"])
        #expect(moved.path?.supportMargin == 1)
    }

    @Test func `a place that is not on the path is none`() {
        #expect(JointSelection(Self.selection, at: 6)?.index == nil)
    }
}
