import StageKit

extension StageConformance {
    /// Checks that the descriptor is complete and agrees with itself.
    ///
    /// - Returns: The violations; this part needs neither options nor data.
    func descriptorViolations() -> [ConformanceViolation] {
        let descriptor = stage.descriptor
        var faults = elementFaults(descriptor.element, path: "<\(descriptor.name)>", reserved: reservedNames)
        if descriptor.namespace.isEmpty { faults.append("The namespace is empty.") }
        if descriptor.version < 1 { faults.append("The version is \(descriptor.version), expected 1 or more.") }
        faults += repeated(descriptor.takes.map(\.rawValue)).map { "It takes '\($0)' twice." }
        faults += repeated(descriptor.gives.map(\.rawValue)).map { "It gives '\($0)' twice." }
        if descriptor.takes.isEmpty && descriptor.gives.isEmpty { faults.append("It takes nothing and gives nothing.") }
        return faults.map { ConformanceViolation(.descriptor, $0) }
    }

    private var reservedNames: [String] { ["id", "xmlns"] + ArtefactKind.allCases.compactMap(\.reference) }

    private func elementFaults(_ element: ElementDescriptor, path: String, reserved: [String]) -> [String] {
        var faults: [String] = []
        if !isKebabCase(element.name) { faults.append("The name of \(path) is not kebab-case.") }
        if !isOneLine(element.summary) { faults.append("The summary of \(path) is not one line of text.") }
        faults += repeated(element.options.map(\.name)).map { "\(path) has two options '\($0)'." }
        faults += repeated(element.children.map(\.element.name)).map { "\(path) has two children <\($0)>." }
        for option in element.options {
            let optionPath = "Option '\(option.name)' of \(path)"
            if reserved.contains(option.name) { faults.append("\(optionPath) has a reserved name.") }
            faults += optionFaults(option, path: optionPath)
        }
        for child in element.children {
            let childPath = "\(path) <\(child.element.name)>"
            if child.minCount < 0 || child.maxCount.map({ $0 < max(1, child.minCount) }) ?? false {
                let counts = "\(child.minCount) to \(child.maxCount, default: "any number of")"
                faults.append("\(childPath) may occur \(counts) times, which is never.")
            }
            faults += elementFaults(child.element, path: childPath, reserved: [])
        }
        return faults
    }

    private func optionFaults(_ option: OptionDescriptor, path: String) -> [String] {
        var faults: [String] = []
        if !isKebabCase(option.name) { faults.append("\(path) is not kebab-case.") }
        if !isOneLine(option.help) || option.help.last != "." { faults.append("\(path) has no sentence of help.") }
        if let reason = emptiness(of: option.type) { faults.append("\(path) \(reason).") }
        if let standard = option.standard {
            if option.isRequired { faults.append("\(path) is required and has a default.") }
            if option.type.parse(standard.description) != standard {
                faults.append("\(path) has the default '\(standard)', which is not \(option.type).")
            }
        }
        return faults
    }

    /// Why no text is of a type; `nil` where some text is.
    private func emptiness(of type: OptionType) -> String? {
        switch type {
        case .integer(let min?, let max?) where min > max: "allows no whole number"
        case .number(let range):
            if let min = range.min, let max = range.max,
                min > max || (min == max && (range.excludesMin || range.excludesMax))
            {
                "allows no number"
            } else {
                nil
            }
        case .choice(let words): wordsFault(words)
        case .keyword(let words, let other): wordsFault(words) ?? emptiness(of: other)
        default: nil
        }
    }

    private func wordsFault(_ words: [String]) -> String? {
        if words.isEmpty { return "allows no word" }
        if let word = repeated(words).first { return "lists '\(word)' twice" }
        let odd = words.first { !isKebabCase($0, startsWithLetter: false) }
        return odd.map { "has the word '\($0)', which is not kebab-case" }
    }

    private func isKebabCase(_ name: String, startsWithLetter: Bool = true) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
        return isPlain && (!startsWithLetter || name.utf8.first.map { $0 >= 0x61 } ?? false)
    }

    private func isOneLine(_ text: String) -> Bool {
        !text.isEmpty && text.first?.isWhitespace == false && text.last?.isWhitespace == false
            && !text.contains(where: \.isNewline)
    }

    private func repeated(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { !seen.insert($0).inserted }
    }
}
