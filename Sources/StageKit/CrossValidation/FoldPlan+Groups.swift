extension FoldPlan {
    /// Warns, FS564, where a table has groups that the split tears apart.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - location: Where the split stands.
    ///   - context: Takes the warning.
    public func warnOfGroups(in table: Table, at location: SourceLocation?, context: StageContext) {
        guard split != .group, split != .column, let column = table.columns(.group).first else { return }
        context.report(
            Diagnostic(
                code: "FS564", severity: .warning,
                message: "Column '\(column.name)' gives groups, but the folds are split by '\(split.rawValue)', so "
                    + "that rows of a group are on both sides: split=\"group\" keeps them together.",
                location: location))
    }
}
