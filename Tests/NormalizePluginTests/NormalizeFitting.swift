import NormalizePlugin
import StageKit
import StageKitTesting

/// `normalize` with some options, and what it gives on small tables.
struct NormalizeFitting {
    static let place = SourceLocation(file: "pipeline.xml", line: 7, column: 3, length: 10)
    let stage: NormalizeStage
    let collector = DiagnosticCollector()

    init(_ texts: [String: String] = [:]) throws {
        let checked = try StageOptions(NormalizeStage.descriptor.element, texts)
        stage = NormalizeStage(
            options: StageOptions(descriptor: checked.descriptor, values: checked.values, location: Self.place))
    }

    func fit(_ table: Table, settled: Fit? = nil, isInFold: Bool = false) async throws -> Fit {
        try await stage.fit(
            StageInput(table: table), settled: settled, context: collector.context(isInFold: isInFold))
    }

    /// The column `x` after the stage was fitted on it and applied to it.
    func normalized(_ x: [Double], weights: [Double]? = nil) async throws -> [Double] {
        let table = Self.table(["x": x], weights: weights)
        return try table.applying(try await fit(table).operations).column("x")?.numbers ?? []
    }

    /// A table of numeric features, in the order of their names.
    static func table(_ features: KeyValuePairs<String, [Double]>, weights: [Double]? = nil) -> Table {
        var columns = features.map { Column(name: $0.key, values: .numeric($0.value)) }
        if let weights { columns.append(Column(name: "w", role: .weight, values: .numeric(weights))) }
        let count = columns.first?.count ?? 0
        return Table(
            columns: columns,
            origins: RowOrigins(file: "data.csv", lines: Array(2..<(count + 2)), numbers: Array(0..<count)))
    }
}
