import StageJSON
import StageKit

extension Signature {
    /// The version of the member's format.
    static let formatVersion = 1

    /// `missingTokens` is written where it is not the default, which is what a signature without it means.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "formatVersion", value: .integer(Self.formatVersion)),
            .init(key: "inputs", value: .array(inputs.map(\.json))),
            .init(key: "target", value: .string(target)),
            .init(key: "classes", value: classes.map { .init($0) } ?? .null),
            .init(key: "outputs", value: outputsJSON),
        ]
        if missingTokens != Self.standardMissingTokens {
            members.append(.init(key: "missingTokens", value: .init(missingTokens)))
        }
        return .object(members)
    }

    private var outputsJSON: JSONValue {
        .array(
            outputs.map { name in
                let isText = classes != nil && name == "prediction"
                return ["name": .string(name), "type": isText ? "categorical" : "numeric"]
            })
    }

    init(reading bytes: [UInt8], in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
        try fields.version(Self.formatVersion)
        var inputs: [Input] = []
        for (index, value) in try fields.array("inputs").enumerated() {
            inputs.append(try Input(value, at: "inputs[\(index)]", in: source))
        }
        let target = try fields.string("target")
        let classes = try fields.optionalStrings("classes")
        let outputs = try fields.take("outputs")
        let tokens = fields.has("missingTokens") ? try fields.strings("missingTokens") : Self.standardMissingTokens
        try fields.finish()
        try source.refuseRepeated(inputs.map(\.name), at: "inputs")
        self.init(inputs: inputs, target: target, classes: classes, missingTokens: tokens)
        guard outputs == outputsJSON else {
            throw source.wrong("outputs", "the columns that follow from 'classes' are needed")
        }
    }
}

extension Signature.Input {
    fileprivate var json: JSONValue {
        var levels = JSONValue.null
        var range = JSONValue.null
        switch type {
        case .numeric(let known): range = known.map { .init([$0.lowerBound, $0.upperBound]) } ?? .null
        case .categorical(let known): levels = .init(known)
        }
        return [
            "name": .string(name), "role": .string(role.rawValue), "type": .string(type.name), "levels": levels,
            "range": range, "missing": .string(missing.rawValue), "unknownLevels": .string(unknownLevels.rawValue),
        ]
    }

    fileprivate init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let name = try fields.string("name")
        let role = ColumnRole(rawValue: try fields.string("role"))
        guard let role, role == .feature || role == .offset else {
            throw source.wrong("\(place).role", "'feature' or 'offset' is needed")
        }
        let typeName = try fields.string("type")
        let levels = try fields.optionalStrings("levels")
        let rangeValue = try fields.take("range")
        let range = rangeValue == .null ? [] : try fields.numbers(rangeValue, at: "\(place).range")
        let missing = try fields.policy("missing")
        let unknownLevels = try fields.policy("unknownLevels")
        try fields.finish()
        let type: Signature.ColumnType
        switch (typeName, levels, range.count) {
        case ("numeric", nil, 0): type = .numeric(range: nil)
        case ("numeric", nil, 2) where range[0] <= range[1]: type = .numeric(range: range[0]...range[1])
        case ("categorical", let levels?, 0): type = .categorical(levels: levels)
        default: throw source.wrong(place, "'type', 'levels' and 'range' do not fit together")
        }
        self.init(name: name, role: role, type: type, missing: missing, unknownLevels: unknownLevels)
    }
}

extension JSONFields {
    fileprivate mutating func policy(_ key: String) throws(StageFailure) -> Signature.Policy {
        guard let policy = Signature.Policy(rawValue: try string(key)) else {
            throw source.wrong("\(place).\(key)", "'error' or 'accept' is needed")
        }
        return policy
    }
}
