internal import CLibXML2
internal import StageKit

/// Parses a file into elements with exact places, through libxml2's event interface.
enum XMLTreeParser {
    /// Once for the process, before any thread parses.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// Parses a file.
    ///
    /// - Parameter source: The file.
    /// - Returns: The root element.
    /// - Throws: The first fault that keeps it from being read as XML or is refused outright.
    static func parse(_ source: SourceFile) throws(StageFailure) -> PipelineElement {
        try TextChecks.check(source)
        guard isReady, let context = xmlNewParserCtxt() else { throw outOfMemory(source) }
        defer { xmlFreeParserCtxt(context) }
        let builder = TreeBuilder(source: source, context: context)
        install(on: context)
        let pointer = Unmanaged.passUnretained(builder).toOpaque()
        context.pointee.userData = pointer
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue | XML_PARSE_NOCDATA.rawValue
        withExtendedLifetime(builder) {
            source.bytes.withUnsafeBytes { buffer in
                let text = UnsafeRawBufferPointer(rebasing: buffer[source.textStart...])
                let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
                // No tree is built: what comes back is nil.
                _ = xmlCtxtReadMemory(context, start, Int32(text.count), nil, nil, Int32(bitPattern: options))
            }
        }
        if let failure = builder.failure { throw failure }
        guard let root = builder.root else { throw outOfMemory(source) }
        return root
    }

    private static func outOfMemory(_ source: SourceFile) -> StageFailure {
        FaultCode.fileUnreadable.failure("\(source.path): the XML parser ran out of memory", kind: .resource)
    }

    private static func install(on context: xmlParserCtxtPtr) {
        guard let sax = context.pointee.sax else { return }
        sax.pointee = xmlSAXHandler()
        sax.pointee.initialized = UInt32(XML_SAX2_MAGIC)
        sax.pointee.startElementNs = ParserEvents.startElement
        sax.pointee.endElementNs = ParserEvents.endElement
        sax.pointee.characters = ParserEvents.characters
        sax.pointee.ignorableWhitespace = ParserEvents.characters
        sax.pointee.internalSubset = ParserEvents.doctype
        sax.pointee.serror = ParserEvents.error
    }
}

/// The C functions that libxml2 calls; each hands on to the builder, and none keeps global state.
private enum ParserEvents {
    static func builder(_ data: UnsafeMutableRawPointer?) -> TreeBuilder? {
        data.map { Unmanaged<TreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    static let startElement: startElementNsSAX2Func = { data, name, _, uri, _, _, count, _, attributes in
        builder(data)?.startElement(name: name, uri: uri, attributeCount: Int(count), attributes: attributes)
    }

    static let endElement: endElementNsSAX2Func = { data, _, _, _ in builder(data)?.endElement() }

    static let characters: charactersSAXFunc = { data, text, count in
        builder(data)?.characters(UnsafeBufferPointer(start: text, count: Int(count)))
    }

    static let doctype: internalSubsetSAXFunc = { data, _, _, _ in builder(data)?.doctype() }

    static let error: xmlStructuredErrorFunc = { data, error in
        guard let error else { return }
        builder(data)?.error(error.pointee)
    }
}
