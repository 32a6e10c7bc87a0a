import SparseGLM
import StageKit
import Synchronization

@testable import EvaluatePlugin

/// Tables, options and a simple learner that the tests share.
enum Samples {
    /// A feature and a target that follows it at a distance.
    static func regression(rows: Int = 24) -> Table {
        let random = KeyedRandom(seed: 23, stream: "rows")
        let x = (0..<rows).map { 4 * random.unit(at: UInt64($0)) }
        let y = x.enumerated().map { 1 + 2 * $1 + random.unit(at: UInt64(1000 + $0)) }
        return Table(
            columns: [
                Column(name: "x", values: .numeric(x)), Column(name: "y", role: .target, values: .numeric(y)),
            ], origins: RowOrigins(file: "data.csv", lines: (0..<rows).map { $0 + 2 }, numbers: Array(0..<rows)))
    }

    /// A score and two classes that mostly follow it.
    static func classes(rows: Int = 24) -> Table {
        let random = KeyedRandom(seed: 29, stream: "rows")
        let x = (0..<rows).map { 4 * random.unit(at: UInt64($0)) - 2 }
        let codes = x.enumerated().map { Int32($1 + 2 * random.unit(at: UInt64(1000 + $0)) - 1 > 0 ? 1 : 0) }
        return Table(columns: [
            Column(name: "x", values: .numeric(x)),
            Column(name: "y", role: .target, values: .categorical(codes: codes, levels: ["no", "yes"])),
        ])
    }

    /// `1 + 2 x`, as a number or a logit.
    static func model(_ family: Family = .gaussian) -> Model {
        Model(
            family: family, classes: family == .gaussian ? nil : ["no", "yes"], features: ["x"], intercepts: [1],
            coefficients: [[2]])
    }

    /// Options of `evaluate`, each at a place: the element on line 10 of `pipeline.xml`, its children on the lines below.
    static func options(
        _ texts: [String: String] = [:], _ children: (name: String, texts: [String: String])...
    ) throws -> StageOptions {
        let element = EvaluateStage.descriptor.element
        let placedChildren = try children.enumerated().map { index, child in
            guard let descriptor = element.child(child.name)?.element else {
                throw StageFailure(.fault, code: "FS000", "<evaluate> has no <\(child.name)>.")
            }
            return placed(try StageOptions(descriptor, child.texts), line: 11 + index)
        }
        return placed(try StageOptions(element, texts, children: placedChildren), line: 10)
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

    /// What the stage gives and reports.
    static func run(
        _ input: StageInput, _ options: StageOptions, workers: Int = 1, seed: UInt64 = 5
    ) async throws -> (output: StageOutput, diagnostics: [Diagnostic]) {
        let found = Mutex<[Diagnostic]>([])
        let context = StageContext(stageID: "eval", seed: seed, workers: workers) { event in
            if case .diagnostic(let diagnostic) = event { found.withLock { $0.append(diagnostic) } }
        }
        let output = try await EvaluateStage(options: options).run(input, context: context)
        return (output, found.withLock { $0 })
    }

    /// The failure that work ends with, as the command line prints it; `nil` where it succeeds.
    static func failure(_ work: () async throws -> Void) async -> String? {
        do {
            try await work()
            return nil
        } catch { return String(describing: error) }
    }
}

/// Fits y on x alone by least squares, or predicts a class by the sign of x.
struct Line: LearningStage {
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "line", summary: "Fits a line."), namespace: "urn:test", takes: [.table],
        gives: [.model])

    init() {}

    init(options: StageOptions) throws {}

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        guard let x = input.table.column("x")?.numbers, let target = input.table.target, !x.isEmpty else {
            throw StageFailure(.data, code: "FS999", "A line needs x and a target.")
        }
        if target.classes != nil { return Fit(model: Samples.model(.binomial)) }
        let n = Double(x.count)
        let (mx, my) = (x.reduce(0, +) / n, target.values.reduce(0, +) / n)
        let xy = zip(x, target.values).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
        let slope = xy / max(1e-9, x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) })
        return Fit(
            model: Model(
                family: .gaussian, classes: nil, features: ["x"], intercepts: [my - slope * mx], coefficients: [[slope]]
            ))
    }
}
