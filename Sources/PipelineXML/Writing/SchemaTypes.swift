internal import StageKit

/// The types of attributes in a schema.
enum SchemaTypes {
    /// Any text with a `${` that no `$` precedes: whether the parameter fits is beyond a schema.
    private static let withParameter = "([\\s\\S]*[^$])?$\\{[\\s\\S]*"
    /// Any text without a `${`.
    private static let literal = "([^$]|$+[^$\\{])*$*"
    /// A decimal number: no hexadecimal, no words.
    private static let decimal = "[+\\-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+\\-]?[0-9]+)?"

    /// Writes the types that several attributes share.
    static func writeShared(to writer: inout XMLWriter) {
        writePattern("with-parameter", withParameter, to: &writer)
        writePattern("literal", literal, to: &writer)
        writePattern("blank", "[ \\t\\n\\r]*", to: &writer)
        writePattern("identifier", NameRule.identifierPattern, to: &writer)
        writePattern("pipeline-name", NameRule.pipelinePattern, to: &writer)
        writer.element("xs:simpleType", [("name", "decimal")]) { writer in
            writer.element("xs:restriction", [("base", "xs:double")]) { writer in
                writer.element("xs:minInclusive", [("value", "-1.7976931348623157E308")])
                writer.element("xs:maxInclusive", [("value", "1.7976931348623157E308")])
                writer.element("xs:pattern", [("value", decimal)])
            }
        }
    }

    /// Writes a sentence for a person.
    static func document(_ text: String, in writer: inout XMLWriter) {
        writer.element("xs:annotation") { $0.element("xs:documentation", text: text) }
    }

    /// Writes an attribute with its type and documentation.
    ///
    /// - Parameters:
    ///   - option: What it is.
    ///   - element: Whose attribute it is.
    ///   - isLiteral: Whether it may use no parameter.
    static func writeAttribute(
        _ option: OptionDescriptor, of element: ElementDescriptor, isLiteral: Bool, to writer: inout XMLWriter
    ) {
        var attributes = [("name", option.name)]
        if option.isRequired {
            attributes.append(("use", "required"))
        } else if let standard = option.standard {
            attributes.append(("default", TextTemplate.escaped(standard.description)))
        }
        let unit = option.unit.map { " Unit: \($0)." } ?? ""
        writer.element("xs:attribute", attributes) { writer in
            document("\(option.help) Expected: \(option.type).\(unit)", in: &writer)
            writer.element("xs:simpleType") { writer in
                if option.name == "name", element == PipelineVocabulary.pipeline {
                    writer.element("xs:union", [("memberTypes", "pipeline-name with-parameter")])
                } else if option.name == "name", element == PipelineVocabulary.param {
                    writer.element("xs:restriction", [("base", "identifier")])
                } else {
                    writeType(option.type, isLiteral: isLiteral, to: &writer)
                }
            }
        }
    }

    private static func writePattern(_ name: String, _ pattern: String, to writer: inout XMLWriter) {
        writer.element("xs:simpleType", [("name", name)]) { writer in
            writer.element("xs:restriction", [("base", "xs:string")]) { writer in
                writer.element("xs:pattern", [("value", pattern)])
            }
        }
    }

    /// Writes what stands inside a simple type: texts as they are, everything else with parameters as an alternative.
    private static func writeType(_ type: OptionType, isLiteral: Bool, to writer: inout XMLWriter) {
        let base = isLiteral ? "literal" : "xs:string"
        switch type {
        case .string, .names: writer.element("xs:restriction", [("base", base)])
        case .path, .column:
            writer.element("xs:restriction", [("base", base)]) { $0.element("xs:minLength", [("value", "1")]) }
        case .integer, .number, .choice, .keyword:
            writer.element("xs:union", isLiteral ? [] : [("memberTypes", "with-parameter")]) { writer in
                writeMember(type, isLiteral: isLiteral, to: &writer)
            }
        }
    }

    private static func writeMember(_ type: OptionType, isLiteral: Bool, to writer: inout XMLWriter) {
        writer.element("xs:simpleType") { writer in
            switch type {
            case .integer(let min, let max):
                let facets = [min.map { ("xs:minInclusive", String($0)) }, max.map { ("xs:maxInclusive", String($0)) }]
                writeRestriction("xs:long", facets.compactMap(\.self), to: &writer)
            case .number(let range): writeRestriction("decimal", facets(range), to: &writer)
            case .choice(let words): writeRestriction("xs:token", words.map { ("xs:enumeration", $0) }, to: &writer)
            case .keyword(let words, let other):
                writer.element("xs:union") { writer in
                    writeMember(.choice(words), isLiteral: isLiteral, to: &writer)
                    writeMember(other, isLiteral: isLiteral, to: &writer)
                }
            case .string, .names, .path, .column: writeType(type, isLiteral: isLiteral, to: &writer)
            }
        }
    }

    private static func facets(_ range: NumberRange) -> [(String, String)] {
        [
            range.min.map { (range.excludesMin ? "xs:minExclusive" : "xs:minInclusive", shortest($0)) },
            range.max.map { (range.excludesMax ? "xs:maxExclusive" : "xs:maxInclusive", shortest($0)) },
        ].compactMap(\.self)
    }

    private static func writeRestriction(
        _ base: String, _ facets: [(String, String)], to writer: inout XMLWriter
    ) {
        writer.element("xs:restriction", [("base", base)]) { writer in
            for facet in facets { writer.element(facet.0, [("value", facet.1)]) }
        }
    }
}
