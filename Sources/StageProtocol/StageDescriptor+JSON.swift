package import StageJSON
package import StageKit

extension StageDescriptor {
    /// The descriptor as a program gives it.
    package var json: JSONValue {
        var members = element.members
        members += [
            .init(key: "namespace", value: .string(namespace)), .init(key: "version", value: .integer(version)),
            .init(key: "takes", value: .init(takes.map(\.rawValue))),
            .init(key: "gives", value: .init(gives.map(\.rawValue))),
        ]
        if !isExpressible { members.append(.init(key: "scoring", value: "program")) }
        if wantsNormalizedColumns { members.append(.init(key: "wantsNormalizedColumns", value: .bool(true))) }
        if normalizesColumns { members.append(.init(key: "normalizesColumns", value: .bool(true))) }
        return .object(members)
    }

    /// Reads a descriptor, strictly.
    package init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let namespace = try fields.string("namespace")
        let version = try fields.integer("version")
        let takes = try Self.kinds(&fields, "takes")
        let gives = try Self.kinds(&fields, "gives")
        let scoring = try fields.textIfPresent("scoring")
        guard scoring == nil || scoring == "program" else {
            throw source.wrong("\(place).scoring", "it is '\(scoring ?? "")'; expected 'program' or nothing")
        }
        let wantsNormalizedColumns = try fields.boolIfPresent("wantsNormalizedColumns") ?? false
        let normalizesColumns = try fields.boolIfPresent("normalizesColumns") ?? false
        let element = try ElementDescriptor(&fields)
        try fields.finish()
        self.init(
            element, namespace: namespace, takes: takes, gives: gives, version: version,
            wantsNormalizedColumns: wantsNormalizedColumns, normalizesColumns: normalizesColumns,
            isExpressible: scoring == nil)
    }

    private static func kinds(_ fields: inout JSONFields, _ key: String) throws(StageFailure) -> [ArtefactKind] {
        var kinds: [ArtefactKind] = []
        for name in try fields.strings(key) {
            guard let kind = ArtefactKind(rawValue: name) else {
                throw fields.source.wrong("\(fields.place).\(key)", "'\(name)' is no kind of artefact")
            }
            kinds.append(kind)
        }
        return kinds
    }
}

extension ElementDescriptor {
    /// `name`, `summary`, `options`, and `children` and `text` where there are any.
    fileprivate var members: [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "summary", value: .string(summary)),
            .init(key: "options", value: .array(options.map(\.json))),
        ]
        if !children.isEmpty { members.append(.init(key: "children", value: .array(children.map(\.json)))) }
        if let text { members.append(.init(key: "text", value: .string(text))) }
        return members
    }

    /// Takes the members of an object.
    fileprivate init(_ fields: inout JSONFields) throws(StageFailure) {
        let (name, summary) = (try fields.string("name"), try fields.string("summary"))
        var options: [OptionDescriptor] = []
        for (place, option) in try fields.array("options").enumerated() {
            options.append(try OptionDescriptor(option, at: "\(fields.place).options[\(place)]", in: fields.source))
        }
        var children: [ChildDescriptor] = []
        if fields.has("children") {
            for (place, child) in try fields.array("children").enumerated() {
                children.append(try ChildDescriptor(child, at: "\(fields.place).children[\(place)]", in: fields.source))
            }
        }
        let text = try fields.textIfPresent("text")
        self.init(name: name, summary: summary, options: options, children: children, text: text)
    }
}

extension ChildDescriptor {
    fileprivate var json: JSONValue {
        let counts: [JSONValue.Member] = [
            .init(key: "minCount", value: .integer(minCount)),
            .init(key: "maxCount", value: maxCount.map { .integer($0) } ?? .null),
        ]
        return .object(element.members + counts)
    }

    fileprivate init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let least = try fields.integer("minCount")
        let most = try fields.integerIfPresent("maxCount")
        let element = try ElementDescriptor(&fields)
        try fields.finish()
        self.init(element, minCount: least, maxCount: most)
    }
}

extension OptionDescriptor {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "help", value: .string(help)),
        ]
        members += type.members
        if let standard { members.append(.init(key: "default", value: .string(standard.description))) }
        if isRequired { members.append(.init(key: "required", value: .bool(true))) }
        if let unit { members.append(.init(key: "unit", value: .string(unit))) }
        return .object(members)
    }

    fileprivate init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let (name, help) = (try fields.string("name"), try fields.string("help"))
        let type = try OptionType(&fields)
        var standard: OptionValue?
        if let text = try fields.textIfPresent("default") {
            guard let value = type.parse(text) else {
                throw source.wrong("\(place).default", "'\(text)' is not \(type)")
            }
            standard = value
        }
        let unit = try fields.textIfPresent("unit")
        let isRequired = try fields.boolIfPresent("required") ?? false
        try fields.finish()
        self.init(name: name, type: type, standard: standard, isRequired: isRequired, unit: unit, help: help)
    }
}
