/// How the fields of a column are to be read.
public enum ColumnReading: String, Sendable, Hashable, CaseIterable {
    /// Not kept.
    case skip
    /// All numbers is numeric, none is categorical, a mixture is refused.
    case automatic
    /// Every field that is not missing must be a number.
    case numeric
    /// Every field is text, numbers too.
    case text
}
