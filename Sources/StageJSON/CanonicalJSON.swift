/// Writes JSON in one way only, so that equal documents have equal bytes.
///
/// Members keep their order, two spaces indent, arrays of plain values stand on one line, numbers are the shortest
/// that read back the same, only what must be escaped is escaped, and the text ends with a newline. It is a few lines of our own,
/// since Foundation's encoder would sort the members and cost its start-up time.
package struct CanonicalJSON {
    private var bytes: [UInt8] = []
    private var isOneLine = false

    /// The document as UTF-8.
    ///
    /// - Complexity: O(size).
    package static func bytes(of value: JSONValue) -> [UInt8] {
        var writer = CanonicalJSON()
        writer.write(value, depth: 0)
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }

    /// The document as UTF-8 on one line that a newline ends.
    ///
    /// - Complexity: O(size).
    package static func line(of value: JSONValue) -> [UInt8] {
        var writer = CanonicalJSON()
        writer.isOneLine = true
        writer.write(value, depth: 0)
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }

    private mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .number(let value): bytes += (value.isFinite ? numberText(value) : "null").utf8
        case .string(let text): write(text)
        case .array(let values):
            let isFlat = values.allSatisfy(\.isPlain)
            writeList(values, open: "[", close: "]", isFlat: isFlat, depth: depth) { writer, value in
                writer.write(value, depth: depth + 1)
            }
        case .object(let members):
            writeList(members, open: "{", close: "}", isFlat: members.isEmpty, depth: depth) { writer, member in
                writer.write(member.key)
                writer.bytes += ": ".utf8
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar, isFlat: Bool, depth: Int,
        _ write: (inout CanonicalJSON, Element) -> Void
    ) {
        let isFlat = isFlat || isOneLine
        bytes.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes += (isFlat ? ", " : ",").utf8 }
            if !isFlat { newline(depth + 1) }
            write(&self, element)
        }
        if !isFlat, !elements.isEmpty { newline(depth) }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func newline(_ depth: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            case UInt8(ascii: "\t"): bytes += "\\t".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += "\\u00\(digits.count < 2 ? "0" : "")\(digits)".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONValue {
    fileprivate var isPlain: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
