import StageKit

/// Takes the members of a JSON object one by one; what is left over at the end is an error.
struct JSONFields {
    /// Where a document stands, for messages.
    struct Source {
        let bundle: String
        let member: String

        func value(of bytes: [UInt8]) throws(StageFailure) -> JSONValue {
            do throws(JSONReader.Failure) {
                return try JSONReader.value(of: bytes)
            } catch {
                throw BundleFault.malformed(member: member, error).failure(in: bundle)
            }
        }

        func wrong(_ place: String, _ reason: String) -> StageFailure {
            BundleFault.shape(member: member, place: place.isEmpty ? "its top" : place, reason: reason).failure(
                in: bundle)
        }
    }

    let source: Source
    let place: String
    private var left: [String: JSONValue] = [:]
    private var order: [String] = []

    init(_ value: JSONValue, at place: String, in source: Source) throws(StageFailure) {
        guard case .object(let members) = value else { throw source.wrong(place, "an object is needed") }
        self.source = source
        self.place = place
        for member in members {
            left[member.key] = member.value
            order.append(member.key)
        }
    }

    private func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    mutating func take(_ key: String) throws(StageFailure) -> JSONValue {
        guard let value = left.removeValue(forKey: key) else {
            throw source.wrong(place, "'\(key)' is missing")
        }
        return value
    }

    /// Refuses members that nothing took.
    func finish() throws(StageFailure) {
        if let key = order.first(where: { left[$0] != nil }) { throw source.wrong(place, "'\(key)' is unknown") }
    }

    /// Whether there is such a member that nothing took yet.
    func has(_ key: String) -> Bool { left[key] != nil }

    mutating func string(_ key: String) throws(StageFailure) -> String {
        guard case .string(let text) = try take(key) else { throw source.wrong(place(of: key), "a text is needed") }
        return text
    }

    mutating func optionalString(_ key: String) throws(StageFailure) -> String? {
        switch try take(key) {
        case .null: return nil
        case .string(let text): return text
        default: throw source.wrong(place(of: key), "a text or null is needed")
        }
    }

    mutating func integer(_ key: String) throws(StageFailure) -> Int {
        guard case .integer(let number) = try take(key) else {
            throw source.wrong(place(of: key), "a whole number is needed")
        }
        return number
    }

    mutating func number(_ key: String) throws(StageFailure) -> Double {
        guard let number = try take(key).double else { throw source.wrong(place(of: key), "a number is needed") }
        return number
    }

    mutating func optionalNumber(_ key: String) throws(StageFailure) -> Double? {
        let value = try take(key)
        guard value != .null else { return nil }
        guard let number = value.double else { throw source.wrong(place(of: key), "a number or null is needed") }
        return number
    }

    mutating func bool(_ key: String) throws(StageFailure) -> Bool {
        guard case .bool(let value) = try take(key) else {
            throw source.wrong(place(of: key), "true or false is needed")
        }
        return value
    }

    mutating func array(_ key: String) throws(StageFailure) -> [JSONValue] {
        guard case .array(let values) = try take(key) else { throw source.wrong(place(of: key), "a list is needed") }
        return values
    }

    mutating func strings(_ key: String) throws(StageFailure) -> [String] {
        let values = try array(key)
        let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        guard texts.count == values.count else { throw source.wrong(place(of: key), "a list of texts is needed") }
        return texts
    }

    mutating func optionalStrings(_ key: String) throws(StageFailure) -> [String]? {
        if left[key] == .null {
            left[key] = nil
            return nil
        }
        return try strings(key)
    }

    mutating func numbers(_ key: String) throws(StageFailure) -> [Double] {
        let values = try array(key)
        return try numbers(.array(values), at: place(of: key))
    }

    /// The numbers of a list.
    func numbers(_ value: JSONValue, at place: String) throws(StageFailure) -> [Double] {
        guard case .array(let values) = value else { throw source.wrong(place, "a list of numbers is needed") }
        let numbers = values.compactMap(\.double)
        guard numbers.count == values.count else { throw source.wrong(place, "a list of numbers is needed") }
        return numbers
    }
}

extension JSONValue {
    fileprivate var double: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
}
