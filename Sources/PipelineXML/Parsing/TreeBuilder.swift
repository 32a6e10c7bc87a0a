internal import CLibXML2
internal import StageKit

/// Turns the parser's events into elements with places, and stops at what is refused.
final class TreeBuilder {
    private static let xincludeNamespaces = ["http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude"]

    private let source: SourceFile
    private let context: xmlParserCtxtPtr
    private var open: [PipelineElement] = []
    /// The first byte after the last tag.
    private var contentStart = 0
    /// The root, once it is closed.
    private(set) var root: PipelineElement?
    /// The first thing that was refused.
    private(set) var failure: StageFailure?

    init(source: SourceFile, context: xmlParserCtxtPtr) {
        self.source = source
        self.context = context
    }

    func startElement(
        name: UnsafePointer<xmlChar>?, uri: UnsafePointer<xmlChar>?, attributeCount: Int,
        attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        // After an error of namespaces the parser goes on. It is stopped here, not in the report of the error, where it may
        // still hold what stopping frees.
        guard failure == nil else { return xmlStopParser(context) }
        let start = last("<", before: offset)
        let places = TagPlaces(in: source.bytes, at: start)
        let nameSpan = SourceSpan(source, places.name)
        let namespace = uri.map(text)
        if open.count == ParseLimits.depth {
            return stop(.tooDeep, "Elements are nested more than \(ParseLimits.depth) deep, the limit", at: nameSpan)
        }
        if let namespace, TreeBuilder.xincludeNamespaces.contains(namespace) {
            return stop(
                .xinclude, "XInclude is not supported; use <include href=\"…\"/> instead", at: nameSpan)
        }
        let written = places.attributes.filter { !TagPlaces.declaresNamespace(source.bytes[$0.name]) }
        open.append(
            PipelineElement(
                name: name.map(text) ?? "", namespace: namespace, nameSpan: nameSpan,
                attributes: self.attributes(attributes, count: attributeCount, places: written), children: [],
                text: "", textSpan: nil))
        contentStart = places.end
    }

    func endElement() {
        guard failure == nil, var element = open.popLast() else { return }
        if element.textSpan == nil { element.text = "" }
        contentStart = offset
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    func characters(_ buffer: UnsafeBufferPointer<xmlChar>) {
        guard failure == nil, !open.isEmpty else { return }
        let top = open.count - 1
        open[top].text += String(decoding: buffer, as: UTF8.self)
        if open[top].textSpan == nil, !buffer.allSatisfy(Cursor.isBlank) {
            open[top].textSpan = SourceSpan(source, textRange(from: contentStart))
        }
    }

    func doctype() {
        let start = last("<", before: offset)
        stop(
            .doctype, "A DOCTYPE is not allowed in a pipeline",
            at: SourceSpan(source, start..<start + "<!DOCTYPE".utf8.count))
    }

    func error(_ error: xmlError) {
        guard failure == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        failure = ParserFault(error, source: source, offset: offset).failure
    }

    private func stop(_ code: FaultCode, _ message: String, at span: SourceSpan) {
        failure = failure ?? code.failure(message, at: span)
        xmlStopParser(context)
    }

    /// How many bytes of the file were read.
    private var offset: Int {
        min(max(source.textStart, source.textStart + xmlByteConsumed(context)), source.bytes.count)
    }

    /// The nearest byte of this value before an offset.
    ///
    /// A start tag holds no second `<`, so that this finds its beginning.
    private func last(_ character: Unicode.Scalar, before offset: Int) -> Int {
        source.bytes[..<offset].lastIndex(of: UInt8(ascii: character)) ?? source.textStart
    }

    /// The first text from an offset on, behind blanks, comments and instructions, up to the next tag.
    private func textRange(from start: Int) -> Range<Int> {
        var cursor = Cursor(bytes: source.bytes, index: start)
        while true {
            cursor.skipBlanks()
            if cursor.sees("<!--") {
                cursor.skip(past: "-->")
            } else if cursor.sees("<?") {
                cursor.skip(past: "?>")
            } else if cursor.sees("<![CDATA[") {
                cursor.skip(past: "<![CDATA[")
            } else {
                break
            }
        }
        let first = cursor.index
        cursor.skip(to: "<")
        let end = source.bytes[first..<cursor.index].lastIndex { !Cursor.isBlank($0) }.map { $0 + 1 }
        return first..<(end ?? first)
    }

    private func attributes(
        _ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int, places: [TagPlaces.Attribute]
    ) -> [PipelineAttribute] {
        guard let pointers, count == places.count else { return [] }
        return (0..<count).map { index in
            let start = pointers[5 * index + 3]
            let length = start.flatMap { start in pointers[5 * index + 4].map { $0 - start } } ?? 0
            return PipelineAttribute(
                name: pointers[5 * index].map(text) ?? "", namespace: pointers[5 * index + 2].map(text),
                nameSpan: SourceSpan(source, places[index].name),
                value: plain(String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)),
                valueSpan: SourceSpan(source, places[index].value))
        }
    }

    /// Unless it replaces entities, the parser writes every `&` of a value as `&#38;`, whatever stood in the file.
    private func plain(_ value: String) -> String { value.replacing("&#38;", with: "&") }

    private func text(_ pointer: UnsafePointer<xmlChar>) -> String { String(cString: pointer) }
}
