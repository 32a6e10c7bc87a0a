extension Option {
    /// Text with a default.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - standard: The default.
    ///   - help: What it does, in a sentence.
    public static func string(_ name: String, default standard: String, help: String) -> Option
    where Value == String {
        Option(
            OptionDescriptor(name: name, type: .string, standard: .string(standard), help: help)
        ) { text(name, $0) ?? "" }
    }

    /// Text that may be left out.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - help: What it does, in a sentence.
    public static func optionalString(_ name: String, help: String) -> Option where Value == String? {
        Option(OptionDescriptor(name: name, type: .string, help: help)) { text(name, $0) }
    }

    /// The name of a column, which must be written.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - help: What it does, in a sentence.
    public static func column(_ name: String, help: String) -> Option where Value == String {
        Option(OptionDescriptor(name: name, type: .column, isRequired: true, help: help)) { text(name, $0) ?? "" }
    }

    /// The name of a column that may be left out.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - help: What it does, in a sentence.
    public static func optionalColumn(_ name: String, help: String) -> Option where Value == String? {
        Option(OptionDescriptor(name: name, type: .column, help: help)) { text(name, $0) }
    }

    /// A path that must be written, resolved against the folder of the file that names it.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - help: What it does, in a sentence.
    public static func path(_ name: String, help: String) -> Option where Value == String {
        Option(OptionDescriptor(name: name, type: .path, isRequired: true, help: help)) { checked in
            checked?.resolvedPath ?? text(name, checked) ?? ""
        }
    }

    /// Names separated by spaces.
    ///
    /// - Parameters:
    ///   - name: The attribute's name.
    ///   - standard: The default.
    ///   - isRequired: Whether it must be written.
    ///   - help: What it does, in a sentence.
    public static func names(
        _ name: String, default standard: [String] = [], isRequired: Bool = false, help: String
    ) -> Option where Value == [String] {
        Option(
            OptionDescriptor(
                name: name, type: .names, standard: isRequired ? nil : .names(standard), isRequired: isRequired,
                help: help)
        ) { checked in
            guard case .names(let values)? = checked?.value else { inconsistent(name, checked) }
            return values
        }
    }

    private static func text(_ name: String, _ checked: CheckedOption?) -> String? {
        guard let checked else { return nil }
        guard case .string(let value) = checked.value else { inconsistent(name, checked) }
        return value
    }
}
