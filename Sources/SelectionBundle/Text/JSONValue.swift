/// A JSON document in memory, its members in their order.
indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case integer(Int)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A member of an object.
    struct Member: Equatable, Sendable {
        let key: String
        let value: JSONValue
    }

    /// A number, or null where there is none or it is not finite.
    init(_ value: Double?) {
        guard let value, value.isFinite else {
            self = .null
            return
        }
        self = .number(value)
    }

    /// A text, or null where there is none.
    init(_ value: String?) { self = value.map { .string($0) } ?? .null }

    /// Texts in their order.
    init(_ values: [String]) { self = .array(values.map { .string($0) }) }

    /// Numbers in their order.
    init(_ values: [Double]) { self = .array(values.map { .init($0) }) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self = .integer(value) }
}
