import Glibc
package import StageJSON
package import StageKit

extension StageOptions {
    /// The options as a program reads them: `options`, values of their types by name; `children` in document order; `written`,
    /// the names of those that were not left to their default; and the element's `text` where it may have one.
    package var members: [JSONValue.Member] {
        let values = descriptor.options.map { option in
            JSONValue.Member(key: option.name, value: self.values[option.name].map { $0.json(option.type) } ?? .null)
        }
        let written = descriptor.options.map(\.name).filter(isWritten)
        var members: [JSONValue.Member] = [
            .init(key: "options", value: .object(values)),
            .init(
                key: "children",
                value: .array(
                    children.map {
                        .object([.init(key: "name", value: .string($0.descriptor.name))] + $0.members)
                    })),
            .init(key: "written", value: .init(written)),
        ]
        if let text { members.append(.init(key: "text", value: .string(text))) }
        return members
    }

    /// Takes the options of a request, checked as those of a pipeline are.
    ///
    /// - Parameters:
    ///   - fields: The request, or one of its children.
    ///   - descriptor: What they are the options of.
    package init(_ fields: inout JSONFields, _ descriptor: ElementDescriptor) throws(StageFailure) {
        var given = try JSONFields(fields.take("options"), at: "options", in: fields.source)
        let written = Set(try fields.strings("written"))
        var values: [String: CheckedOption] = [:]
        for option in descriptor.options {
            guard let value = given.takeIfPresent(option.name), value != .null else { continue }
            guard let checked = option.type.parse(value.optionText ?? "") else {
                throw fields.source.wrong("options.\(option.name)", "it is not \(option.type)")
            }
            values[option.name] = CheckedOption(
                value: checked, origin: written.contains(option.name) ? .written : .standard,
                resolvedPath: option.type == .path ? checked.description : nil)
        }
        try given.finish()
        var children: [StageOptions] = []
        for value in try fields.array("children") {
            var inner = try JSONFields(value, at: "children", in: fields.source)
            let name = try inner.string("name")
            guard let child = descriptor.child(name) else {
                throw fields.source.wrong("children", "<\(descriptor.name)> has no child <\(name)>")
            }
            children.append(try StageOptions(&inner, child.element))
            try inner.finish()
        }
        let text = try fields.textIfPresent("text")
        self.init(descriptor: descriptor, values: values, children: children, text: text)
    }
}

extension CheckedOption {
    /// The value; of a path, which the program reads from a folder of its own, the file's absolute path.
    fileprivate func json(_ type: OptionType) -> JSONValue {
        guard type == .path, let path = resolvedPath else { return value.json }
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return .string(path) }
        defer { free(here) }
        return .string("\(String(cString: here))/\(path)")
    }
}

extension OptionValue {
    fileprivate var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .names(let values): .init(values)
        }
    }
}

extension JSONValue {
    /// The value as it would be written in a pipeline; nil for one that no option has.
    fileprivate var optionText: String? {
        switch self {
        case .integer(let value): OptionValue.integer(value).description
        case .number(let value): value.description
        case .string(let text): text
        case .array(let values):
            OptionValue.names(values.compactMap { if case .string(let text) = $0 { text } else { nil } }).description
        default: nil
        }
    }
}
