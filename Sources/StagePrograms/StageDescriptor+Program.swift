import StageJSON
import StageKit
import StageProtocol

extension StageDescriptor {
    /// The descriptors that a program gives of its stages.
    ///
    /// - Throws: ``ProgramFault/descriptor(_:)``: it has no stage, or one whose descriptor is wrong or cannot be served.
    static func all(_ value: JSONValue) throws(ProgramFault) -> [StageDescriptor] {
        let descriptors: [StageDescriptor]
        do throws(StageFailure) {
            let source = JSONFields.Source.message
            var fields = try JSONFields(value, at: "result", in: source)
            var read: [StageDescriptor] = []
            for (place, stage) in try fields.array("stages").enumerated() {
                read.append(try StageDescriptor(stage, at: "result.stages[\(place)]", in: source))
            }
            try fields.finish()
            descriptors = read
        } catch { throw .descriptor(error.diagnostic.message) }
        guard !descriptors.isEmpty, descriptors.count <= 100 else {
            throw .descriptor("it has \(descriptors.count) stages, and from 1 to 100 are expected")
        }
        var names: Set<[String]> = []
        let reserved = ["id", "xmlns"] + ArtefactKind.allCases.compactMap(\.reference)
        for descriptor in descriptors {
            if let name = descriptor.element.names.first(where: { !isXMLName($0) }) {
                throw .descriptor(
                    "'\(name)' is no name for an element or attribute of XML; expected one such as 'clip-outliers'")
            }
            if let name = descriptor.element.options.map(\.name).first(where: reserved.contains) {
                throw .descriptor("<\(descriptor.name)> has an option '\(name)', a name that every stage has already")
            }
            guard names.insert([descriptor.namespace, descriptor.name]).inserted else {
                throw .descriptor("it has two stages <\(descriptor.name)> in '\(descriptor.namespace)'")
            }
            guard descriptor.namespace != builtInNamespace, !descriptor.namespace.isEmpty else {
                throw .descriptor(
                    "<\(descriptor.name)> is in the namespace '\(descriptor.namespace)', and a namespace of its author's is expected"
                )
            }
            guard descriptor.takes == [.table], descriptor.gives == [.table] || descriptor.gives == [.selection] else {
                throw .descriptor(
                    "<\(descriptor.name)> must take a table and give a table or a selection")
            }
        }
        return descriptors
    }

    /// Whether a text is a name in ASCII without a colon.
    ///
    /// Source: https://www.w3.org/TR/xml-names/#NT-NCName
    private static func isXMLName(_ text: String) -> Bool {
        func isStart(_ byte: UInt8) -> Bool {
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
        }
        return text.utf8.first.map(isStart) == true
            && text.utf8.allSatisfy { isStart($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E }
    }
}

extension ElementDescriptor {
    /// Every name of an element or attribute in it.
    fileprivate var names: [String] { [name] + options.map(\.name) + children.flatMap(\.element.names) }
}
