import CSQLite
import StageKit

/// Watches over a query: what it may use, and for how long.
final class QueryGuard {
    /// What was refused first, for the message.
    private(set) var refusal: String?
    private let deadline: ContinuousClock.Instant
    /// Whether the time limit stopped the query.
    private(set) var isOverdue = false

    init(seconds: Double) { deadline = .now + .seconds(seconds) }

    /// Whether the query must stop: its time is over, or the run was cancelled.
    func mustStop() -> Bool {
        isOverdue = isOverdue || ContinuousClock.now > deadline
        return isOverdue || Task.isCancelled
    }

    /// Whether the compiler may use something.
    ///
    /// - Parameters:
    ///   - action: An action code of SQLite.
    ///   - name: The function, for `SQLITE_FUNCTION`.
    func allows(_ action: Int32, _ name: String?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return true
        case SQLITE_FUNCTION:
            let name = name?.lowercased() ?? ""
            if Self.functions.contains(name) { return true }
            refusal = refusal ?? "the function \(shown(name))"
        case SQLITE_PRAGMA: refusal = refusal ?? "PRAGMA"
        case SQLITE_ATTACH, SQLITE_DETACH: refusal = refusal ?? "ATTACH or DETACH"
        default: refusal = refusal ?? "a change of the database"
        }
        return false
    }

    /// The functions that a query may use: those whose result follows from their arguments alone, on every machine.
    ///
    /// Left out are random numbers, clocks and time zones, the functions of the C library that differ between processors
    /// in the last bit (exp, ln, pow and the like), and all that read or write files.
    static let functions: Set<String> = [
        "abs", "avg", "ceil", "ceiling", "char", "coalesce", "count", "cume_dist", "dense_rank", "first_value", "floor",
        "format", "glob", "group_concat", "hex", "ifnull", "iif", "instr", "json_array_length", "json_extract",
        "json_type", "json_valid", "->", "->>", "lag", "last_value", "lead", "length", "like", "lower", "ltrim", "max",
        "min",
        "mod", "nth_value", "ntile", "nullif", "percent_rank", "printf", "quote", "rank", "replace", "round",
        "row_number",
        "rtrim", "sign", "sqrt", "substr", "substring", "sum", "total", "trim", "trunc", "typeof", "unicode", "upper",
    ]
}
