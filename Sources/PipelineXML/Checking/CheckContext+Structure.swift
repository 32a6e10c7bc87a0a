internal import StageKit

extension CheckContext {
    /// An attribute that the element does not have.
    func addUnknownAttribute(_ attribute: PipelineAttribute, of descriptor: ElementDescriptor, reserved: [String]) {
        let written = attribute.nameSpan
        let name = String(
            decoding: written.source.bytes[written.offset..<written.offset + written.length], as: UTF8.self)
        add(
            .unknownAttribute, "<\(descriptor.name)> has no attribute '\(name)'", at: written,
            suggestion: didYouMean(name, among: descriptor.options.map(\.name) + reserved))
    }

    /// A reference to a parameter where only a literal may stand.
    func addLiteralOnly(_ attribute: PipelineAttribute, of owner: String) {
        add(
            .literalOnly,
            "Attribute '\(attribute.name)' of <\(owner)> is '\(attribute.value)', but may use no parameter",
            at: attribute.valueSpan)
    }

    /// A child that occurs too often.
    func addRepeated(_ child: PipelineElement, in owner: String, most: Int) {
        let count = most == 1 ? "only one" : "at most \(most)"
        add(.repeatedChild, "<\(owner)> may have \(count) <\(child.name)>", at: child.nameSpan)
    }

    /// An element that is not in the namespace of the one around it.
    func addNamespaceFault(_ element: PipelineElement, expected: String?) {
        let found = element.namespace.map { "namespace '\($0)'" } ?? "no namespace"
        add(
            .namespace, "<\(element.name)> is in \(found), expected \(expected.map { "'\($0)'" } ?? "none")",
            at: element.nameSpan)
    }
}
