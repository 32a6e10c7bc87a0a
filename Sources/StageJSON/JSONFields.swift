package import StageKit

/// Takes the members of a JSON object one by one; what is left over at the end is an error.
package struct JSONFields {
    /// What is wrong with a document.
    package enum Fault {
        /// It is no JSON.
        case malformed(JSONReader.Failure)
        /// A value is not of the form that is needed.
        case shape(place: String, reason: String)
        /// A column operation that nobody knows.
        case unknownOperation(place: String, name: String)
    }

    /// Where a document stands, for messages.
    package struct Source: Sendable {
        /// The file that holds the document.
        package let file: String
        /// Which document of the file.
        package let part: String
        private let failure: @Sendable (Source, Fault) -> StageFailure

        /// - Parameters:
        ///   - file: The file that holds the document.
        ///   - part: Which document of the file.
        ///   - failure: What stops whoever reads it.
        package init(file: String, part: String, failure: @escaping @Sendable (Source, Fault) -> StageFailure) {
            self.file = file
            self.part = part
            self.failure = failure
        }

        /// The document's value.
        package func value(of bytes: [UInt8]) throws(StageFailure) -> JSONValue {
            do throws(JSONReader.Failure) { return try JSONReader.value(of: bytes) } catch {
                throw failure(self, .malformed(error))
            }
        }

        /// The failure for a value of the wrong form.
        package func wrong(_ place: String, _ reason: String) -> StageFailure {
            failure(self, .shape(place: place.isEmpty ? "its top" : place, reason: reason))
        }

        func unknownOperation(_ place: String, _ name: String) -> StageFailure {
            failure(self, .unknownOperation(place: place, name: name))
        }
    }

    package let source: Source
    package let place: String
    private var left: [String: JSONValue] = [:]
    private var order: [String] = []

    package init(_ value: JSONValue, at place: String, in source: Source) throws(StageFailure) {
        guard case .object(let members) = value else { throw source.wrong(place, "an object is needed") }
        self.source = source
        self.place = place
        for member in members {
            left[member.key] = member.value
            order.append(member.key)
        }
    }

    private func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    package mutating func take(_ key: String) throws(StageFailure) -> JSONValue {
        guard let value = left.removeValue(forKey: key) else {
            throw source.wrong(place, "'\(key)' is missing")
        }
        return value
    }

    /// Whether there is such a member that nothing took yet.
    package func has(_ key: String) -> Bool { left[key] != nil }

    /// The value of a member that may be left out.
    package mutating func takeIfPresent(_ key: String) -> JSONValue? { left.removeValue(forKey: key) }

    /// The members of an object that are left, in their order.
    package mutating func rest() -> [JSONValue.Member] {
        defer { left = [:] }
        return order.compactMap { key in left[key].map { JSONValue.Member(key: key, value: $0) } }
    }

    /// Refuses members that nothing took.
    package func finish() throws(StageFailure) {
        if let key = order.first(where: { left[$0] != nil }) { throw source.wrong(place, "'\(key)' is unknown") }
    }

    package mutating func string(_ key: String) throws(StageFailure) -> String {
        guard case .string(let text) = try take(key) else { throw source.wrong(place(of: key), "a text is needed") }
        return text
    }

    package mutating func optionalString(_ key: String) throws(StageFailure) -> String? {
        switch try take(key) {
        case .null: return nil
        case .string(let text): return text
        default: throw source.wrong(place(of: key), "a text or null is needed")
        }
    }

    package mutating func integer(_ key: String) throws(StageFailure) -> Int {
        guard case .integer(let number) = try take(key) else {
            throw source.wrong(place(of: key), "a whole number is needed")
        }
        return number
    }

    package mutating func number(_ key: String) throws(StageFailure) -> Double {
        guard let number = try take(key).double else { throw source.wrong(place(of: key), "a number is needed") }
        return number
    }

    package mutating func optionalNumber(_ key: String) throws(StageFailure) -> Double? {
        let value = try take(key)
        guard value != .null else { return nil }
        guard let number = value.double else { throw source.wrong(place(of: key), "a number or null is needed") }
        return number
    }

    package mutating func bool(_ key: String) throws(StageFailure) -> Bool {
        guard case .bool(let value) = try take(key) else {
            throw source.wrong(place(of: key), "true or false is needed")
        }
        return value
    }

    package mutating func array(_ key: String) throws(StageFailure) -> [JSONValue] {
        guard case .array(let values) = try take(key) else { throw source.wrong(place(of: key), "a list is needed") }
        return values
    }

    package mutating func strings(_ key: String) throws(StageFailure) -> [String] {
        let values = try array(key)
        let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        guard texts.count == values.count else { throw source.wrong(place(of: key), "a list of texts is needed") }
        return texts
    }

    package mutating func optionalStrings(_ key: String) throws(StageFailure) -> [String]? {
        if left[key] == .null {
            left[key] = nil
            return nil
        }
        return try strings(key)
    }

    package mutating func numbers(_ key: String) throws(StageFailure) -> [Double] {
        let values = try array(key)
        return try numbers(.array(values), at: place(of: key))
    }

    /// The numbers of a list.
    package func numbers(_ value: JSONValue, at place: String) throws(StageFailure) -> [Double] {
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
