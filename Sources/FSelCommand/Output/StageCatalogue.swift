import StageKit

/// Stages as people read them, from their descriptors.
enum StageCatalogue {
    /// A line a stage.
    static func list(_ descriptors: [StageDescriptor]) -> String {
        let width = descriptors.map(\.name.count).max() ?? 0
        return descriptors.map { descriptor in
            let flow = flow(descriptor)
            return "\(padded(descriptor.name, width))  \(descriptor.element.summary)\n\(padded("", width))  \(flow)"
        }.joined(separator: "\n")
    }

    /// Everything about one stage, with its sample where it has one.
    static func page(_ stage: StageDefinition) -> String {
        let sample = stage.sample.map { "\n\(indented($0))\n" } ?? ""
        return page(stage.descriptor) + sample
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
            .joined(separator: "\n")
    }

    private static func page(_ descriptor: StageDescriptor) -> String {
        var lines = [
            "<\(descriptor.name)>  \(descriptor.element.summary)", "",
            "  \(flow(descriptor))", "  namespace \(descriptor.namespace), algorithm version \(descriptor.version)", "",
        ]
        let references = descriptor.takes.compactMap(\.reference)
        lines.append("  id  a name by which other stages refer to this one")
        for reference in references {
            lines.append(
                "  \(reference)  the id of an earlier stage; the nearest one that fits where it is not written")
        }
        lines += element(descriptor.element, indent: "  ")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func flow(_ descriptor: StageDescriptor) -> String {
        let takes = descriptor.takes.map(\.rawValue).joined(separator: ", ")
        let gives = descriptor.gives.map(\.rawValue).joined(separator: ", ")
        return "\(takes.isEmpty ? "a file" : takes) → \(gives)"
    }

    private static func element(_ element: ElementDescriptor, indent: String) -> [String] {
        var lines: [String] = []
        for option in element.options {
            lines.append("\(indent)\(option.name)  \(terms(option))")
            lines.append("\(indent)    \(option.help)")
        }
        if let text = element.text { lines.append("\(indent)text: \(text)") }
        for child in element.children {
            lines.append("")
            lines.append("\(indent)<\(child.element.name)>  \(occurrence(child))  \(child.element.summary)")
            lines += self.element(child.element, indent: indent + "  ")
        }
        return lines
    }

    /// An option's type, unit and default in a phrase.
    static func terms(_ option: OptionDescriptor) -> String {
        var terms = ["\(option.type)"]
        if let unit = option.unit { terms.append("in \(unit)") }
        if option.isRequired {
            terms.append("required")
        } else {
            terms.append(
                option.standard.map { $0.description.isEmpty ? "default: none" : "default \($0)" } ?? "default: none")
        }
        return terms.joined(separator: "; ")
    }

    private static func occurrence(_ child: ChildDescriptor) -> String {
        switch (child.minCount, child.maxCount) {
        case (0, 1): "(at most one)"
        case (1, 1): "(one)"
        case (0, nil): "(any number)"
        case (let least, let most): "(\(least) to \(most.map(String.init) ?? "any number"))"
        }
    }
}

/// The text with spaces behind it, to a width in characters.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
