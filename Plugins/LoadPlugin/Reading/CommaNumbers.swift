import StageKit
import TableReaders

/// Looks for columns whose texts are all numbers written with a comma, which nobody means for classes or levels.
struct CommaNumbers {
    /// What was asked for.
    let options: LoadOptions

    /// Refuses features and a target that are such, unless the options give them a type.
    ///
    /// - Parameters:
    ///   - source: What was read.
    ///   - columns: Its columns with their roles.
    /// - Throws: ``StageFailure`` FS477 at the first of them.
    func refuse(_ source: SourceTable, _ columns: [Column]) throws(StageFailure) {
        let found = columns.indices.filter { isFound(columns[$0]) }
        guard let first = found.first, case .categorical(_, let levels) = columns[first].values else { return }
        let names = found.map { columns[$0].name }
        let what = names.count == 1 ? "Column '\(names[0])' holds" : "\(names.count) columns (\(listed(names))) hold"
        throw StageFailure(
            .data, code: "FS477",
            "\(what) numbers with a comma, such as '\(levels[0])'; expected a decimal point and no other mark.",
            at: source.header.location(of: source.columns[first].place),
            suggestion: "where they are no numbers, give \(names.count == 1 ? "it" : "them") a type")
    }

    private func isFound(_ column: Column) -> Bool {
        guard case .categorical(_, let levels) = column.values, !levels.isEmpty else { return false }
        switch column.role {
        case .target: guard options.target.kind == .auto else { return false }
        case .feature:
            guard options.columns.first(where: { $0.name == column.name })?.kind ?? .auto == .auto else { return false }
        default: return false
        }
        return levels.allSatisfy(isNumberWithComma)
    }
}
