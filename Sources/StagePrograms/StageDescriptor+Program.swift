import StageJSON
import StageKit

extension StageDescriptor {
    /// The descriptors that a program gives of its stages.
    ///
    /// - Throws: ``ProgramFault/descriptor(_:)``: it has no stage, or one whose descriptor is wrong or cannot be served.
    static func all(_ value: JSONValue) throws(ProgramFault) -> [StageDescriptor] {
        let descriptors: [StageDescriptor]
        do throws(StageFailure) {
            let source = JSONFields.Source.message
            var fields = try JSONFields(value, at: "result", in: source)
            var read: [StageDescriptor] = []
            for (place, stage) in try fields.array("stages").enumerated() {
                read.append(try StageDescriptor(stage, at: "result.stages[\(place)]", in: source))
            }
            try fields.finish()
            descriptors = read
        } catch { throw .descriptor(error.diagnostic.message) }
        guard !descriptors.isEmpty, descriptors.count <= 100 else {
            throw .descriptor("it has \(descriptors.count) stages, and from 1 to 100 are expected")
        }
        var names: Set<[String]> = []
        let reserved = ["id", "xmlns"] + ArtefactKind.allCases.compactMap(\.reference)
        for descriptor in descriptors {
            if let name = descriptor.element.options.map(\.name).first(where: reserved.contains) {
                throw .descriptor("<\(descriptor.name)> has an option '\(name)', a name that every stage has already")
            }
            guard names.insert([descriptor.namespace, descriptor.name]).inserted else {
                throw .descriptor("it has two stages <\(descriptor.name)> in '\(descriptor.namespace)'")
            }
            guard descriptor.namespace != builtInNamespace, !descriptor.namespace.isEmpty else {
                throw .descriptor(
                    "<\(descriptor.name)> is in the namespace '\(descriptor.namespace)', and a namespace of its author's is expected"
                )
            }
            guard descriptor.takes == [.table], descriptor.gives == [.table] || descriptor.gives == [.selection] else {
                throw .descriptor(
                    "<\(descriptor.name)> must take a table and give a table or a selection")
            }
        }
        return descriptors
    }

    private init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let namespace = try fields.string("namespace")
        let version = try fields.integer("version")
        let takes = try Self.kinds(&fields, "takes")
        let gives = try Self.kinds(&fields, "gives")
        let element = try ElementDescriptor(&fields)
        try fields.finish()
        self.init(element, namespace: namespace, takes: takes, gives: gives, version: version)
    }

    private static func kinds(_ fields: inout JSONFields, _ key: String) throws(StageFailure) -> [ArtefactKind] {
        var kinds: [ArtefactKind] = []
        for name in try fields.strings(key) {
            guard let kind = ArtefactKind(rawValue: name) else {
                throw fields.source.wrong(key, "'\(name)' is no kind of artefact")
            }
            kinds.append(kind)
        }
        return kinds
    }
}

extension ElementDescriptor {
    /// Takes `name`, `summary`, `options` and `children` of an object.
    fileprivate init(_ fields: inout JSONFields) throws(StageFailure) {
        let (name, summary) = (try fields.string("name"), try fields.string("summary"))
        var options: [OptionDescriptor] = []
        for (place, option) in try fields.array("options").enumerated() {
            options.append(try OptionDescriptor(option, at: "\(fields.place).options[\(place)]", in: fields.source))
        }
        var children: [ChildDescriptor] = []
        if case .array(let values)? = fields.takeIfPresent("children") {
            for (place, child) in values.enumerated() {
                var inner = try JSONFields(child, at: "\(fields.place).children[\(place)]", in: fields.source)
                let least = try inner.integer("minCount")
                let most: Int? = if case .integer(let count)? = inner.takeIfPresent("maxCount") { count } else { nil }
                let element = try ElementDescriptor(&inner)
                try inner.finish()
                children.append(ChildDescriptor(element, minCount: least, maxCount: most))
            }
        }
        self.init(name: name, summary: summary, options: options, children: children)
    }
}

extension OptionDescriptor {
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
        let isRequired: Bool
        switch fields.takeIfPresent("required") {
        case nil: isRequired = false
        case .bool(let value)?: isRequired = value
        default: throw source.wrong("\(place).required", "true or false is needed")
        }
        try fields.finish()
        self.init(name: name, type: type, standard: standard, isRequired: isRequired, unit: unit, help: help)
    }
}

extension OptionType {
    /// Takes `type` and what belongs to it.
    fileprivate init(_ fields: inout JSONFields) throws(StageFailure) {
        switch try fields.string("type") {
        case "integer":
            let (least, most) = (try fields.integerIfPresent("min"), try fields.integerIfPresent("max"))
            self = .integer(min: least, max: most)
        case "number":
            let (least, most) = (try fields.numberIfPresent("min"), try fields.numberIfPresent("max"))
            self = .number(
                NumberRange(
                    min: least, max: most, excludesMin: fields.takeIfPresent("excludesMin") == .bool(true),
                    excludesMax: fields.takeIfPresent("excludesMax") == .bool(true)))
        case "choice": self = .choice(try fields.strings("words"))
        case "string": self = .string
        case "column": self = .column
        case "names": self = .names
        case let other: throw fields.source.wrong("\(fields.place).type", "'\(other)' is no type of an option")
        }
    }
}

extension JSONFields {
    fileprivate mutating func textIfPresent(_ key: String) throws(StageFailure) -> String? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw source.wrong("\(place).\(key)", "a text is needed")
        }
    }

    fileprivate mutating func integerIfPresent(_ key: String) throws(StageFailure) -> Int? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .integer(let number)?: return number
        default: throw source.wrong("\(place).\(key)", "a whole number is needed")
        }
    }

    fileprivate mutating func numberIfPresent(_ key: String) throws(StageFailure) -> Double? {
        switch takeIfPresent(key) {
        case nil, .null?: return nil
        case .integer(let number)?: return Double(number)
        case .number(let number)?: return number
        default: throw source.wrong("\(place).\(key)", "a number is needed")
        }
    }
}
