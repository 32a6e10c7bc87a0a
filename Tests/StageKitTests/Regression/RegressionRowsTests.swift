import SparseGLM
import StageKit
import Testing

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

    @Test func `a class is its place, and a problem has all that a table says`() throws {
        let rows = try RegressionRows(
            Samples.table(y: [1, 0, 1], classes: ["no", "yes"]).weighted([1, 2, 0]).adding(
                Column(name: "o", role: .offset, values: .numeric([4, 5, 6]))))
        #expect(rows.y == [1, 0, 1] && rows.classes == ["no", "yes"])
        let problem = rows.problem(.binomial, fitsIntercept: false)
        #expect(rows.weights == [1, 2, 0] && rows.offset == [4, 5, 6])
        #expect(problem.x.column(0) == [0, 1] && problem.y == [1, 0] && problem.offset == [4, 5])
        #expect(problem.family == .binomial && !problem.fitsIntercept)
    }

    @Test func `rows of one class are refused, rows of weight 0 not counted`() async throws {
        let both = Samples.table(y: [1, 1, 0, 1], classes: ["no", "yes"])
        let place = SourceLocation(file: "pipeline.xml", line: 10, column: 20)
        try RegressionRows(both).requireEveryClass(at: place)
        try RegressionRows(Samples.table(y: [1, 1])).requireEveryClass(at: place)
        let failure = await Samples.failure {
            try RegressionRows(both.weighted([1, 1, 0, 1])).requireEveryClass(at: place)
        }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS552]: All 4 training rows are of class 'yes', expected both classes: "
                + "fewer folds or split=\"stratified\" help.")
    }

    @Test func `rows that lack one of several classes are refused, by the table as by the rows`() async throws {
        let three = Samples.table(y: [2, 0, 1, 0], classes: ["a", "b", "c"])
        try three.requireEveryClass(at: nil)
        for part in [three.rows([0, 1, 3]), three.weighted([1, 1, 0, 1])] {
            let text =
                "error[FS552]: None of the \(part.rowCount) training rows is of class 'b', expected rows of all 3 "
                + "classes: fewer folds or split=\"stratified\" help."
            #expect(await Samples.failure { try part.requireEveryClass(at: nil) } == text)
            #expect(await Samples.failure { try RegressionRows(part).requireEveryClass(at: nil) } == text)
        }
    }

    @Test func `a problem has a predictor for every class of the table, whatever the rows hold`() throws {
        let rows = try RegressionRows(Samples.table(y: [0, 1, 0], classes: ["a", "b", "c"]))
        #expect(rows.problem(.multinomial, fitsIntercept: true).predictorCount == 3)
        let counts = try RegressionRows(Samples.table(y: [0, 1, 5]))
        #expect(counts.problem(.poisson, fitsIntercept: true).predictorCount == 1)
    }

    @Test func `what a solver refuses is passed on with the class's name`() {
        let empty = SolverError.emptyClass(number: 1, classCount: 3, sampleCount: 9)
        let single = SolverError.singleClass(value: 1, sampleCount: 9)
        func text(_ error: SolverError, _ classes: [String]?) -> String {
            String(describing: error.asStageError(names: [], classes: classes, at: nil))
        }
        let opening = "error[FS565]: The regression cannot be fitted: "
        #expect(text(empty, ["a", "b", "c"]) == opening + "class 'b' has none of the 9 rows, expected one at least.")
        #expect(text(single, ["no", "yes"]) == opening + "all 9 rows are of class 'yes', expected both classes.")
        #expect(text(empty, nil) == opening + empty.description)
    }

    @Test func `what a solver refuses is passed on with the feature's name`() {
        let place = SourceLocation(file: "pipeline.xml", line: 10, column: 3)
        let rank = SolverError.rankDeficient(column: 1, featureCount: 2, sampleCount: 9)
        #expect(
            String(describing: rank.asStageError(names: ["a", "b"], at: place))
                == "pipeline.xml:10:3: error[FS565]: The regression cannot be fitted: feature 'b' is a linear "
                + "combination of the others on 9 rows, so coefficients without a penalty are not unique.")
        #expect(
            String(describing: rank.asStageError(names: [], at: nil))
                == "error[FS565]: The regression cannot be fitted: \(rank)")
        #expect(SolverError.cancelled.asStageError(names: [], at: nil) is CancellationError)
    }
}
