import SparseGLM
import StageKit
import Testing

struct ModelTests {
    private let model = Model(
        family: .binomial, classes: ["no", "yes"], features: ["b", "a"], intercepts: [0.5], coefficients: [[2, -1]])

    private func table(_ columns: [Column]) -> Table {
        let count = columns.first?.count ?? 0
        return Table(
            columns: columns,
            origins: RowOrigins(file: "new.csv", lines: Array(2..<(count + 2)), numbers: Array(0..<count)))
    }

    private func failure(_ columns: [Column]) -> StageFailure? {
        #expect(throws: StageFailure.self) { try model.linearPredictors(on: table(columns)) }
    }

    @Test func `linear predictors are intercept, offset and weighted features`() throws {
        let rows = table([
            Column(name: "a", values: .numeric([1, 2])), Column(name: "b", values: .numeric([10, 20])),
            Column(name: "o", role: .offset, values: .numeric([100, 200])),
        ])
        #expect(try model.linearPredictors(on: rows) == [[119.5, 238.5]])
    }

    @Test func `several classes have a predictor each, and the offset is added to all`() throws {
        let several = Model(
            family: .multinomial, classes: ["x", "y", "z"], features: ["a"], intercepts: [1, 0, -1],
            coefficients: [[2], [0], [-2]])
        let rows = table([
            Column(name: "a", values: .numeric([1, -1])), Column(name: "o", role: .offset, values: .numeric([10, 20])),
        ])
        #expect(try several.linearPredictors(on: rows) == [[13, 19], [10, 20], [7, 21]])
    }

    @Test func `a model without features predicts its intercepts`() throws {
        let empty = Model(family: .gaussian, classes: nil, features: [], intercepts: [1, 2], coefficients: [[], []])
        #expect(try empty.linearPredictors(on: Table(columns: [], rowCount: 2)) == [[1, 1], [2, 2]])
    }

    @Test func `a feature that is not there or not numeric is refused`() {
        let absent = failure([Column(name: "b", values: .numeric([1]))])
        #expect(absent?.kind == .data)
        #expect(absent?.description == "error[FS510]: The model needs the numeric column 'a', which is not there.")
        let categorical = failure([Column(name: "b", values: .categorical(codes: [0], levels: ["x"]))])
        #expect(categorical?.description == "error[FS510]: The model needs the numeric column 'b', which is not there.")
    }

    @Test func `a missing value is refused with its row`() {
        let missing = failure([
            Column(name: "a", values: .numeric([1, .nan])), Column(name: "b", values: .numeric([1, 2])),
        ])
        #expect(missing?.kind == .data)
        #expect(
            missing?.description
                == "new.csv:3: error[FS511]: Column 'a' has no value in this row, and nothing imputes it.")
    }

    @Test func `the family fixes the link`() {
        let links = Family.allCases.map { family in
            Model(family: family, classes: nil, features: [], intercepts: [0], coefficients: [[]]).link
        }
        #expect(links == ["identity", "logit", "softmax", "log"])
    }
}
