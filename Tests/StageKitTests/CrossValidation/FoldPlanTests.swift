import StageKit
import StageKitTesting
import Testing

struct FoldPlanTests {
    private func plan(_ table: Table, _ texts: [String: String], seed: UInt64 = 3) throws -> FoldPlan {
        try FoldPlan(table, options: Samples.cv(texts), seed: seed)
    }

    @Test(arguments: ["random", "stratified", "hash"])
    func `every row is held out once and trains in all other folds`(split: String) throws {
        let plan = try plan(Samples.classes(rows: 50), ["folds": "5", "split": split])
        #expect(plan.folds.count == 5)
        #expect(plan.folds.flatMap(\.heldOut).sorted() == Array(0..<50))
        for fold in plan.folds {
            #expect((fold.training + fold.heldOut).sorted() == Array(0..<50))
            #expect(fold.weight == Double(fold.heldOut.count))
        }
    }

    @Test func `classes are stratified unless told otherwise, and numbers are not`() throws {
        let classes = Samples.classes(rows: 50)
        #expect(try plan(classes, [:]).split == .stratified)
        #expect(try plan(Samples.regression(rows: 50), [:]).split == .random)
        let y = classes.target?.values ?? []
        let counts = try plan(classes, ["folds": "5"]).folds.map { fold in fold.heldOut.count { y[$0] == 1 } }
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }

    @Test func `the seed decides the folds`() throws {
        let table = Samples.regression()
        #expect(try plan(table, [:], seed: 1).folds == plan(table, [:], seed: 1).folds)
        #expect(try plan(table, [:], seed: 1).folds != plan(table, [:], seed: 2).folds)
    }

    @Test func `rows of a group stay together`() throws {
        let groups = (0..<30).map { "g\($0 % 7)" }
        let plan = try plan(
            Samples.regression(rows: 30).adding(Samples.column(.group, groups)), ["folds": "3", "split": "group"])
        for fold in plan.folds {
            #expect(Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.heldOut.map { groups[$0] }))
        }
    }

    @Test func `hashed folds of old rows do not move when rows are added`() throws {
        let long = Samples.regression(rows: 80)
        let options = ["folds": "4", "split": "hash"]
        let before = try plan(long.rows(Array(0..<60)), options)
        let after = try plan(long, options)
        for (old, new) in zip(before.folds, after.folds) { #expect(old.heldOut == new.heldOut.filter { $0 < 60 }) }
    }

    @Test func `hashed folds follow the row's id where there is one`() throws {
        let ids = (0..<40).map { "row \($0)" }
        let table = Samples.regression(rows: 40).adding(Samples.column(.id, ids))
        let order = Array((0..<40).reversed())
        let options = ["folds": "4", "split": "hash"]
        let (one, other) = (try plan(table, options), try plan(table.rows(order), options))
        for (a, b) in zip(one.folds, other.folds) { #expect(a.heldOut == b.heldOut.map { order[$0] }.sorted()) }
    }

    @Test func `under time a fold is predicted from the rows before it`() throws {
        let plan = try plan(Samples.regression(rows: 40), ["folds": "3", "split": "time"])
        #expect(plan.folds.map(\.heldOut) == [Array(10..<20), Array(20..<30), Array(30..<40)])
        #expect(plan.folds.map(\.training) == [Array(0..<10), Array(0..<20), Array(0..<30)])
    }

    @Test func `a column can give the folds`() async throws {
        let folds = (0..<12).map { ["b", "a", "c"][$0 % 3] }
        let plan = try plan(Samples.regression(rows: 12).adding(Samples.column(.fold, folds)), ["split": "column"])
        #expect(plan.folds.map(\.heldOut) == [[1, 4, 7, 10], [0, 3, 6, 9], [2, 5, 8, 11]])
        let table = Samples.regression(rows: 12).adding(Samples.column(.fold, folds))
        #expect(try self.plan(table, ["split": "column", "folds": "3"]).folds == plan.folds)
        let failure = await Samples.failure { _ = try self.plan(table, ["split": "column", "folds": "5"]) }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS550]: The fold column has 3 different values, but 5 folds were "
                + "asked for; expected the same number, or no number.")
    }

