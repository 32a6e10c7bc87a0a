/// Strict UTF-8 without NUL, as of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
enum TextCheck {
    /// What ends the good part of a text.
    enum Stop: Equatable {
        /// The text ended.
        case end
        /// The text ended inside a character.
        case cutOff
        /// A byte that cannot stand there.
        case invalid
        /// A byte 0.
        case null
    }

    /// How far a text is good.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - start: Where a character begins.
    /// - Returns: The offset of the first byte of the first character that is not good, and what is wrong with it.
    static func check(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, stop: Stop) {
        let raw = bytes.bytes
        var at = start
        while at < bytes.count {
            while at + 8 <= bytes.count, isPlain(raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)) {
                at += 8
            }
            guard at < bytes.count else { break }
            let byte = bytes[at]
            if byte == 0 { return (at, .null) }
            if byte < 0x80 {
                at += 1
                continue
            }
            let (length, stop) = character(bytes, at)
            guard stop == .end else { return (at, stop) }
            at += length
        }
        return (at, .end)
    }

    /// Whether eight bytes are all ASCII and none is 0.
    private static func isPlain(_ word: UInt64) -> Bool {
        (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
    }

    /// The length of a character that is not ASCII, or what is wrong with it.
    private static func character(_ bytes: Span<UInt8>, _ at: Int) -> (length: Int, stop: Stop) {
        // The second byte's range rules out overlong forms, surrogates and what lies above U+10FFFF.
        let (length, second): (Int, ClosedRange<UInt8>)
        switch bytes[at] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return (1, .invalid)
        }
        for k in 1..<length {
            guard at + k < bytes.count else { return (k, .cutOff) }
            let range = k == 1 ? second : 0x80...0xBF
            guard range.contains(bytes[at + k]) else { return (k, .invalid) }
        }
        return (length, .end)
    }
}
