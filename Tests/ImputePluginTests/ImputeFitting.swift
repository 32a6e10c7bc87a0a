import ImputePlugin
import StageKit
import StageKitTesting

/// `impute` with some options, and what it gives on small tables.
struct ImputeFitting {
    /// The line of the element; its children stand on the lines below it.
    static let line = 5
    let stage: ImputeStage

    init(_ texts: [String: String] = [:], columns: [[String: String]] = []) throws {
        let element = ImputeStage.descriptor.element
        let children = try columns.enumerated().map { index, texts in
            Self.placed(
                try StageOptions(element.children[0].element, texts), line: Self.line + 1 + index, column: 5, [])
        }
        stage = try ImputeStage(
            options: Self.placed(try StageOptions(element, texts), line: Self.line, column: 3, children))
    }

    /// Options whose written values stand on a line: the first in column + 10, and so on by name.
    private static func placed(
        _ options: StageOptions, line: Int, column: Int, _ children: [StageOptions]
    ) -> StageOptions {
        var values = options.values.filter { $0.value.origin == .written }
        for (index, name) in values.keys.sorted().enumerated() {
            let place = SourceLocation(file: "pipeline.xml", line: line, column: column + 10 * (index + 1))
            values[name] = values[name].map { CheckedOption(value: $0.value, location: place) }
        }
        return StageOptions(
            descriptor: options.descriptor, values: values, children: children,
            location: SourceLocation(file: "pipeline.xml", line: line, column: column))
    }

    func fit(_ table: Table, isInFold: Bool = false) async throws -> Fit {
        try await stage.fit(
            StageInput(table: table), settled: nil, context: StageContext(stageID: "impute", isInFold: isInFold))
    }

    /// The number that takes the place of a missing one in the column `x`.
    func number(_ x: [Double], weights: [Double]? = nil) async throws -> Double? {
        let fit = try await fit(Self.table(x: x, weights: weights))
        guard case .impute("x", "x", let value)? = fit.operations.first else { return nil }
        return value
    }

    /// The level that takes the place of a missing one in the column `c` with levels `a`, `b`, `c`, -1 being missing.
    func level(_ codes: [Int32], weights: [Double]? = nil) async throws -> String? {
        let fit = try await fit(Self.table(c: codes, weights: weights))
        guard case .imputeLevel("c", "c", let level)? = fit.operations.last else { return nil }
        return level
    }

    static func table(x: [Double] = [], c: [Int32] = [], weights: [Double]? = nil) -> Table {
        var columns: [Column] = []
        if !x.isEmpty { columns.append(Column(name: "x", values: .numeric(x))) }
        if !c.isEmpty {
            columns.append(Column(name: "c", values: .categorical(codes: c, levels: ["a", "b", "c"])))
        }
        if let weights { columns.append(Column(name: "w", role: .weight, values: .numeric(weights))) }
        columns.append(
            Column(name: "y", role: .target, values: .numeric([Double](repeating: .nan, count: columns[0].count))))
        return Table(columns: columns)
    }
}
