internal import CLibXML2
internal import StageKit

/// What the parser found wrong, in our words where they say more than its own, at the place that a person should look at.
struct ParserFault {
    private let error: xmlError
    private let source: SourceFile
    private let offset: Int

    /// - Parameters:
    ///   - error: The parser's own account.
    ///   - source: The file.
    ///   - offset: How far the parser had read.
    init(_ error: xmlError, source: SourceFile, offset: Int) {
        self.error = error
        self.source = source
        self.offset = offset
    }

    /// The fault with its place.
    var failure: StageFailure {
        switch Int(error.code) {
        case Int(XML_ERR_UNDECLARED_ENTITY.rawValue), Int(XML_WAR_UNDECLARED_ENTITY.rawValue): undeclaredEntity
        case Int(XML_ERR_ATTRIBUTE_REDEFINED.rawValue): repeatedAttribute
        case Int(XML_ERR_TAG_NAME_MISMATCH.rawValue): mismatch
        case Int(XML_ERR_TAG_NOT_FINISHED.rawValue): unfinished
        case Int(XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue): undefinedPrefix
        case Int(XML_ERR_ENTITYREF_SEMICOL_MISSING.rawValue): bareAmpersand
        case Int(XML_ERR_NAME_REQUIRED.rawValue) where bytes(last("&")..<offset) == "&": bareAmpersand
        case Int(XML_ERR_NAME_TOO_LONG.rawValue): notWellFormed("A name is too long", tagPlace)
        default: other
        }
    }

    private var undeclaredEntity: StageFailure {
        let start = last("&")
        let name = text(error.str1) ?? ""
        return FaultCode.entity.failure(
            "Entity '&\(name);' is not defined; a pipeline has only &lt; &gt; &amp; &quot; &apos; and numbers such as &#233;",
            at: span(start..<min(start + name.utf8.count + 2, source.bytes.count)))
    }

    private var repeatedAttribute: StageFailure {
        let name = text(error.str1) ?? ""
        let tag = TagPlaces(in: source.bytes, at: last("<"))
        let places = tag.attributes.map(\.name).filter { source.bytes[$0].elementsEqual(name.utf8) }
        return notWellFormed("Attribute '\(name)' is written twice", places.last ?? tag.name)
    }

    private var mismatch: StageFailure {
        let start = last("<")
        var cursor = Cursor(bytes: source.bytes, index: start + 2)
        let found = cursor.name()
        return notWellFormed(
            "Found </\(bytes(found))>, expected </\(text(error.str1) ?? "")> for the"
                + " element that begins in line \(error.int1)", start..<found.upperBound)
    }

    private var unfinished: StageFailure {
        let end = source.bytes.lastIndex { !Cursor.isBlank($0) } ?? 0
        return notWellFormed(
            "The file ends inside <\(text(error.str1) ?? "")>, which begins in line \(error.int1)", end..<end + 1)
    }

    private var undefinedPrefix: StageFailure {
        let prefix = text(error.str1) ?? ""
        let tag = TagPlaces(in: source.bytes, at: last("<"))
        let place = ([tag.name] + tag.attributes.map(\.name)).first { source.bytes[$0].starts(with: "\(prefix):".utf8) }
        return notWellFormed("Namespace prefix '\(prefix)' is not declared", place ?? tag.name)
    }

    private var bareAmpersand: StageFailure {
        let start = last("&")
        return notWellFormed("Found '&', expected '&amp;' for the character itself", start..<start + 1)
    }

    private var tagPlace: Range<Int> {
        let start = last("<")
        return start..<start + 1
    }

    private var other: StageFailure {
        let own = (text(error.message) ?? "").split(separator: "\n").joined(separator: " ")
        let place = min(offset, source.bytes.lastIndex { !Cursor.isBlank($0) } ?? 0)
        return notWellFormed("\(own) (libxml2 error \(error.code))", place..<place + 1)
    }

    private func notWellFormed(_ what: String, _ range: Range<Int>) -> StageFailure {
        FaultCode.notWellFormed.failure("The XML is not well formed: \(what)", at: span(range))
    }

    private func bytes(_ range: Range<Int>) -> String { String(decoding: source.bytes[range], as: UTF8.self) }

    private func span(_ range: Range<Int>) -> SourceSpan { SourceSpan(source, range) }

    private func last(_ character: Unicode.Scalar) -> Int {
        source.bytes[..<offset].lastIndex(of: UInt8(ascii: character)) ?? source.textStart
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
}
