import StageKit
import TableReaders

/// Counts what the loaded data hold.
struct ProfileBuilder {
    /// What was read.
    let source: SourceTable
    /// The rows that are used, before the split.
    let table: Table

    /// The profile.
    ///
    /// - Complexity: O(columns) for columns that differ from each other in a few rows, O(rows × columns) at most.
    var profile: TableProfile {
        let features = table.features
        let isConstant = features.map(\.isConstant)
        let duplicates = DuplicateColumns(features).pairs
        let constants = zip(features, isConstant).filter(\.1).map(\.0.name)
        let (constantNames, duplicateNames) = (Set(constants), Set(duplicates.map(\.name)))
        let missing = Dictionary(
            source.columns.map { ($0.name, $0.missingCount) }, uniquingKeysWith: { first, _ in first })
        let groups = ColumnRole.allCases.flatMap { role in
            [true, false].compactMap { isNumeric -> TableProfile.Group? in
                let columns = table.columns.filter { $0.role == role && $0.isNumeric == isNumeric }
                guard !columns.isEmpty else { return nil }
                return TableProfile.Group(
                    role: role, isNumeric: isNumeric, columnCount: columns.count,
                    missingCount: columns.reduce(0) { $0 + (missing[$1.name] ?? 0) },
                    constantCount: role == .feature ? columns.count { constantNames.contains($0.name) } : 0,
                    duplicateCount: role == .feature ? columns.count { duplicateNames.contains($0.name) } : 0)
            }
        }
        return TableProfile(
            rowsRead: source.rowCount, rowsUsed: table.rowCount, groups: groups, constants: constants,
            duplicates: duplicates)
    }
}

extension TableProfile {
    /// What is worth a line of the report: nothing for data without gaps, constant or duplicate columns.
    var facts: [Fit.Fact] {
        let missing = groups.reduce(0) { $0 + $1.missingCount }
        return [
            missing == 0 ? nil : Fit.Fact("Missing values", "\(missing)"),
            constants.isEmpty ? nil : Fit.Fact("Constant features", listed(constants)),
            duplicates.isEmpty
                ? nil : Fit.Fact("Duplicate features", listed(duplicates.map { "\($0.name) = \($0.original)" })),
        ].compactMap(\.self)
    }
}

/// Some names for a sentence: five at most, and how many more there are.
func listed(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
}
