public import StageKit
import TableReaders

/// Reads a table from a file and may set test rows apart.
///
/// 1. Each column is read as numbers or as texts (``TableReader``), and gets its role.
/// 2. Rows with missing values are refused, dropped or kept.
/// 3. The target becomes numbers or classes.
/// 4. What the data hold is counted (``ProfileBuilder``), and features that give the target away are warned of.
/// 5. The rows are split, by the pipeline's seed alone.
///
/// O(bytes of the file) in time; a small multiple of the table in memory.
public struct LoadStage: Stage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        LoadOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [], gives: [.table])

    /// A complete pipeline that shows each option.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    private let options: LoadOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options that agree with the descriptor.
    /// - Throws: ``StageFailure`` of kind `pipeline` where options contradict each other.
    public init(options: StageOptions) throws { self.options = try LoadOptions(options) }

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - input: Nothing.
    ///   - context: The seed of the split, and who takes diagnostics.
    /// - Returns: The training rows and, with a split, the test rows.
    /// - Throws: ``StageFailure`` for a file that is not there, cannot be read or does not hold what the options say.
    public func run(_ input: StageInput, context: StageContext) async throws -> StageOutput {
        let (loaded, profile) = try load(context)
        var table = consume loaded
        var facts = [
            Fit.Fact("Rows read", "\(profile.rowsRead)"), Fit.Fact("Rows used", "\(table.rowCount)"),
            Fit.Fact("Features", "\(table.features.count)"), Fit.Fact("Target", targetText(table)),
        ]
        facts += profile.facts
        let ignored = options.columns.filter { $0.role == .ignore }.map(\.name)
        if !ignored.isEmpty { facts.append(Fit.Fact("Columns ignored", ignored.joined(separator: ", "))) }
        let dropped = ignored.map { DroppedFeature(name: $0, reason: .excludedByRole, detail: "role ignore") }
        let tokens = options.source.missingTokens
        guard let split = options.split else {
            return StageOutput(
                table: table, dropped: dropped, facts: facts, profile: profile, missingTokens: tokens)
        }
        warnOfDividedGroups(table, split).map(context.report)
        let (training, test) = try RowSplit(options: split, seed: context.seed).parts(of: table)
        facts.append(
            Fit.Fact("Split", "\(split.method.rawValue), \(training.count) training and \(test.count) test rows"))
        // A key that is ignored has served its end.
        table = Table(columns: table.columns.filter { $0.role != .ignore }, origins: table.origins)
        // Handed over whole, so that each column is let go as it is divided.
        let parts = (consume table).divided(training, test, workers: context.workers)
        return StageOutput(
            table: parts.0, test: parts.1, dropped: dropped, facts: facts, profile: profile, missingTokens: tokens)
    }

    /// All rows that are used, before the split, and what the data hold.
    private func load(_ context: StageContext) throws -> (table: Table, profile: TableProfile) {
        options.source.warning.map(context.report)
        var plan: ColumnPlan?
        let reader = options.source.reader.using(threads: context.workers, memory: context.memoryLimit)
        let read = try reader.read(progress: { context.progress(percent($0, of: $1), of: 100) }) { header in
            let made = try ColumnPlan(options, header)
            plan = made
            made.warning.map(context.report)
            return made.readings
        }
        let columns = read.columns.map { column in
            column.content.with(role: plan?.entries[column.place]?.role ?? .ignore)
        }
        try CommaNumbers(options: options).refuse(read, columns)
        let rows = try MissingRows(read, columns, options).keptRows(report: context.report)
        var table = Table(columns: columns, rowCount: read.rowCount, origins: read.origins)
        if rows.count < read.rowCount { table = table.rows(rows) }
        let encoder = TargetEncoder(options: options.target, table: table)
        table.columns(.target).first.flatMap(encoder.warning).map(context.report)
        let encoded = try table.columns.map { column in
            column.role == .target ? try encoder.encoded(column.prunedLevels) : column.prunedLevels
        }
        table = Table(columns: encoded, rowCount: table.rowCount, origins: table.origins)
        try RowChecks(table: table).check(report: context.report)
        LeakSearch(table)?.warnings.forEach(context.report)
        return (table, ProfileBuilder(source: read, table: table).profile)
    }

    /// Whole percents; an empty file is read.
    private func percent(_ completed: Int, of total: Int) -> Int {
        let total = max(total, completed)
        return total == 0 ? 100 : Int((Double(completed) / Double(total) * 100).rounded())
    }

    private func targetText(_ table: Table) -> String {
        guard let target = table.target else { return "" }
        return target.classes.map { "\(target.name), \($0.count) classes" }
            ?? "\(target.name), \(target.isCount ? "counts" : "numeric")"
    }

    /// Rows of a group that fall in both parts let the test part know the training part.
    private func warnOfDividedGroups(_ table: Table, _ split: SplitOptions) -> Diagnostic? {
        guard let group = table.columns(.group).first, split.method != .group || split.key != group.name else {
            return nil
        }
        return Diagnostic(
            code: "FS473", severity: .warning,
            message: "Rows of one group in column '\(group.name)' may fall in both parts, since the split is by "
                + "'\(split.method.rawValue)'; expected method=\"group\".", location: split.location)
    }
}
