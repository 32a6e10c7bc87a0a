package import StageKit

/// Writes an XML schema (XSD 1.0) of what the check accepts, with documentation, for editors.
///
/// It says all of structure and types: elements, attributes, ranges, words, how often a child may occur in any order. It cannot
/// say what depends on parameters' values, on references between stages or on included files.
package struct SchemaWriter: Sendable {
    private static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"
    private let stages: [StageDescriptor]
    private let namespace: String

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - stages: The stages that are known.
    ///   - namespace: The namespace to describe: that of pipelines, or that of an author of stages.
    package init(stages: [StageDescriptor], namespace: String = StageDescriptor.builtInNamespace) {
        self.stages = stages.filter { $0.namespace == namespace }
        self.namespace = namespace
    }

    /// The schema.
    package var text: String {
        var writer = XMLWriter()
        let attributes = [
            ("xmlns:xs", Self.schemaNamespace), ("xmlns", namespace), ("targetNamespace", namespace),
            ("elementFormDefault", "qualified"),
        ]
        writer.element("xs:schema", attributes) { writer in
            SchemaTypes.writeShared(to: &writer)
            if namespace == StageDescriptor.builtInNamespace { writePipeline(to: &writer) }
            for stage in stages {
                writer.element("xs:element", [("name", stage.name), ("type", stage.name)])
                writeType(stage.element, name: stage.name, wiring: stage, to: &writer)
            }
        }
        return writer.text
    }

    private func writePipeline(to writer: inout XMLWriter) {
        let vocabulary = PipelineVocabulary.self
        writer.element("xs:group", [("name", "items")]) { writer in
            writer.element("xs:choice") { writer in
                for element in [vocabulary.param, vocabulary.include] {
                    writer.element("xs:element", [("name", element.name), ("type", element.name)])
                }
                for stage in stages { writer.element("xs:element", [("ref", stage.name)]) }
                writer.element("xs:any", [("namespace", "##other"), ("processContents", "lax")])
            }
        }
        for root in [vocabulary.pipeline, vocabulary.fragment] {
            writer.element("xs:element", [("name", root.name), ("type", root.name)])
            writeType(root, name: root.name, group: "items", to: &writer)
        }
        for element in [vocabulary.param, vocabulary.include] {
            writeType(element, name: element.name, isLiteral: true, to: &writer)
        }
        for element in [vocabulary.description, vocabulary.gates, vocabulary.bundle] {
            writeType(element, name: element.name, prefix: "", to: &writer)
        }
    }

    /// Writes the type of an element and those of its children.
    ///
    /// - Parameters:
    ///   - group: Stands for all children that may occur any number of times, whose types are written elsewhere.
    ///   - wiring: The stage whose references the element has.
    private func writeType(
        _ element: ElementDescriptor, name: String, prefix: String? = nil, group: String? = nil,
        isLiteral: Bool = false,
        wiring: StageDescriptor? = nil, to writer: inout XMLWriter
    ) {
        let mixed = element.text == nil ? [] : [("mixed", "true")]
        let typePrefix = group == nil ? "\(name)." : ""
        writer.element("xs:complexType", [("name", name)] + mixed) { writer in
            SchemaTypes.document(element.summary + (element.text.map { " Holds \($0)." } ?? ""), in: &writer)
            if element.text == nil, element.children.isEmpty {
                // An empty type would refuse a line break between its tags.
                writer.element("xs:simpleContent") { writer in
                    writer.element("xs:extension", [("base", "blank")]) { writer in
                        writeAttributes(of: element, isLiteral: isLiteral, wiring: wiring, to: &writer)
                    }
                }
            } else {
                SchemaContent(children: element.children, typePrefix: typePrefix, group: group).write(to: &writer)
                writeAttributes(of: element, isLiteral: isLiteral, wiring: wiring, to: &writer)
            }
        }
        guard group == nil else { return }
        for child in element.children {
            writeType(child.element, name: typePrefix + child.element.name, to: &writer)
        }
    }

    private func writeAttributes(
        of element: ElementDescriptor, isLiteral: Bool, wiring: StageDescriptor?, to writer: inout XMLWriter
    ) {
        if let wiring { writeWiring(of: wiring, to: &writer) }
        for option in element.options {
            SchemaTypes.writeAttribute(option, of: element, isLiteral: isLiteral, to: &writer)
        }
    }

    private func writeWiring(of stage: StageDescriptor, to writer: inout XMLWriter) {
        writer.element("xs:attribute", [("name", "id"), ("type", "identifier")]) { writer in
            SchemaTypes.document("The name by which other stages refer to this one.", in: &writer)
        }
        for (kind, name) in StageDraft.references(of: stage) {
            writer.element("xs:attribute", [("name", name), ("type", "literal")]) { writer in
                SchemaTypes.document(
                    "The id of the earlier stage whose \(kind.rawValue) it takes; the nearest that gives one where it is not"
                        + " written.", in: &writer)
            }
        }
    }
}
