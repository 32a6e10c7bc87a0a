import NormalizePlugin
import StageKit
import StageKitTesting
import Testing

struct ConstantColumnsTests {
    private let table = NormalizeFitting.table(["a": [1, 2, 4, 8], "b": [0.1, 0.1, 0.1, 0.1], "c": [7, 7, 7, 7]])

    @Test func `constant columns are dropped, recorded and told of`() async throws {
        let fitting = try NormalizeFitting()
        let fit = try await fitting.fit(table)
        #expect(fit.operations.dropFirst() == [.drop(input: "b"), .drop(input: "c")])
        #expect(
            fit.dropped == [
                DroppedFeature(name: "b", reason: .constant, detail: "0.1 on all training rows"),
                DroppedFeature(name: "c", reason: .constant, detail: "7 on all training rows"),
            ])
        #expect(
            fitting.collector.diagnostics == [
                Diagnostic(
                    code: "FS545", severity: .warning, message: "Dropped as constant on the training rows: 'b', 'c'.",
                    location: NormalizeFitting.place)
            ])
    }

    @Test func `a constant column stops the run where it may not be`() async throws {
        let failure = await #expect(throws: StageFailure.self) {
            try await NormalizeFitting(["constant-columns": "error"]).fit(table)
        }
        #expect(failure?.kind == .data)
        #expect(
            failure?.description
                == "pipeline.xml:7:3: error[FS540]: Feature 'b' has the one value 0.1 on all training rows, and "
                + "constant-columns is 'error'; constant are: 'b', 'c'.")
    }

    @Test func `long lists of names are cut`() async throws {
        let columns = (0..<7).map { Column(name: "x\($0)", values: .numeric([1, 1])) }
        let fitting = try NormalizeFitting()
        _ = try await fitting.fit(Table(columns: columns))
        #expect(
            fitting.collector.diagnostics.map(\.message) == [
                "Dropped as constant on the training rows: 'x0', 'x1', 'x2', 'x3', 'x4' and 2 more."
            ])
    }

    @Test(arguments: NormalizeStageTests.methods)
    func `values that differ by rounding alone are constant`(method: String) async throws {
        let x = (0..<1000).map { $0 % 3 == 0 ? 0.1 + 0.2 : 0.3 }
        let fit = try await NormalizeFitting(["method": method]).fit(NormalizeFitting.table(["x": x]))
        #expect(fit.operations == [.drop(input: "x")])
    }

    @Test(arguments: NormalizeStageTests.methods)
    func `a deviation below the least positive number is none`(method: String) async throws {
        let x = (0..<100).map { $0 == 50 ? 2 * Double.leastNonzeroMagnitude : 0 }
        let fit = try await NormalizeFitting(["method": method]).fit(NormalizeFitting.table(["x": x]))
        #expect(fit.operations == [.drop(input: "x")])
    }

    @Test func `a small variation on a large value is kept`() async throws {
        let x = (0..<1000).map { 1e6 + Double($0 % 2) * 1e-6 }
        let fit = try await NormalizeFitting().fit(NormalizeFitting.table(["x": x]))
        #expect(fit.dropped.isEmpty)
    }

    @Test func `a column that varies only in rows of weight 0 is constant`() async throws {
        let fit = try await NormalizeFitting()
            .fit(NormalizeFitting.table(["x": [5, 5, 6]], weights: [1, 2, 0]))
        #expect(fit.dropped.map(\.name) == ["x"])
    }

    @Test func `what was dropped on all rows is dropped in a fold and nothing else`() async throws {
        let fitting = try NormalizeFitting()
        let settled = try await fitting.fit(table)
        let fold = NormalizeFitting.table(["a": [3, 3], "b": [0.1, 0.4], "c": [7, 7]])
        let fit = try await fitting.fit(fold, settled: settled, isInFold: true)
        #expect(fit.dropped == settled.dropped)
        #expect(
            fit.operations == [
                .clip(input: "a", output: "a", low: 3, high: 3), .affine(input: "a", output: "a", center: 3, scale: 1),
                .drop(input: "b"), .drop(input: "c"),
            ])
    }

    @Test(arguments: ["zscore", "minmax", "maxabs", "robust"], [true, false])
    func `a column that is constant in a fold is 0 there to the last bit`(method: String, isExact: Bool) async throws {
        let values = (0..<9).map { isExact || $0 % 2 == 0 ? 0.3 : 0.1 + 0.2 }
        let fold = NormalizeFitting.table(["x": values])
        let fit = try await NormalizeFitting(["method": method]).fit(fold, settled: Fit(), isInFold: true)
        #expect(try fold.applying(fit.operations).column("x")?.numbers == [Double](repeating: 0, count: 9))
    }

    @Test func `a fold that chooses anew keeps its constant columns, which later stages may name`() async throws {
        let fitting = try NormalizeFitting(["constant-columns": "error"])
        let fit = try await fitting.fit(table, isInFold: true)
        #expect(fit.dropped.isEmpty && fitting.collector.diagnostics.isEmpty)
        #expect(try table.applying(fit.operations).column("c")?.numbers == [0, 0, 0, 0])
    }

    @Test(arguments: [2, 2.nextDown])
    func `a column without interquartile range but for rounding is centred and told of`(low: Double) async throws {
        let fitting = try NormalizeFitting(["method": "robust"])
        let fit = try await fitting.fit(NormalizeFitting.table(["x": [low, low, low, 2, 2, 2, 2, 9]]))
        #expect(fit.operations == [.affine(input: "x", output: "x", center: 2, scale: 1)])
        #expect(
            fitting.collector.diagnostics == [
                Diagnostic(
                    code: "FS546", severity: .warning,
                    message: "Centred but not scaled, since the interquartile range is 0: 'x'.",
                    location: NormalizeFitting.place)
            ])
    }
}
