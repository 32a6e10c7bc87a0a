import StageKit

/// What data hold, as people read it: a line for the columns of each role and type.
enum ProfileText {
    private static let heads = ["role", "type", "columns", "missing", "constant", "duplicate"]

    static func lines(_ profile: TableProfile) -> [String] {
        let dropped = profile.rowsRead - profile.rowsUsed
        let rows = profile.groups.map { group in
            [group.role.rawValue, group.isNumeric ? "numeric" : "categorical"]
                + [group.columnCount, group.missingCount, group.constantCount, group.duplicateCount].map(String.init)
        }
        let widths = heads.indices.map { column in ([heads] + rows).map { $0[column].count }.max() ?? 0 }
        let table = ([heads] + rows).map { row in
            "          "
                + zip(row, widths).enumerated().map { column, cell in
                    // Words begin in line, numbers end in line.
                    let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
                    return column < 2 ? cell.0 + blanks : blanks + cell.0
                }.joined(separator: "  ")
        }
        return ["data      \(profile.rowsUsed) rows\(dropped == 0 ? "" : " of \(profile.rowsRead)")"] + table
            + named("constant", profile.constants)
            + named("duplicate", profile.duplicates.map { "\($0.name) = \($0.original)" })
    }

    /// Five names at most, and how many more there are.
    private static func named(_ what: String, _ names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        let rest = names.count > 5 ? " and \(names.count - 5) more" : ""
        return ["          \(what): \(names.prefix(5).joined(separator: ", "))\(rest)"]
    }
}
