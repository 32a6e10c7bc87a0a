import ArgumentParser
import Glibc
import SelectionBundle
import StageKit
import TableReaders

/// `fsel predict BUNDLE [CSV]`: scores rows with a bundle's model.
struct PredictCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Scores rows with a bundle's model and prints CSV; strict on the model's signature.",
        discussion:
            "Reads CSV, TSV, svmlight and arrays of NumPy, compressed or not; standard input where no file is named.")

    /// What the rows are written in.
    enum Format: String, ExpressibleByArgument, CaseIterable { case auto, csv, tsv, svmlight, npy }

    @Argument(help: "The bundle.")
    var bundle: String

    @Argument(help: "The rows, with the columns that the model's signature names; others are ignored.")
    var csv: String?

    @OptionGroup var plugins: PluginArguments

    @Option(help: "How the rows are written; auto goes by the file's name, as <load> does.")
    var format = Format.auto

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The character between fields, or tab; the format's own by default.", valueName: "character")
    )
    var delimiter: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if csv == nil, format == .npy {
            throw ValidationError("--format npy reads a file, and none is named; expected one.")
        }
        guard let delimiter else { return }
        guard DelimitedFormat.delimiter(delimiter) != nil else {
            throw ValidationError(
                "--delimiter is '\(delimiter)', expected 'tab' or one ASCII character that is no letter, digit, blank, quote, "
                    + "point or sign.")
        }
        guard [.csv, .tsv].contains(format.resolved(name: csv ?? "")) else {
            throw ValidationError(
                "--delimiter is for CSV and TSV, and the rows are written otherwise; expected it not to be.")
        }
    }

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        let read = try BundleReader.read(path: bundle)
        if read.status == .rejected {
            desk.report(
                Diagnostic(
                    code: "FS708", severity: .warning,
                    message: "The bundle '\(bundle)' is rejected: a gate failed when it was made."))
        }
        let registry = try await plugins.registry(surroundings, namespaces: read.model().stageNamespaces)
        let scorer = try read.scorer(registry)
        let rows = try table(for: scorer.signature)
        let predictions = try await surroundings.interruption.during { try await scorer.predict(rows) }
        if !output.json { try desk.streams.raw(String(decoding: predictions.csv(), as: UTF8.self)) }
        try desk.finish(ok: true, PredictionsPayload(predictions))
        return .success
    }

    /// The rows, with each column read as the signature has it; columns that the model does not need are not read.
    private func table(for signature: Signature) throws -> Table {
        let file = csv ?? "(standard input)"
        let inputs = Dictionary(signature.inputs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        func readings(_ header: TableHeader) throws -> [ColumnReading] {
            try signature.requireColumns(header.names, file: file)
            return header.names.map { name in
                switch inputs[name]?.type {
                case .numeric: .numeric
                case .categorical: .text
                case nil: .skip
                }
            }
        }
        let read = try source(file, signature, columns: readings)
        return Table(
            columns: read.columns.map { $0.content.with(role: inputs[$0.name]?.role ?? .feature) },
            rowCount: read.rowCount, origins: read.origins)
    }

    /// What the file holds of the columns that are kept.
    private func source(
        _ file: String, _ signature: Signature, columns plan: (TableHeader) throws -> [ColumnReading]
    ) throws -> SourceTable {
        if self.format == .auto, csv != nil, SQLiteReader.isDatabase(name: file) {
            throw StageFailure(
                .data, code: "FS735",
                "The rows are in a database, which takes a query, and predict has none; expected what the query gives as CSV.",
                at: SourceLocation(file: file, line: 1))
        }
        let format = format.resolved(name: file)
        let memory = MachineMemory.halfOfAll
        switch format {
        case .npy: return try NumPyReader(file: file).using(threads: 1, memory: memory).read(columns: plan)
        case .svmlight:
            // Features that no row of the file has are 0 in all of them.
            let reader = SvmLightReader(file: file, featureCount: signature.largestFeatureIndex)
                .using(threads: 1, memory: memory)
            return csv == nil
                ? try reader.read(columns: plan, nextBlock: standardInput) : try reader.read(columns: plan)
        case .auto, .csv, .tsv:
            let standard = (format == .tsv ? DelimitedFormat.tsv : .csv).delimiter
            let delimiter = delimiter.flatMap(DelimitedFormat.delimiter) ?? standard
            let reader = DelimitedReader(
                file: file, format: DelimitedFormat(delimiter: delimiter, missingTokens: signature.missingTokens)
            ).using(threads: 2, memory: memory)
            return csv == nil
                ? try reader.read(columns: plan, nextBlock: standardInput) : try reader.read(columns: plan)
        }
    }

    private func standardInput() throws -> [UInt8]? {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw StageFailure(
                    .io, code: "FS709", "Standard input could not be read: \(systemText(errno)).")
            }
            return count == 0 ? nil : Array(block[..<count])
        }
    }
}

extension PredictCommand.Format {
    /// The format itself, `auto` going by a file's name.
    fileprivate func resolved(name: String) -> Self {
        guard self == .auto else { return self }
        if SvmLightReader.isSvmLight(name: name) { return .svmlight }
        if NumPyReader.isArray(name: name) { return .npy }
        return DelimitedFormat.isTabSeparated(name: name) ? .tsv : .csv
    }
}

extension Signature {
    /// The largest index of a feature as svmlight files count them; 0 where none is named so.
    fileprivate var largestFeatureIndex: Int {
        inputs.compactMap { SvmLightReader.index(ofFeature: $0.name) }.max() ?? 0
    }
}

/// Predictions as programs read them: a list a column.
private struct PredictionsPayload: Encodable {
    let columns: [String]
    let rows: [[Cell]]

    /// A number or a class.
    enum Cell: Encodable {
        case number(Double)
        case text(String)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            }
        }
    }

    init(_ predictions: Predictions) {
        columns = predictions.columns.map(\.name)
        let cells = predictions.columns.map { column -> [Cell] in
            column.numbers.map { $0.map(Cell.number) } ?? column.texts.map(Cell.text)
        }
        rows = (0..<(predictions.columns.first?.count ?? 0)).map { row in cells.map { $0[row] } }
    }
}
