import SparseGLM
import StageKit
import StageKitTesting
import Synchronization

@testable import L2RefitPlugin

/// Tables, options and a simple selector that the tests share.
enum Samples {
    /// Numbers that look random and are the same everywhere: uniform in −1 … 1.
    static func noise(_ stream: String, count: Int) -> [Double] {
        let random = KeyedRandom(seed: 17, stream: stream)
        return (0..<count).map { 2 * random.unit(at: UInt64($0)) - 1 }
    }

    /// Features `x1` … of which the first two matter.
    static func features(rows: Int, count: Int) -> [Column] {
        (1...count).map { Column(name: "x\($0)", values: .numeric(noise("x\($0)", count: rows))) }
    }

    /// A numeric target: 3 x1 − 2 x2 + noise.
    static func regression(rows: Int = 40, features count: Int = 4) -> Table {
        let features = features(rows: rows, count: count)
        let error = noise("error", count: rows)
        let values = signal(features).enumerated().map { $1 + error[$0] }
        return Table(columns: features + [Column(name: "y", role: .target, values: .numeric(values))])
    }

    /// Two classes by the same signal, with some rows on the wrong side.
    static func classes(rows: Int = 60, features count: Int = 4) -> Table {
        let features = features(rows: rows, count: count)
        let error = noise("error", count: rows)
        let codes = signal(features).enumerated().map { Int32($1 + 3 * error[$0] > 0 ? 1 : 0) }
        let target = Column(name: "y", role: .target, values: .categorical(codes: codes, levels: ["no", "yes"]))
        return Table(columns: features + [target])
    }

    /// Three classes by the same signal, with some rows on the wrong side.
    static func threeClasses(rows: Int = 60, features count: Int = 4) -> Table {
        let features = features(rows: rows, count: count)
        let error = noise("error", count: rows)
        let codes = signal(features).enumerated().map { row, eta -> Int32 in
            let value = eta + 3 * error[row]
            return value > 1.5 ? 2 : value > -1.5 ? 1 : 0
        }
        let target = Column(name: "y", role: .target, values: .categorical(codes: codes, levels: ["a", "b", "c"]))
        return Table(columns: features + [target])
    }

    /// Counts of a mean exp(signal/3 + offset).
    static func counts(rows: Int = 60, features count: Int = 4) -> Table {
        let features = features(rows: rows, count: count)
        let (offset, error) = (noise("exposure", count: rows), noise("error", count: rows))
        let values = signal(features).enumerated().map { row, eta in
            (portableExp(eta / 3 + offset[row]) * (1 + 0.8 * error[row])).rounded()
        }
        return Table(
            columns: features + [
                Column(name: "o", role: .offset, values: .numeric(offset)),
                Column(name: "y", role: .target, values: .numeric(values), holdsCounts: true),
            ])
    }

    /// The family that `l1-select` would take.
    static func family(of table: Table) -> Family {
        guard let target = table.target else { return .gaussian }
        guard let classes = target.classes else { return target.isCount ? .poisson : .gaussian }
        return classes.count == 2 ? .binomial : .multinomial
    }

    private static func signal(_ features: [Column]) -> [Double] {
        let x = features.prefix(2).map { $0.numbers ?? [] }
        return x[0].indices.map { 3 * x[0][$0] - 2 * x[1][$0] }
    }

    /// A selection of given features, without a path.
    static func selection(_ features: [String], of table: Table, fitsIntercept: Bool = true) -> Selection {
        Selection(
            family: family(of: table), candidates: table.features.map(\.name), features: features,
            fitsIntercept: fitsIntercept)
    }

    /// Options of `l2-refit`, each at a place: the element on line 10 of `pipeline.xml`, `<cv>` on line 11.
    static func options(_ texts: [String: String] = [:], cv: [String: String]? = nil) throws -> StageOptions {
        let element = L2RefitStage.descriptor.element
        guard let child = element.child("cv")?.element else {
            throw StageFailure(.fault, code: "FS000", "<l2-refit> has no <cv>.")
        }
        let children = try cv.map { [placed(try StageOptions(child, $0), line: 11)] } ?? []
        return placed(try StageOptions(element, texts, children: children), line: 10)
    }

    private static func placed(_ options: StageOptions, line: Int) -> StageOptions {
        var values: [String: CheckedOption] = [:]
        let written = options.values.filter { $0.value.origin == .written }.sorted { $0.key < $1.key }
        for (column, option) in written.enumerated() {
            let place = SourceLocation(file: "pipeline.xml", line: line, column: 20 + column)
            values[option.key] = CheckedOption(value: option.value.value, location: place)
        }
        return StageOptions(
            descriptor: options.descriptor, values: values, children: options.children,
            location: SourceLocation(file: "pipeline.xml", line: line, column: 3))
    }

    /// What the stage learns.
    static func fit(
        _ input: StageInput, _ options: StageOptions, workers: Int = 1, settled: Fit? = nil,
        receive: @escaping @Sendable (StageContext.Event) -> Void = { _ in }
    ) async throws -> Fit {
        try await L2RefitStage(options: options).fit(
            input, settled: settled,
            context: StageContext(stageID: "refit", seed: 5, workers: workers, receive: receive))
    }

    /// The diagnostics of a fit.
    static func diagnostics(_ input: StageInput, _ options: StageOptions) async throws -> [Diagnostic] {
        let found = Mutex<[Diagnostic]>([])
        _ = try await fit(input, options) { event in
            if case .diagnostic(let diagnostic) = event { found.withLock { $0.append(diagnostic) } }
        }
        return found.withLock { $0 }
    }

    /// The failure that work ends with, as the command line prints it; `nil` where it succeeds.
    static func failure(_ work: () async throws -> Void) async -> String? {
        do {
            try await work()
            return nil
        } catch { return String(describing: error) }
    }
}

/// Selects by thresholds on |Σ xⱼ (y − ȳ)|/n: at `thresholds[k]` every feature above it, a path like the lasso's on
/// orthogonal columns.
struct ThresholdSelector: LearningStage {
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "threshold", summary: "Selects by thresholds."), namespace: "urn:test",
        takes: [.table], gives: [.selection])

    var thresholds = [1.0, 0.5, 0.25, 0.1, 0.05, 0]
    var chosenIndex = 2
    var rule = "min"
    var maxFeatures: Int?

    init() {}

    init(options: StageOptions) throws {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let y = input.table.target?.values ?? []
        let mean = y.reduce(0, +) / Double(max(1, y.count))
        let gradients = input.table.features.map { column in
            (
                column.name,
                abs(zip(column.numbers ?? [], y).reduce(0) { $0 + $1.0 * ($1.1 - mean) }) / Double(max(1, y.count))
            )
        }
        let points = thresholds.map { threshold in
            SelectionPathPoint(
                lambda: threshold, intercepts: [0],
                coefficients: gradients.filter { $0.1 > threshold }.map {
                    SelectionPathPoint.Coefficient(name: $0.0, value: 1)
                }, deviance: 0, dualityGap: 0, kktViolation: 0, iterations: 0)
        }
        return Fit(
            selection: Selection(
                family: Samples.family(of: input.table),
                candidates: input.table.features.map(\.name), features: points[chosenIndex].features,
                path: SelectionPath(
                    points: points, chosenIndex: chosenIndex, lambdaMax: 1, rule: rule, supportMargin: 1),
                maxFeatures: maxFeatures))
    }
}
