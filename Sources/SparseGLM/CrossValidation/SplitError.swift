/// Why rows cannot be divided as asked.
public enum SplitError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Fewer than two folds.
    case tooFewFolds(Int)
    /// More folds than things to divide; `unit` is "rows" or "groups".
    case moreFolds(folds: Int, than: Int, unit: String)
    /// The number of keys, classes, groups or times is not the number of rows.
    case countMismatch(what: String, found: Int, expected: Int)
    /// A test share outside (0, 1).
    case badFraction(Double)
    /// All rows would fall in one part.
    case emptyPart(part: String, rowCount: Int)
    /// A fold came out without rows.
    case emptyFold(fold: Int, of: Int)
    /// A time that is not a number.
    case badTime(row: Int)
    /// A given fold column that holds a single value.
    case singleFold

    /// One sentence: what was found, and what was expected.
    public var description: String {
        switch self {
        case .tooFewFolds(let k): "\(k) folds were asked for; at least 2 are needed."
        case .moreFolds(let k, let count, let unit):
            "\(k) folds were asked for, but there are only \(count) \(unit)."
        case .countMismatch(let what, let found, let expected):
            "There are \(found) \(what) for \(expected) rows; one per row is needed."
        case .badFraction(let f): "The test share is \(f); it must be above 0 and below 1."
        case .emptyPart(let part, let n): "The \(part) part of \(n) rows is empty; both parts need at least one row."
        case .emptyFold(let fold, let k): "Fold \(fold + 1) of \(k) has no rows; use fewer folds."
        case .badTime(let row): "The time of row \(row + 1) is not a number."
        case .singleFold: "All rows are in the same given fold; at least 2 folds are needed."
        }
    }
}
