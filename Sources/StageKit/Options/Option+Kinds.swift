extension Option {
    /// A whole number with a default.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - standard: The default.
    ///   - range: The allowed range; `nil` for any.
    ///   - unit: The unit, such as `rows`.
    ///   - help: What it does, in a sentence.
    ///   - affectsResult: Whether a different value can change the result.
    public static func integer(
        _ name: String, default standard: Int, in range: ClosedRange<Int>? = nil, unit: String? = nil, help: String,
        affectsResult: Bool = true
    ) -> Option where Value == Int {
        Option(
            OptionDescriptor(
                name: name, type: .integer(min: range?.lowerBound, max: range?.upperBound),
                standard: .integer(standard), unit: unit, help: help, affectsResult: affectsResult)
        ) { checked in
            guard case .integer(let value)? = checked?.value else { inconsistent(name, checked) }
            return value
        }
    }

    /// A whole number that may be left out.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - range: The allowed range; `nil` for any.
    ///   - unit: The unit, such as `rows`.
    ///   - help: What it does, in a sentence.
    public static func optionalInteger(
        _ name: String, in range: ClosedRange<Int>? = nil, unit: String? = nil, help: String
    ) -> Option where Value == Int? {
        Option(
            OptionDescriptor(
                name: name, type: .integer(min: range?.lowerBound, max: range?.upperBound), unit: unit, help: help)
        ) { checked in
            guard let checked else { return nil }
            guard case .integer(let value) = checked.value else { inconsistent(name, checked) }
            return value
        }
    }

    /// A number with a default.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - standard: The default.
    ///   - range: The allowed range.
    ///   - unit: The unit.
    ///   - help: What it does, in a sentence.
    public static func number(
        _ name: String, default standard: Double, in range: NumberRange = NumberRange(), unit: String? = nil,
        help: String
    ) -> Option where Value == Double {
        Option(
            OptionDescriptor(
                name: name, type: .number(range), standard: .number(standard), unit: unit, help: help)
        ) { checked in
            guard case .number(let value)? = checked?.value else { inconsistent(name, checked) }
            return value
        }
    }

    /// A number that may be left out.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - range: The allowed range.
    ///   - unit: The unit.
    ///   - isRequired: Whether it must be written.
    ///   - help: What it does, in a sentence.
    public static func optionalNumber(
        _ name: String, in range: NumberRange = NumberRange(), unit: String? = nil, isRequired: Bool = false,
        help: String
    ) -> Option where Value == Double? {
        Option(
            OptionDescriptor(name: name, type: .number(range), isRequired: isRequired, unit: unit, help: help)
        ) { checked in
            guard let checked else { return nil }
            guard case .number(let value) = checked.value else { inconsistent(name, checked) }
            return value
        }
    }

    /// One of a few words, the first being the default.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - standard: The default; the enumeration's first case where it is not given.
    ///   - help: What it does, in a sentence.
    ///   - affectsResult: Whether a different value can change the result.
    public static func choice(
        _ name: String, default standard: Value, help: String, affectsResult: Bool = true
    ) -> Option where Value: OptionChoice {
        Option(
            OptionDescriptor(
                name: name, type: .choice(Value.allCases.map(\.rawValue)), standard: .string(standard.rawValue),
                help: help, affectsResult: affectsResult)
        ) { checked in
            guard case .string(let word)? = checked?.value, let value = Value(rawValue: word) else {
                inconsistent(name, checked)
            }
            return value
        }
    }

    /// One of a few words, or nothing.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - help: What it does, in a sentence.
    public static func optionalChoice<Choice: OptionChoice>(
        _ name: String, help: String
    ) -> Option where Value == Choice? {
        Option(
            OptionDescriptor(name: name, type: .choice(Choice.allCases.map(\.rawValue)), help: help)
        ) { checked in
            guard let checked else { return nil }
            guard case .string(let word) = checked.value, let value = Choice(rawValue: word) else {
                inconsistent(name, checked)
            }
            return value
        }
    }

    /// One of a few words or a number.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - words: The words.
    ///   - standard: The default.
    ///   - range: The allowed range of the number.
    ///   - help: What it does, in a sentence.
    public static func wordOrNumber(
        _ name: String, words: [String], default standard: WordOrNumber, in range: NumberRange = NumberRange(),
        help: String
    ) -> Option where Value == WordOrNumber {
        let value: OptionValue =
            switch standard {
            case .word(let word): .string(word)
            case .number(let number): .number(number)
            }
        return Option(
            OptionDescriptor(name: name, type: .keyword(words, or: .number(range)), standard: value, help: help)
        ) { checked in
            switch checked?.value {
            case .string(let word)?: .word(word)
            case .number(let number)?: .number(number)
            default: inconsistent(name, checked)
            }
        }
    }
}
