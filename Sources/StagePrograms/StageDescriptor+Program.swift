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
}
