import StageKit

/// The texts of an array of type `U` or `S`.
enum ArrayTexts {
    /// The most bytes of texts that are read: names and classes, not documents.
    static let mostBytes = 1 << 30

    /// Reads all elements of an array with one extent.
    ///
    /// - Parameters:
    ///   - header: What the bytes are: texts.
    ///   - stream: The bytes, from the first element on.
    /// - Throws: ``StageFailure`` where there are too many bytes (FS437) or an element is no Unicode text (FS436).
    static func read(_ header: NumPyHeader, _ stream: ArrayStream) throws -> [String] {
        guard header.dataSize <= mostBytes else {
            throw stream.failure(
                "FS437", "The array has \(header.dataSize) bytes of texts; expected at most \(mostBytes).", .resource)
        }
        var texts: [String] = []
        for row in 0..<header.rowCount {
            if row % 4096 == 0 { try Task.checkCancellation() }
            let bytes = try stream.bytes(header.type.size)
            guard let text = header.type.kind == .unicode ? unicode(bytes, header.type) : plain(bytes) else {
                throw stream.failure(
                    "FS436", "The text in row \(row + 1) is not Unicode; expected characters that UTF-8 can spell.",
                    row: row)
            }
            texts.append(text)
        }
        try stream.finish()
        return texts
    }

    /// Bytes up to the zeros at the end, which pad.
    private static func plain(_ bytes: [UInt8]) -> String? {
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return String(validating: bytes[..<end], as: UTF8.self).flatMap { $0.utf8.contains(0) ? nil : $0 }
    }

    /// Characters of four bytes each, up to the zeros at the end.
    private static func unicode(_ bytes: [UInt8], _ type: NumPyType) -> String? {
        var scalars = stride(from: 0, to: bytes.count, by: 4).map { start in
            let four = bytes[start..<start + 4]
            return (type.isBigEndian ? Array(four) : four.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        while scalars.last == 0 { scalars.removeLast() }
        var text = ""
        for value in scalars {
            guard value != 0, let scalar = Unicode.Scalar(value) else { return nil }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