    @Test func `rows of weight 0 are in no part and weights sum up`() throws {
        let weights = (0..<20).map { Double($0 % 4) }
        let plan = try plan(Samples.regression(rows: 20).weighted(weights), ["folds": "3"])
        let used = (0..<20).filter { $0 % 4 != 0 }
        #expect(plan.folds.flatMap(\.heldOut).sorted() == used)
        for fold in plan.folds {
            #expect((fold.training + fold.heldOut).sorted() == used)
            #expect(fold.weight == fold.heldOut.reduce(0) { $0 + weights[$1] })
        }
    }

    @Test func `too few rows are refused`() async {
        let failure = await Samples.failure { _ = try plan(Samples.regression(rows: 4), ["folds": "5"]) }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS550]: The rows cannot be dealt into folds: 5 folds were asked for, "
                + "but there are only 4 rows.")
    }

    @Test func `a class with too few rows is refused`() async {
        let y = Column(
            name: "y", role: .target,
            values: .categorical(codes: (0..<20).map { $0 < 3 ? 1 : 0 }, levels: ["no", "yes"]))
        let failure = await Samples.failure { _ = try plan(Table(columns: [y]), ["folds": "5"]) }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS550]: Class 'yes' has 3 rows, expected at least one for each of the "
                + "5 folds.")
    }

    @Test func `strata of numbers are refused`() async {
        let failure = await Samples.failure { _ = try plan(Samples.regression(), ["split": "stratified"]) }
        #expect(
            failure
                == "pipeline.xml:10:20: error[FS551]: The split is 'stratified', but the target holds numbers; "
                + "expected classes.")
    }

    @Test(arguments: [("group", "group"), ("column", "fold")])
    func `a split without its column is refused`(split: String, role: String) async {
        let failure = await Samples.failure { _ = try plan(Samples.regression(), ["split": split]) }
        #expect(
            failure == "pipeline.xml:10:20: error[FS551]: The split is '\(split)', but no column has the role "
                + "'\(role)'.")
    }

    @Test func `a row without its group is refused at its line`() async {
        let groups = (0..<30).map { $0 == 6 ? "" : "g\($0 % 7)" }
        let table = Samples.regression(rows: 30).adding(Samples.column(.group, groups))
        let failure = await Samples.failure { _ = try plan(table, ["folds": "3", "split": "group"]) }
        #expect(
            failure == "made.csv:8: error[FS551]: Column 'group' has no value in row 7, expected the row's group.")
    }

    @Test func `groups that the split tears apart are warned of`() throws {
        let table = Samples.regression(rows: 12).adding(Samples.column(.group, (0..<12).map { "g\($0 % 4)" }))
        for split in ["random", "hash", "time", "group"] {
            let collector = DiagnosticCollector()
            let cv = try Samples.cv(["folds": "2", "split": split])
            try FoldPlan(table, options: cv, seed: 1)
                .warnOfGroups(in: table, at: cv.splitLocation, context: collector.context())
            let text =
                "Column 'group' gives groups, but the folds are split by '\(split)', so that "
                + "rows of a group are on both sides: split=\"group\" keeps them together."
            let location = SourceLocation(file: "pipeline.xml", line: 10, column: 21)
            let warning = Diagnostic(code: "FS564", severity: .warning, message: text, location: location)
            #expect(collector.diagnostics == (split == "group" ? [] : [warning]))
        }
    }

    @Test func `a number of folds is all that a stage without cv needs`() throws {
        let place = SourceLocation(file: "pipeline.xml", line: 4, column: 2)
        let cv = CrossValidationOptions(foldCount: 3, location: place)
        #expect(try FoldPlan(Samples.classes(), options: cv, seed: 1).folds.count == 3)
        #expect(cv.foldsLocation == place && cv.splitLocation == place && cv.measureLocation == place)
    }
}
