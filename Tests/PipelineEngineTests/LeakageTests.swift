import StageKit
import Testing

@testable import PipelineEngine

/// What is fitted on the training part of a fold has the same bits whatever stands in the held-out rows.
struct LeakageTests {
    private static let rows = 90
    private static let heldOut = (0..<rows).filter { $0 % 5 == 2 }
    private static let training = (0..<rows).filter { $0 % 5 != 2 }

    private static let everyStage = """
        <impute/>
        <encode/>
        <x:winsorize/>
        <normalize id="norm"/>
        <l1-select id="select"><cv folds="4"/></l1-select>
        <l2-refit id="refit" input="norm" features="select"><cv folds="4"/></l2-refit>
        <evaluate id="eval" input="norm" model="refit" on="train"/>
        """

    @Test(arguments: MadeTable.Poison.allCases, MadeTable.Kind.allCases)
    func `poisoned held-out rows leave every fitted parameter bit-identical`(
        poison: MadeTable.Poison, kind: MadeTable.Kind
    ) async throws {
        let table = MadeTable.regression(rows: Self.rows, missing: true, target: kind)
        let pipeline = try TestPipeline(Self.everyStage, table: table)
        let fitted = try await pipeline.runner().run()
        let clean = try await fold(pipeline, fitted)
        var spoilt = fitted
        spoilt.training[0] = MadeTable.poisoned(table, rows: Self.heldOut, by: poison)
        let poisoned = try await fold(pipeline, spoilt)
        #expect(bits(clean.training) == bits(poisoned.training))
        #expect(clean.selection == poisoned.selection)
        #expect(clean.model == poisoned.model)
        #expect(clean.model.map(bits) == poisoned.model.map(bits))
        #expect(bits(clean.heldOut) != bits(poisoned.heldOut), "the poison must have reached the held-out part")
    }

    @Test(arguments: MadeTable.Poison.allCases, [MadeTable.Kind.numbers, .counts, .threeClasses])
    func `stages that choose anew in an outer fold do not see its held-out rows either`(
        poison: MadeTable.Poison, kind: MadeTable.Kind
    ) async throws {
        let table = MadeTable.regression(rows: Self.rows, missing: true, target: kind)
        let pipeline = try TestPipeline(Self.everyStage, table: table)
        let fitted = try await pipeline.runner().run()
        let clean = try await fold(pipeline, fitted, choosing: true)
        var spoilt = fitted
        spoilt.training[0] = MadeTable.poisoned(table, rows: Self.heldOut, by: poison)
        let poisoned = try await fold(pipeline, spoilt, choosing: true)
        #expect(clean.selection == poisoned.selection)
        #expect(clean.model.map(bits) == poisoned.model.map(bits))
    }

    @Test func `each row-learning stage is fitted again in a fold`() async throws {
        let table = MadeTable.regression(rows: Self.rows, missing: true)
        let pipeline = try TestPipeline(Self.everyStage, table: table)
        let fitted = try await pipeline.runner().run()
        var fold = FittedGraph(count: pipeline.graph.nodes.count)
        fold.training[0] = table.rows(Self.training)
        fold.heldOut[0] = table.rows(Self.heldOut)
        let places = pipeline.graph.ancestors(of: pipeline.place("eval")).filter { $0 != 0 }
        try await pipeline.runner().refit(places, in: &fold, settled: fitted)
        for place in places {
            let id = pipeline.graph.nodes[place].id
            // The levels are those of the whole loaded column, by design.
            guard id != "encode" else { continue }
            #expect(fold.fits[place] != fitted.fits[place], "\(id) has the same fit on part of the rows")
        }
    }

    @Test func `the selection on the test-free table does not change with the test rows`() async throws {
        let table = MadeTable.regression(rows: Self.rows)
        let training = table.rows(Self.training)
        let first = try await TestPipeline(Self.everyStage, table: training).runner().run()
        let second = try await TestPipeline(Self.everyStage, table: training).runner(workers: 4).run()
        for place in first.fits.indices { #expect(first.fits[place] == second.fits[place]) }
        #expect(first.evaluations == second.evaluations)
    }

    private func fold(
        _ pipeline: TestPipeline, _ fitted: FittedGraph, choosing: Bool = false
    ) async throws -> FoldInput {
        try await FoldRefitting(runner: pipeline.runner(), place: pipeline.place("eval"), fitted: fitted)
            .refit(training: Self.training, heldOut: Self.heldOut, choosing: choosing)
    }

    private func bits(_ model: Model) -> [UInt64] {
        (model.intercepts + model.coefficients.flatMap(\.self)).map(\.bitPattern)
    }

    private func bits(_ table: Table) -> [[UInt64]] {
        table.columns.map { column in
            switch column.values {
            case .numeric(let numbers): numbers.map(\.bitPattern)
            case .categorical(let codes, _): codes.map { UInt64(bitPattern: Int64($0)) }
            }
        }
    }
}
