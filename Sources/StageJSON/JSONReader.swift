/// Reads JSON strictly: RFC 8259, UTF-8 without byte order mark, no member twice, at most 64 levels, finite numbers.
package struct JSONReader {
    /// Where and why a text is no such document.
    package struct Failure: Error, Equatable {
        package let reason: String
        /// From 1.
        package let line: Int
        /// From 1, in characters.
        package let column: Int
    }

    private static let deepest = 64
    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document.
    ///
    /// - Complexity: O(size).
    package static func value(of bytes: [UInt8]) throws(Failure) -> JSONValue {
        var reader = JSONReader(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw reader.failure("the text is not UTF-8") }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.failure("text follows the end of the document") }
        return value
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.deepest else { throw failure("the document has more than \(Self.deepest) levels") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw failure("the document ends too early")
        default: return try number()
        }
    }

    private mutating func members(depth: Int) throws(Failure) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var seen = Set<String>()
        try list(close: UInt8(ascii: "}")) { reader throws(Failure) in
            guard reader.next == UInt8(ascii: "\"") else { throw reader.failure("a name in quotes is needed") }
            let start = reader.position
            let key = try reader.string()
            guard seen.insert(key).inserted else { throw reader.failure("'\(key)' is there twice", at: start) }
            reader.skipSpace()
            guard reader.take(UInt8(ascii: ":")) else { throw reader.failure("':' is needed") }
            members.append(JSONValue.Member(key: key, value: try reader.value(depth: depth + 1)))
        }
        return members
    }

    private mutating func elements(depth: Int) throws(Failure) -> [JSONValue] {
        var elements: [JSONValue] = []
        try list(close: UInt8(ascii: "]")) { reader throws(Failure) in
            elements.append(try reader.value(depth: depth + 1))
        }
        return elements
    }

    private mutating func list(
        close: UInt8, _ element: (inout JSONReader) throws(Failure) -> Void
    ) throws(Failure) {
        position += 1
        skipSpace()
        if take(close) { return }
        while true {
            skipSpace()
            try element(&self)
            skipSpace()
            if take(close) { return }
            guard take(UInt8(ascii: ",")) else { throw failure("',' or the end of the list is needed") }
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("this is no JSON value") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        let first = position
        guard digits() > 0 else { throw failure("this is no JSON value", at: start) }
        if bytes[first] == UInt8(ascii: "0"), position > first + 1 {
            throw failure("a number begins with 0", at: start)
        }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { throw failure("a digit is needed") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw failure("a digit is needed") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, text != "-0", let whole = Int(text) { return .integer(whole) }
        guard let value = Double(text), value.isFinite else {
            throw failure("the number is beyond the range of a double", at: start)
        }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func string() throws(Failure) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw failure("a control character stands in a text", at: position - 1)
            default: text.append(byte)
            }
        }
        throw failure("the text in quotes has no end", at: start)
    }

    private mutating func escape() throws(Failure) -> [UInt8] {
        let plain: [UInt8: UInt8] = [
            UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
            UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        ]
        guard let byte = next else { throw failure("the document ends too early") }
        position += 1
        if let plain = plain[byte] { return [plain] }
        guard byte == UInt8(ascii: "u") else { throw failure("this escape is unknown", at: position - 2) }
        var unit = try hexadecimal()
        if (0xD800..<0xDC00).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw failure("this escape is half a character") }
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw failure("this escape is half a character") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        let end = position + 4
        guard end <= bytes.count, bytes[position..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits are needed") }
        position = end
        return unit
    }

    // MARK: Moving

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func failure(_ reason: String, at place: Int? = nil) -> Failure {
        let before = bytes[..<min(place ?? position, bytes.count)]
        let line = before.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Failure(
            reason: reason, line: line, column: String(decoding: before[start...], as: UTF8.self).count + 1)
    }
}
