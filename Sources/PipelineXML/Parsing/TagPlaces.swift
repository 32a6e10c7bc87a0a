/// Where the parts of a start tag stand, found in its bytes.
///
/// The parser reports names and values, not their places. A start tag's own syntax is simple enough to find them again:
/// it holds no comment and no reference can hide a quote.
struct TagPlaces {
    /// One attribute's name and value, as byte ranges; the value is without its quotes.
    struct Attribute {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// The element's name with its prefix.
    let name: Range<Int>
    /// The attributes as written, namespace declarations included.
    let attributes: [Attribute]
    /// The first byte after the tag's `>`.
    let end: Int

    /// Scans a tag; a malformed one gives what stands before the fault.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - start: The offset of the tag's `<`.
    ///   - limit: Attributes beyond so many are left out.
    /// - Complexity: O(length of the tag).
    init(in bytes: [UInt8], at start: Int, limit: Int = .max) {
        var cursor = Cursor(bytes: bytes, index: start + 1)
        name = cursor.name()
        var found: [Attribute] = []
        while found.count < limit {
            cursor.skipBlanks()
            let name = cursor.name()
            guard !name.isEmpty else { break }
            cursor.skipBlanks()
            guard cursor.take("=") else { break }
            cursor.skipBlanks()
            guard let value = cursor.quoted() else { break }
            found.append(Attribute(name: name, value: value))
        }
        attributes = found
        _ = cursor.take("/")
        _ = cursor.take(">")
        end = cursor.index
    }

    /// Whether an attribute declares a namespace.
    static func declaresNamespace(_ name: ArraySlice<UInt8>) -> Bool {
        name.elementsEqual("xmlns".utf8) || name.starts(with: "xmlns:".utf8)
    }
}

/// A place in bytes that moves on.
struct Cursor {
    let bytes: [UInt8]
    var index: Int

    var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    mutating func skipBlanks() {
        while let byte, Cursor.isBlank(byte) { index += 1 }
    }

    /// Moves over a character, if it stands here.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Whether a text stands here.
    func sees(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes.dropFirst(index).starts(with: $0) }
    }

    /// Moves behind the next occurrence of a text; to the end where there is none.
    mutating func skip(past text: StaticString) {
        while index < bytes.count {
            if sees(text) {
                index += text.utf8CodeUnitCount
                return
            }
            index += 1
        }
    }

    /// Moves to the next byte of this value; to the end where there is none.
    mutating func skip(to wanted: Unicode.Scalar) {
        let wanted = UInt8(ascii: wanted)
        while index < bytes.count, bytes[index] != wanted { index += 1 }
    }

    /// Moves over a name: everything up to a blank or one of `=`, `/`, `>`, `<` and quotes.
    mutating func name() -> Range<Int> {
        let start = index
        while let byte, !Cursor.isBlank(byte), !"=/><\"'".utf8.contains(byte) { index += 1 }
        return start..<index
    }

    /// Moves over a quoted value and gives the range between the quotes.
    mutating func quoted() -> Range<Int>? {
        guard let quote = byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        index += 1
        let start = index
        while let byte, byte != quote { index += 1 }
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        return start..<index
    }
}
