internal import StageKit

extension ParameterType {
    /// Whether a parameter of this type may stand for a value.
    ///
    /// - Parameters:
    ///   - option: What the value must be.
    ///   - alone: Whether the parameter is the whole value; inside a longer text it is text.
    func fits(_ option: OptionType, alone: Bool) -> Bool {
        if self == .secret { return option == .string }
        guard alone else { return true }
        switch option {
        case .integer: return self == .int
        case .number: return self == .int || self == .number
        case .choice, .column: return self == .string || self == .choice
        case .path: return self == .string || self == .path
        case .string, .names: return true
        case .keyword(_, let other): return self == .string || self == .choice || fits(other, alone: true)
        }
    }

    /// What a value of this type may be.
    ///
    /// - Parameters:
    ///   - min: The least value of an `int` or `number`.
    ///   - max: The greatest value of an `int` or `number`.
    ///   - values: The values of an `enum`.
    func optionType(min: Double?, max: Double?, values: [String]) -> OptionType {
        switch self {
        case .int:
            .integer(
                min: min.flatMap { Int(exactly: $0.rounded(.up)) }, max: max.flatMap { Int(exactly: $0.rounded(.down)) }
            )
        case .number: .number(NumberRange(min: min, max: max))
        case .string, .secret: .string
        case .path: .path
        case .choice: .choice(values)
        }
    }
}
