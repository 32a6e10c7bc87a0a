import StageKit
import TableReaders

/// What is asked of a database: `<query>`.
struct QueryOptions: Sendable {
    /// The query.
    let query: SQLiteQuery

    /// Reads `<query>`.
    init(_ element: StageOptions) {
        query = SQLiteQuery(
            text: element.text ?? "", timeLimit: element[Self.timeLimitOption], location: element.location)
    }

    /// What a person should know of the query.
    var warning: Diagnostic? {
        guard !query.isOrdered else { return nil }
        return Diagnostic(
            code: "FS485", severity: .warning,
            message:
                "The query has no ORDER BY of its own, so that another version of SQLite may give its rows in another "
                + "order, and random splits and folds go by a row's place.", location: query.location,
            suggestion: "add ORDER BY with a key of the rows")
    }

    static let timeLimitOption = Option<Double>.number(
        "time-limit", default: 600, in: NumberRange(min: 0, max: 86_400, excludesMin: true),
        help: "How long the query may run, in seconds.")

    static let element = ElementDescriptor(
        name: "query", summary: "What is asked of a database: one SELECT.", options: [timeLimitOption.descriptor],
        text: "One SELECT, whose columns are named each in its own way.")
}
