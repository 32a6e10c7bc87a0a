import SparseGLM
import StageKit
import StageKitTesting
import Testing
import WinsorizePlugin

struct WinsorizeStageTests {
    private func stage(_ options: [String: String] = [:]) throws -> WinsorizeStage {
        try WinsorizeStage(options: StageOptions(WinsorizeStage.descriptor.element, options))
    }

    private func fit(_ columns: [Column], _ options: [String: String] = [:]) async throws -> Fit {
        try await stage(options).fit(
            StageInput(table: Table(columns: columns)), settled: nil, context: StageContext(stageID: "winsorize"))
    }

    @Test(arguments: [true, false]) func conformance(hasWeights: Bool) async throws {
        let options = try StageOptions(WinsorizeStage.descriptor.element, ["lower": "0.1", "upper": "0.8"])
        let table = StageConformance.table(hasWeights: hasWeights)
        #expect(await StageConformance(WinsorizeStage.self, options: options, table: table).violations() == [])
    }

    @Test func `values beyond the quantiles are moved to them, and no others`() async throws {
        // Of 0…100 the tenth and ninetieth hundredths lie at 10 and 90.
        let x = Column(name: "x", values: .numeric((0...100).map(Double.init)))
        let fit = try await fit([x], ["lower": "0.1", "upper": "0.9"])
        #expect(fit.operations == [.clip(input: "x", output: "x", low: 10, high: 90)])
        let clipped = try Table(columns: [x]).applying(fit.operations).column("x")?.numbers
        #expect(clipped == (0...100).map { min(max(Double($0), 10), 90) })
    }

    @Test func `0 and 1 keep new rows within the training range`() async throws {
        let fit = try await fit(
            [Column(name: "x", values: .numeric([3, -2, 7]))], ["lower": "0", "upper": "1"])
        #expect(fit.operations == [.clip(input: "x", output: "x", low: -2, high: 7)])
    }

    @Test func `a sparse feature has the quantiles of all its rows, and stays sparse where they enclose 0`()
        async throws
    {
        let numbers: [[Double]] = [[0, 0, 3, 0, -1, 0, 0, 8], [0, 0, 0, 0, 0, 0, 0, 9], [1, 2, 3, 4, 5, 6, 7, 0]]
        let matrix = SparseMatrix(columns: numbers, sampleCount: 8)
        for weights in [[1, 1, 1, 1, 1, 1, 1, 1], [3, 0, 1, 1, 0, 1, 2, 1]] as [[Double]] {
            let weight = Column(name: "w", role: .weight, values: .numeric(weights))
            let sparse = numbers.indices.map { Column(name: "f\($0)", sparse: matrix, column: $0) }
            let dense = numbers.indices.map { Column(name: "f\($0)", values: .numeric(numbers[$0])) }
            for shares in [("0.1", "0.9"), ("0", "1"), ("0.25", "0.5")] {
                let options = ["lower": shares.0, "upper": shares.1]
                let fit = try await fit(sparse + [weight], options)
                #expect(fit == (try await self.fit(dense + [weight], options)))
                let clipped = try Table(columns: sparse).applying(fit.operations).columns[0].sparseNumbers
                #expect(clipped?.background == 0 && clipped?.rows == [2, 4, 7])
            }
        }
    }

    @Test func `missing values, rows of weight 0 and categories play no part`() async throws {
        let fit = try await fit(
            [
                Column(name: "x", values: .numeric([1, .nan, 2, 900])),
                Column(name: "empty", values: .numeric([.nan, .nan, .nan, .nan])),
                Column(name: "c", values: .categorical(codes: [0, 0, 1, 1], levels: ["a", "b"])),
                Column(name: "w", role: .weight, values: .numeric([1, 1, 1, 0])),
            ], ["lower": "0", "upper": "1"])
        #expect(fit.operations == [.clip(input: "x", output: "x", low: 1, high: 2)])
        #expect(fit.facts == [Fit.Fact("quantiles", "0 and 1"), Fit.Fact("clipped features", "1")])
    }

    @Test(arguments: [("0.5", "0.5"), ("0.9", "0.1")])
    func `a lower share that is not below the upper one is refused`(lower: String, upper: String) throws {
        let failure = #expect(throws: StageFailure.self) { try stage(["lower": lower, "upper": upper]) }
        #expect(failure?.kind == .pipeline && failure?.diagnostic.code == "FS590")
    }
}
