import StageKit
import TableReaders

/// Looks for columns of texts that are numbers written with a comma.
enum CommaNumbers {
    /// A warning for each feature or target whose texts are all such.
    ///
    /// - Parameters:
    ///   - source: What was read.
    ///   - columns: Its columns with their roles.
    static func warnings(_ source: SourceTable, _ columns: [Column]) -> [Diagnostic] {
        zip(source.columns, columns).compactMap { read, column in
            guard column.role == .feature || column.role == .target, case .categorical(_, let levels) = column.values,
                let first = levels.first, levels.allSatisfy(isNumberWithComma)
            else { return nil }
            return Diagnostic(
                code: "FS477", severity: .warning,
                message:
                    "Column '\(column.name)' holds texts such as '\(first)', numbers with a comma, and is taken as texts.",
                location: source.header.location(of: read.place),
                suggestion: "write numbers with a decimal point and no other mark")
        }
    }
}
