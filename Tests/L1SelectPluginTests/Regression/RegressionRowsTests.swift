import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct RegressionRowsTests {
    private static let y = Column(name: "y", role: .target, values: .numeric([1, 2, 3]))
    private static let a = Column(name: "a", values: .numeric([1, 0, 1]))
    private static let b = Column(name: "b", values: .numeric([4, 5, 6]))
    private static let city = Column(name: "city", values: .categorical(codes: [0, 1, 0], levels: ["x", "z"]))

    private func table(_ columns: Column...) -> Table {
        Table(columns: columns, origins: RowOrigins(file: "data.csv", lines: [2, 3, 5], numbers: [0, 1, 2]))
    }

    @Test func `features are taken in the order that is asked for`() throws {
        let rows = try RegressionRows(table(Self.a, Self.y, Self.b), features: ["b", "a"])
        #expect(rows.names == ["b", "a"])
        #expect(rows.x.column(0) == [4, 5, 6])
        #expect(rows.x.column(1) == [1, 0, 1])
        #expect(rows.y == [1, 2, 3])
        #expect(try RegressionRows(table(Self.a, Self.y, Self.b)).names == ["a", "b"])
    }

    @Test func `what is not there or not a number is refused`() async {
        let missing = Column(name: "a", values: .numeric([1, .nan, 1]))
        let faults: [(Table, [String]?, String)] = [
            (table(Self.a), nil, "error[FS566]: The table has no target column, expected one to fit."),
            (
                table(Self.a, Self.y), ["c"],
                "error[FS556]: The selected feature 'c' is not among the features of the table."
            ),
            (
                table(Self.city, Self.y), nil,
                "error[FS556]: Column 'city' holds categories, expected numbers: <encode> before this stage makes them."
            ),
            (
                table(missing, Self.y), nil,
                "data.csv:3: error[FS557]: Column 'a' has no value in row 2, expected a number in every row: "
                    + "<impute> or missing=\"drop-row\" of <load> sees to it."
            ),
            (
                table(Self.a, Column(name: "y", role: .target, values: .numeric([1, 2, .nan]))), nil,
                "data.csv:5: error[FS557]: The target column 'y' has no value in row 3, expected a number in every "
                    + "row: <impute> or missing=\"drop-row\" of <load> sees to it."
            ),
            (
                table(Self.a, Self.y, Column(name: "w", role: .weight, values: .numeric([.nan, 1, 1]))), nil,
                "data.csv:2: error[FS557]: The weight column has no value in row 1, expected a number in every row: "
                    + "<impute> or missing=\"drop-row\" of <load> sees to it."
            ),
            (
                table(Self.a, Self.y, Column(name: "o", role: .offset, values: .numeric([1, 1, .nan]))), nil,
                "data.csv:5: error[FS557]: The offset column has no value in row 3, expected a number in every row: "
                    + "<impute> or missing=\"drop-row\" of <load> sees to it."
            ),
        ]
        for (table, features, text) in faults {
            #expect(await Samples.failure { _ = try RegressionRows(table, features: features) } == text)
        }
    }

    @Test func `a table without features is refused`() async {
        let failure = await Samples.failure { _ = try await Samples.fit(table(Self.y), Samples.options()) }
        #expect(failure == "error[FS556]: The table has no feature column, expected at least one.")
    }

    @Test func `what the solver refuses is passed on with the feature's name`() async throws {
        let negative = Samples.regression(rows: 20).weighted((0..<20).map { $0 == 3 ? -1 : 1 })
        let options = try Samples.placed(Samples.options([:], Samples.child("lambda", ["value": "1"])))
        let failure = await Samples.failure { _ = try await Samples.fit(negative, options) }
        let sentence = "The regression cannot be fitted: A sample weight is -1."
        #expect(failure?.hasPrefix("pipeline.xml:10:3: error[FS565]: \(sentence)") == true)
        let rank = SolverError.rankDeficient(column: 1, featureCount: 2, sampleCount: 9)
        #expect(
            String(describing: rank.asStageError(names: ["a", "b"], at: nil))
                == "error[FS565]: The regression cannot be fitted: feature 'b' is a linear combination of the "
                + "others on 9 rows, so coefficients without a penalty are not unique.")
        #expect(SolverError.cancelled.asStageError(names: [], at: nil) is CancellationError)
    }

    @Test func `the offset is a known part of the prediction`() async throws {
        let table = Samples.regression()
        let offset = Samples.noise("offset", count: 60).map { 100 * $0 }
        let y = (table.target?.values ?? []).indices.map { (table.target?.values[$0] ?? 0) + offset[$0] }
        let shifted = Table(
            columns: table.features + [
                Column(name: "y", role: .target, values: .numeric(y)),
                Column(name: "known", role: .offset, values: .numeric(offset)),
            ])
        let options = try Samples.options(["tolerance": "1e-12"], Samples.child("lambda", ["value": "0.1"]))
        let (plain, known) = (try await Samples.fit(table, options), try await Samples.fit(shifted, options))
        #expect(plain.model?.features == known.model?.features)
        let pairs = zip(plain.model?.coefficients[0] ?? [], known.model?.coefficients[0] ?? [])
        for (a, b) in pairs { #expect(abs(a - b) < 1e-6) }
    }
}
