/// Why a problem cannot be solved as it is stated.
public enum SolverError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The caller asked to stop.
    case cancelled
    /// A value is NaN or infinite, or a result is out of the range of numbers. The text says where.
    case nonFinite(what: String)
    /// An argument is outside its range. The text says what was found and what was expected.
    case invalid(String)
    /// The binomial target holds one class only.
    case singleClass(value: Double, sampleCount: Int)
    /// A class of the multinomial target, by its number from 0, has no row.
    case emptyClass(number: Int, classCount: Int, sampleCount: Int)
    /// Without a penalty the coefficients are not unique: this column depends on the others.
    case rankDeficient(column: Int, featureCount: Int, sampleCount: Int)
    /// Without a penalty the coefficients have no finite optimum: a linear predictor separates the classes.
    case separated(sampleCount: Int)

    /// One sentence: what was found, and what was expected.
    public var description: String {
        switch self {
        case .cancelled:
            "The solver was asked to stop before it was done."
        case .nonFinite(let what):
            "\(what) is not a finite number."
        case .invalid(let sentence):
            sentence
        case .singleClass(let value, let count):
            "All \(count) rows of the binomial target are \(value == 0 ? "0" : "1"); both classes are needed."
        case .emptyClass(let number, let classCount, let n):
            "Class \(number) of the multinomial target's \(classCount), counted from 0, has none of the \(n) rows; "
                + "each class needs one."
        case .rankDeficient(let column, let p, let n):
            "Column \(column) of \(p) is a linear combination of the others on \(n) rows, so coefficients "
                + "without a penalty are not unique; use a penalty above 0."
        case .separated(let n):
            "A linear predictor separates the two classes on all \(n) rows, so coefficients without a penalty grow "
                + "without bound; use a penalty above 0."
        }
    }
}
