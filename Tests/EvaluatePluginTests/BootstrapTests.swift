import SparseGLM
import StageKit
import Testing

@testable import EvaluatePlugin

struct BootstrapTests {
    private func evaluate(
        _ table: Table, _ model: Model, _ metric: String, _ bootstrap: [String: String], workers: Int = 1,
        seed: UInt64 = 5
    ) async throws -> (metric: Evaluation.Metric, diagnostics: [Diagnostic]) {
        let result = try await Samples.run(
            StageInput(table: table, model: model),
            Samples.options(["on": "train"], ("metric", ["name": metric]), ("bootstrap", bootstrap)), workers: workers,
            seed: seed)
        return (try #require(result.output.evaluation?.metrics.first), result.diagnostics)
    }

    @Test func `the interval is the same for any number of workers and moves with the seed`() async throws {
        let (table, model) = (Samples.regression(), Samples.model())
        let one = try await evaluate(table, model, "rmse", ["replicates": "50"]).metric
        for workers in [2, 8] {
            #expect(try await evaluate(table, model, "rmse", ["replicates": "50"], workers: workers).metric == one)
        }
        #expect(try await evaluate(table, model, "rmse", ["replicates": "50"], seed: 6).metric != one)
        #expect(one.level == 0.95)
        #expect((one.low ?? 0) < (one.value ?? 0) && (one.value ?? 0) < (one.high ?? 0))
    }

    @Test func `a higher level has a wider interval`() async throws {
        let (table, model) = (Samples.regression(), Samples.model())
        let narrow = try await evaluate(table, model, "mae", ["replicates": "200", "level": "0.5"]).metric
        let wide = try await evaluate(table, model, "mae", ["replicates": "200", "level": "0.99"]).metric
        #expect((wide.low ?? 1) < (narrow.low ?? 0) && (narrow.high ?? 1) < (wide.high ?? 0))
    }

    /// The mean of n rows has a standard deviation of s/√n over replicates, and its percentile interval is about ±1.96 of it.
    @Test func `the interval of a mean has the width of its standard error`() async throws {
        let random = KeyedRandom(seed: 31, stream: "wide")
        let rows = 60
        let error = (0..<rows).map { random.unit(at: UInt64($0)) }
        let table = Table(columns: [
            Column(name: "x", values: .numeric([Double](repeating: 0, count: rows))),
            Column(name: "y", role: .target, values: .numeric(error.map { 1 + $0 })),
        ])
        let metric = try await evaluate(table, Samples.model(), "mae", ["replicates": "2000"]).metric
        let mean = error.reduce(0, +) / Double(rows)
        let deviation = (error.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)).squareRoot()
        let expected = 2 * 1.96 * deviation / Double(rows).squareRoot()
        // Each end of 2,000 replicates is known to about 4 % of the width.
        #expect(abs(((metric.high ?? 0) - (metric.low ?? 0)) / expected - 1) < 0.12)
    }

    @Test func `quantiles interpolate between order statistics`() {
        let sorted = [1.0, 2, 4, 8]
        #expect(Bootstrap.quantile(sorted, 0) == 1)
        #expect(Bootstrap.quantile(sorted, 0.5) == 3)
        #expect(Bootstrap.quantile(sorted, 1) == 8)
        #expect(Bootstrap.quantile([7], 0.3) == 7)
    }

    private func rare(_ positive: Int) -> Table {
        let rows = 12
        return Table(columns: [
            Column(name: "x", values: .numeric((0..<rows).map { Double($0 % 5) })),
            Column(
                name: "y", role: .target,
                values: .categorical(codes: (0..<rows).map { $0 < positive ? 1 : 0 }, levels: ["no", "yes"])),
        ])
    }

    @Test func `a metric that many replicates do not define has no interval`() async throws {
        // One positive row is left out of (11/12)^12 = 35 % of replicates.
        let (metric, diagnostics) = try await evaluate(
            rare(1), Samples.model(.binomial), "roc-auc", ["replicates": "200"])
        #expect(metric.value != nil && metric.low == nil && metric.high == nil && metric.level == nil)
        let warning = try #require(diagnostics.first { $0.code == "FS583" })
        #expect(warning.message.hasPrefix("The metric 'roc-auc' is undefined on "))
        #expect(warning.message.hasSuffix(" of 200 bootstrap replicates. For that reason it has no interval."))
        #expect(warning.location?.description == "pipeline.xml:11:20")
    }

    @Test func `a metric that few replicates do not define leaves them out`() async throws {
        // Three positive rows are left out of (9/12)^12 = 3 % of replicates.
        let (metric, diagnostics) = try await evaluate(
            rare(3), Samples.model(.binomial), "roc-auc", ["replicates": "200"])
        #expect(metric.low != nil && metric.level == 0.95)
        let warning = try #require(diagnostics.first { $0.code == "FS583" })
        #expect(
            warning.message.hasSuffix(
                " of 200 bootstrap replicates. For that reason its interval leaves them "
                    + "out."))
    }
}
