internal import StageKit

/// What is refused before the parser sees a byte: size, encoding, NUL, version, too many attributes.
enum TextChecks {
    /// Checks a file.
    ///
    /// - Parameter source: The file.
    /// - Throws: The first fault in this order: empty, encoding, NUL, declaration, attributes.
    static func check(_ source: SourceFile) throws(StageFailure) {
        guard source.bytes.count <= ParseLimits.fileBytes else {
            throw FaultCode.fileTooLarge.failure("\(source.path) is larger than 4 MiB, the limit for a pipeline file")
        }
        try checkEncoding(source)
        if source.bytes[source.textStart...].allSatisfy(Cursor.isBlank) {
            throw FaultCode.fileEmpty.failure(
                "The file is empty, expected a <pipeline> element",
                at: SourceSpan(source, source.textStart..<source.textStart))
        }
        if let place = source.bytes.firstIndex(of: 0) {
            throw FaultCode.nulByte.failure(
                "Found a NUL byte, expected text", at: SourceSpan(source, place..<place + 1))
        }
        try checkDeclaration(source)
        try checkAttributeCounts(source)
    }

    private static func checkEncoding(_ source: SourceFile) throws(StageFailure) {
        let marks: [(name: String, bytes: [UInt8])] = [
            ("UTF-32", [0xFF, 0xFE, 0, 0]), ("UTF-32", [0, 0, 0xFE, 0xFF]), ("UTF-16", [0xFF, 0xFE]),
            ("UTF-16", [0xFE, 0xFF]), ("UTF-16", [0x3C, 0, 0x3F, 0]), ("UTF-16", [0, 0x3C, 0, 0x3F]),
        ]
        if let mark = marks.first(where: { source.bytes.starts(with: $0.bytes) }) {
            throw FaultCode.notUTF8.failure(
                "The file is in \(mark.name), expected UTF-8", at: SourceSpan(source, 0..<0))
        }
        guard let bad = invalidUTF8(source.bytes) else { return }
        let hex = String(source.bytes[bad.lowerBound], radix: 16, uppercase: true)
        throw FaultCode.notUTF8.failure(
            "Byte 0x\(hex) is not valid UTF-8 here; expected the file to be in UTF-8",
            at: SourceSpan(source, bad.lowerBound..<bad.lowerBound + 1))
    }

    /// The first bytes that are not UTF-8.
    private static func invalidUTF8(_ bytes: [UInt8]) -> Range<Int>? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets
        }
    }

    private static func checkDeclaration(_ source: SourceFile) throws(StageFailure) {
        guard Cursor(bytes: source.bytes, index: source.textStart).sees("<?xml") else { return }
        // The declaration reads like a tag named `?xml`.
        let declaration = TagPlaces(in: source.bytes, at: source.textStart)
        guard declaration.name.count == "?xml".utf8.count else { return }
        for attribute in declaration.attributes {
            let name = String(decoding: source.bytes[attribute.name], as: UTF8.self)
            let value = String(decoding: source.bytes[attribute.value], as: UTF8.self)
            let span = SourceSpan(source, attribute.value)
            if name == "encoding", value.lowercased() != "utf-8" {
                throw FaultCode.notUTF8.failure("The file declares encoding '\(value)', expected 'UTF-8'", at: span)
            }
            if name == "version", value != "1.0" {
                throw FaultCode.xmlVersion.failure(
                    "The file declares XML version '\(value)', expected '1.0'", at: span)
            }
        }
    }

    /// The parser compares each attribute of an element with each other: their number must be bounded before it starts.
    private static func checkAttributeCounts(_ source: SourceFile) throws(StageFailure) {
        var cursor = Cursor(bytes: source.bytes, index: source.textStart)
        while true {
            cursor.skip(to: "<")
            guard cursor.byte != nil else { return }
            if cursor.sees("<!--") {
                cursor.skip(past: "-->")
            } else if cursor.sees("<![CDATA[") {
                cursor.skip(past: "]]>")
            } else if cursor.sees("<!") {
                return
            } else if cursor.sees("<?") {
                cursor.skip(past: "?>")
            } else if cursor.sees("</") {
                cursor.index += 2
            } else {
                let tag = TagPlaces(in: source.bytes, at: cursor.index, limit: ParseLimits.attributes + 1)
                guard tag.attributes.count <= ParseLimits.attributes else {
                    throw FaultCode.tooManyAttributes.failure(
                        "The element has more than \(ParseLimits.attributes) attributes, the limit",
                        at: SourceSpan(source, tag.name))
                }
                cursor.index = tag.end
            }
        }
    }
}
