extension OptionType {
    /// Reads an option's text.
    ///
    /// - Parameter text: What was written, after parameters were filled in.
    /// - Returns: The value, or `nil` where the text is not of this type or out of range.
    public func parse(_ text: String) -> OptionValue? {
        switch self {
        case .integer(let min, let max):
            guard let value = Int(text), min.map({ value >= $0 }) ?? true, max.map({ value <= $0 }) ?? true else {
                return nil
            }
            return .integer(value)
        case .number(let range):
            guard let value = decimal(text), range.contains(value) else { return nil }
            return .number(value)
        case .choice(let words): return words.contains(text) ? .string(text) : nil
        case .string: return .string(text)
        case .path, .column: return text.isEmpty ? nil : .string(text)
        case .names:
            return .names(text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }).map(String.init))
        case .keyword(let words, let other): return words.contains(text) ? .string(text) : other.parse(text)
        }
    }

    /// A finite decimal number: Swift's own reading also takes hexadecimal, `nan` and `inf`, which are refused here.
    private func decimal(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
        }
        guard allowed, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
