import CLibXML2

/// Validates documents with libxml2's own XSD validator: a second opinion on the check.
final class SchemaValidator {
    private let schema: xmlSchemaPtr

    struct Broken: Error {
        let messages: [String]
    }

    private final class Sink {
        var messages: [String] = []
    }

    private static let collect: xmlStructuredErrorFunc = { data, error in
        guard let data, let message = error?.pointee.message else { return }
        Unmanaged<Sink>.fromOpaque(data).takeUnretainedValue().messages.append(String(cString: message))
    }

    init(_ text: String) throws {
        let sink = Sink()
        let bytes = Array(text.utf8CString)
        let schema = bytes.withUnsafeBufferPointer { buffer -> xmlSchemaPtr? in
            guard let parser = xmlSchemaNewMemParserCtxt(buffer.baseAddress, Int32(buffer.count - 1)) else {
                return nil
            }
            defer { xmlSchemaFreeParserCtxt(parser) }
            xmlSchemaSetParserStructuredErrors(parser, Self.collect, Unmanaged.passUnretained(sink).toOpaque())
            return xmlSchemaParse(parser)
        }
        guard let schema, sink.messages.isEmpty else { throw Broken(messages: sink.messages) }
        self.schema = schema
    }

    deinit { xmlSchemaFree(schema) }

    /// What the validator has against a document; nothing where it is valid.
    func faults(_ text: String) -> [String] {
        let sink = Sink()
        let bytes = Array(text.utf8CString)
        guard let document = xmlReadMemory(bytes, Int32(bytes.count - 1), nil, nil, Int32(XML_PARSE_NONET.rawValue)),
            let context = xmlSchemaNewValidCtxt(schema)
        else { return ["not well formed"] }
        defer {
            xmlSchemaFreeValidCtxt(context)
            xmlFreeDoc(document)
        }
        xmlSchemaSetValidStructuredErrors(context, Self.collect, Unmanaged.passUnretained(sink).toOpaque())
        let result = xmlSchemaValidateDoc(context, document)
        return result == 0 ? [] : sink.messages + ["result \(result)"]
    }
}
