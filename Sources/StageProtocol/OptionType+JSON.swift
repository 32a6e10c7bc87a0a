import StageJSON
import StageKit

extension OptionType {
    /// `type` and what belongs to it.
    var members: [JSONValue.Member] {
        func member(_ key: String, _ value: JSONValue) -> JSONValue.Member { .init(key: key, value: value) }
        switch self {
        case .integer(let least, let most):
            return [member("type", "integer")] + [least.map { member("min", .integer($0)) }].compactMap(\.self)
                + [most.map { member("max", .integer($0)) }].compactMap(\.self)
        case .number(let range):
            var members = [member("type", "number")]
            if let least = range.min { members.append(member("min", .number(least))) }
            if let most = range.max { members.append(member("max", .number(most))) }
            if range.excludesMin { members.append(member("excludesMin", .bool(true))) }
            if range.excludesMax { members.append(member("excludesMax", .bool(true))) }
            return members
        case .choice(let words): return [member("type", "choice"), member("words", .init(words))]
        case .string: return [member("type", "string")]
        case .path: return [member("type", "path")]
        case .column: return [member("type", "column")]
        case .names: return [member("type", "names")]
        case .keyword(let words, let other):
            return [
                member("type", "keyword"), member("words", .init(words)), member("or", .object(other.members)),
            ]
        }
    }

    /// Takes `type` and what belongs to it.
    init(_ fields: inout JSONFields) throws(StageFailure) {
        switch try fields.string("type") {
        case "integer":
            self = .integer(min: try fields.integerIfPresent("min"), max: try fields.integerIfPresent("max"))
        case "number":
            self = .number(
                NumberRange(
                    min: try fields.numberIfPresent("min"), max: try fields.numberIfPresent("max"),
                    excludesMin: try fields.boolIfPresent("excludesMin") ?? false,
                    excludesMax: try fields.boolIfPresent("excludesMax") ?? false))
        case "choice": self = .choice(try fields.strings("words"))
        case "string": self = .string
        case "path": self = .path
        case "column": self = .column
        case "names": self = .names
        case "keyword":
            let words = try fields.strings("words")
            var inner = try JSONFields(try fields.take("or"), at: "\(fields.place).or", in: fields.source)
            self = .keyword(words, or: try OptionType(&inner))
            try inner.finish()
        case let other: throw fields.source.wrong("\(fields.place).type", "'\(other)' is no type of an option")
        }
    }
}
