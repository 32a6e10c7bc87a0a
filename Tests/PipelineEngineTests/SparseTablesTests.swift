import SparseGLM
import StageKit
import Testing

@testable import PipelineEngine

/// Sparse columns give what the same columns give when every number is stored, through every stage.
struct SparseTablesTests {
    private static let rowCount = 60
    private static let featureCount = 50
    private static let stages = """
        <impute/>
        <encode/>
        <normalize id="norm"/>
        <l1-select id="select" tolerance="1e-11"><path lambdas="10"/><cv folds="3" rule="min"/></l1-select>
        <l2-refit id="refit" input="norm" features="select"><cv folds="3"/></l2-refit>
        <evaluate id="eval" input="norm" model="refit" on="train"/>
        """

    /// What is to be predicted.
    enum Kind: String, CaseIterable, Sendable {
        case numbers, twoClasses, threeClasses, counts
    }

    /// Features with a tenth of their values other than 0, but for the four that matter, which have more.
    private static let numbers: [[Double]] = {
        let random = KeyedRandom(seed: 3, stream: "sparse tables")
        return (0..<featureCount).map { j -> [Double] in
            (0..<rowCount).map { i -> Double in
                let place = UInt64((j * rowCount + i) * 2)
                return random.unit(at: place) < (j < 4 ? 0.6 : 0.1) ? random.unit(at: place + 1) * 4 - 1 : 0
            }
        }
    }()

    private static func target(_ kind: Kind) -> Column {
        let random = KeyedRandom(seed: 4, stream: "sparse tables")
        let eta = (0..<rowCount).map { i -> Double in
            let signal: Double = 2 * numbers[0][i] - 2 * numbers[1][i] + numbers[2][i] + numbers[3][i]
            return signal + random.unit(at: UInt64(i)) * 1.5 - 0.9
        }
        let values: ColumnValues =
            switch kind {
            case .numbers: .numeric(eta)
            case .counts: .numeric(eta.map { max(0, ($0 + 1).rounded()) })
            case .twoClasses: .categorical(codes: eta.map { $0 > 0 ? 1 : 0 }, levels: ["no", "yes"])
            case .threeClasses:
                .categorical(codes: eta.map { $0 > 0.5 ? 2 : $0 > -0.5 ? 1 : 0 }, levels: ["a", "b", "c"])
            }
        return Column(name: "target", role: .target, values: values, holdsCounts: kind == .counts)
    }

    private static func table(_ numbers: [[Double]], isSparse: Bool, _ kind: Kind) -> Table {
        let matrix = SparseMatrix(columns: numbers, sampleCount: rowCount)
        let columns = numbers.indices.map { j in
            isSparse
                ? Column(name: "f\(j + 1)", sparse: matrix, column: j)
                : Column(name: "f\(j + 1)", values: .numeric(numbers[j]))
        }
        return Table(columns: columns + [target(kind)])
    }

    @Test(arguments: Kind.allCases) func `sparse columns give the dense ones' selection, model and metrics`(
        kind: Kind
    ) async throws {
        var found: [(selection: Selection?, model: Model?, evaluation: Evaluation?)] = []
        for isSparse in [true, false] {
            let pipeline = try TestPipeline(
                Self.stages, table: Self.table(Self.numbers, isSparse: isSparse, kind))
            let fitted = try await pipeline.runner().run()
            found.append(
                (
                    fitted.fits[pipeline.place("select")]?.selection, fitted.fits[pipeline.place("refit")]?.model,
                    fitted.evaluations[pipeline.place("eval")]
                ))
            let scaled = try #require(fitted.training[pipeline.place("norm")])
            #expect(scaled.features.allSatisfy { ($0.sparseNumbers != nil) == isSparse })
        }
        let (a, b) = (found[0], found[1])
        #expect(a.selection?.features == b.selection?.features && a.selection?.features.isEmpty == false)
        #expect(a.selection?.dropped.map(\.name) == b.selection?.dropped.map(\.name))
        let paths = try (#require(a.selection?.path), #require(b.selection?.path))
        #expect(paths.0.chosenIndex == paths.1.chosenIndex && abs(paths.0.lambdaMax / paths.1.lambdaMax - 1) < 1e-12)
        for (p, q) in zip(paths.0.points, paths.1.points) {
            #expect(abs(p.deviance / q.deviance - 1) < 1e-6)
            let means = try (#require(p.crossValidationMean), #require(q.crossValidationMean))
            #expect(abs(means.0 / means.1 - 1) < 1e-5, "\(p.lambda)")
        }
        let models = try (#require(a.model), #require(b.model))
        #expect(models.0.features == models.1.features)
        let (left, right) = (models.0.coefficients.flatMap(\.self), models.1.coefficients.flatMap(\.self))
        #expect(zip(left, right).allSatisfy { abs($0 - $1) < 1e-6 * (1 + abs($1)) })
        let metrics = try (#require(a.evaluation), #require(b.evaluation))
        for (p, q) in zip(metrics.0.metrics, metrics.1.metrics) {
            #expect(abs((p.value ?? 0) - (q.value ?? 0)) < 1e-6 * (1 + abs(q.value ?? 0)), "\(p.name)")
        }
    }

    @Test(arguments: [Kind.numbers, .twoClasses], [-1, 1e150])
    func `poisoned held-out rows leave every fitted parameter bit-identical`(kind: Kind, factor: Double) async throws {
        let heldOut = (0..<Self.rowCount).filter { $0 % 5 == 2 }
        let training = (0..<Self.rowCount).filter { $0 % 5 != 2 }
        var spoilt = Self.numbers
        for j in spoilt.indices {
            // Zeros become values too, so that other rows are stored.
            for row in heldOut { spoilt[j][row] = spoilt[j][row] == 0 && row % 3 == 0 ? 5 : spoilt[j][row] * factor }
        }
        let table = Self.table(Self.numbers, isSparse: true, kind)
        let pipeline = try TestPipeline(Self.stages, table: table)
        let fitted = try await pipeline.runner().run()
        var poisoned = fitted
        poisoned.training[0] = Self.table(spoilt, isSparse: true, kind)
        var parts: [FoldInput] = []
        for graph in [fitted, poisoned] {
            parts.append(
                try await FoldRefitting(runner: pipeline.runner(), place: pipeline.place("eval"), fitted: graph)
                    .refit(training: training, heldOut: heldOut, choosing: false))
        }
        #expect(parts[0].training == parts[1].training && parts[0].heldOut != parts[1].heldOut)
        #expect(parts[0].selection == parts[1].selection && parts[0].model == parts[1].model)
        #expect(parts[0].model?.features.isEmpty == false)
    }

    @Test(arguments: [Kind.numbers, .twoClasses]) func `the number of workers changes no bit`(kind: Kind) async throws {
        let table = Self.table(Self.numbers, isSparse: true, kind)
        let first = try await TestPipeline(Self.stages, table: table).runner(workers: 1).run()
        let second = try await TestPipeline(Self.stages, table: table).runner(workers: 2).run()
        for place in first.fits.indices { #expect(first.fits[place] == second.fits[place]) }
        #expect(first.evaluations == second.evaluations)
    }
}
