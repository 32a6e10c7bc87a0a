import SparseGLM
import StageKit
import Synchronization

@testable import L1SelectPlugin

/// Tables and options that the tests share.
enum Samples {
    /// Numbers that look random and are the same everywhere: uniform in −1 … 1.
    static func noise(_ stream: String, count: Int) -> [Double] {
        let random = KeyedRandom(seed: 11, stream: stream)
        return (0..<count).map { 2 * random.unit(at: UInt64($0)) - 1 }
    }

    /// Features `x1` … of which the first three matter; `x2` is nearly `x1` times 0.6 plus noise.
    static func features(rows: Int, count: Int) -> [Column] {
        let first = noise("x1", count: rows)
        return (1...count).map { number in
            let own = noise("x\(number)", count: rows)
            let values = number == 2 ? zip(first, own).map { 0.6 * $0 + 0.8 * $1 } : own
            return Column(name: "x\(number)", values: .numeric(values))
        }
    }

    /// A numeric target: 3 x1 − 2 x2 + x3 + noise.
    static func regression(rows: Int = 60, features count: Int = 8, noise scale: Double = 0.5) -> Table {
        let features = features(rows: rows, count: count)
        let eta = signal(features)
        let error = noise("error", count: rows)
        let target = Column(
            name: "y", role: .target, values: .numeric(eta.indices.map { 10 + eta[$0] + scale * error[$0] }))
        return Table(columns: features + [target], origins: origins(rows))
    }

    /// Two classes, `no` and `yes`, by the same signal with some rows on the wrong side.
    static func classes(rows: Int = 80, features count: Int = 6) -> Table {
        let features = features(rows: rows, count: count)
        let eta = signal(features)
        let error = noise("error", count: rows)
        let codes = eta.indices.map { Int32(eta[$0] + 2 * error[$0] > 0 ? 1 : 0) }
        let target = Column(name: "y", role: .target, values: .categorical(codes: codes, levels: ["no", "yes"]))
        return Table(columns: features + [target], origins: origins(rows))
    }

    /// Three classes, by the signal and by `x3`, with some rows on the wrong side.
    static func threeClasses(rows: Int = 90, features count: Int = 6) -> Table {
        let features = features(rows: rows, count: count)
        let (eta, other) = (signal(features), features[2].numbers ?? [])
        let error = noise("error", count: rows)
        let codes = eta.indices.map { row -> Int32 in
            if eta[row] + 2 * error[row] > 1 { return 2 }
            return other[row] + error[row] > 0 ? 1 : 0
        }
        let target = Column(name: "y", role: .target, values: .categorical(codes: codes, levels: ["a", "b", "c"]))
        return Table(columns: features + [target], origins: origins(rows))
    }

    /// Counts of a mean exp(signal/2 + log-exposure), with the logarithm of the exposure as the offset.
    static func counts(rows: Int = 80, features count: Int = 6) -> Table {
        let features = features(rows: rows, count: count)
        let offset = noise("exposure", count: rows)
        let error = noise("error", count: rows)
        let eta = signal(features)
        let values = eta.indices.map { row -> Double in
            (portableExp(eta[row] / 2 + offset[row]) * (1 + 0.8 * error[row])).rounded()
        }
        let target = Column(name: "y", role: .target, values: .numeric(values), holdsCounts: true)
        return Table(
            columns: features + [Column(name: "o", role: .offset, values: .numeric(offset)), target],
            origins: origins(rows))
    }

    private static func signal(_ features: [Column]) -> [Double] {
        let x = features.prefix(3).map { $0.numbers ?? [] }
        return x[0].indices.map { 3 * x[0][$0] - 2 * x[1][$0] + x[2][$0] }
    }

    private static func origins(_ rows: Int) -> RowOrigins {
        RowOrigins(file: "data.csv", lines: (0..<rows).map { $0 + 2 }, numbers: Array(0..<rows))
    }

    /// Options of `l1-select`.
    static func options(_ texts: [String: String] = [:], _ children: StageOptions...) throws -> StageOptions {
        try StageOptions(L1SelectStage.descriptor.element, texts, children: children)
    }

    /// Options of a child of `l1-select`.
    static func child(_ name: String, _ texts: [String: String] = [:]) throws -> StageOptions {
        guard let child = L1SelectStage.descriptor.element.child(name) else {
            throw StageFailure(.fault, code: "FS000", "<l1-select> has no child <\(name)>.")
        }
        return try StageOptions(child.element, texts)
    }

    /// The same options, each at a place: the element on a line of `pipeline.xml`, the attributes behind it.
    static func placed(_ options: StageOptions, line: Int = 10) -> StageOptions {
        var values: [String: CheckedOption] = [:]
        let written = options.values.filter { $0.value.origin == .written }.sorted { $0.key < $1.key }
        for (column, option) in written.enumerated() {
            let place = SourceLocation(file: "pipeline.xml", line: line, column: 20 + column)
            values[option.key] = CheckedOption(value: option.value.value, location: place)
        }
        return StageOptions(
            descriptor: options.descriptor, values: values,
            children: options.children.enumerated().map { placed($1, line: line + 1 + $0) },
            location: SourceLocation(file: "pipeline.xml", line: line, column: 3))
    }

    /// The diagnostics of a fit.
    static func diagnostics(
        _ table: Table, _ options: StageOptions, resampling: (any Resampling)? = nil
    ) async throws -> [Diagnostic] {
        let found = Mutex<[Diagnostic]>([])
        let context = StageContext(stageID: "select", seed: 5) { event in
            if case .diagnostic(let diagnostic) = event { found.withLock { $0.append(diagnostic) } }
        }
        _ = try await L1SelectStage(options: options).fit(
            StageInput(table: table, resampling: resampling), settled: nil, context: context)
        return found.withLock { $0 }
    }

    /// The failure that work ends with, as the command line prints it; `nil` where it succeeds.
    static func failure(_ work: () async throws -> Void) async -> String? {
        do {
            try await work()
            return nil
        } catch { return String(describing: error) }
    }

    /// What the stage learns from a table.
    static func fit(
        _ table: Table, _ options: StageOptions, seed: UInt64 = 5, workers: Int = 1,
        resampling: (any Resampling)? = nil, settled: Fit? = nil
    ) async throws -> Fit {
        try await L1SelectStage(options: options).fit(
            StageInput(table: table, resampling: resampling), settled: settled,
            context: StageContext(stageID: "select", seed: seed, workers: workers))
    }
}
