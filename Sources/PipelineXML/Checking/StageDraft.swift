internal import StageKit

/// A stage element whose descriptor is known, before it is checked.
struct StageDraft {
    /// The id, given or generated.
    let id: String
    /// Whether the id is written.
    let isIDWritten: Bool
    let element: PipelineElement
    let descriptor: StageDescriptor

    /// The attributes that wire it: `id`, and a reference for each kind that it takes.
    static func wiringAttributes(of descriptor: StageDescriptor) -> [String] {
        ["id"] + references(of: descriptor).map(\.name)
    }

    /// The references that a stage has: one for each kind that it takes.
    static func references(of descriptor: StageDescriptor) -> [(kind: ArtefactKind, name: String)] {
        ArtefactKind.allCases.compactMap { kind in
            guard descriptor.takes.contains(kind), let name = kind.reference else { return nil }
            return (kind, name)
        }
    }

    /// Gives stages their ids: what is written, or else the element's name, with `-2`, `-3`, … where that is taken.
    ///
    /// - Parameters:
    ///   - stages: The elements with their descriptors, in document order.
    ///   - context: Takes faults of written ids.
    static func drafts(
        of stages: [(element: PipelineElement, descriptor: StageDescriptor)], context: CheckContext
    ) -> [StageDraft] {
        var taken: [String: SourceSpan] = [:]
        for (element, _) in stages {
            guard let id = element.attribute("id"), checkID(id, of: element.name, context: context) else { continue }
            if let first = taken[id.value]?.location {
                context.add(
                    .repeatedID,
                    "Two stages have the id '\(id.value)', the first in line \(first.line) of \(first.file)",
                    at: id.valueSpan)
            } else {
                taken[id.value] = id.valueSpan
            }
        }
        var last: [String: Int] = [:]
        return stages.map { element, descriptor in
            if let id = element.attribute("id") {
                return StageDraft(id: id.value, isIDWritten: true, element: element, descriptor: descriptor)
            }
            var count = last[element.name, default: 0] + 1
            func candidate() -> String { count == 1 ? element.name : "\(element.name)-\(count)" }
            while taken[candidate()] != nil { count += 1 }
            last[element.name] = count
            taken[candidate()] = element.nameSpan
            return StageDraft(id: candidate(), isIDWritten: false, element: element, descriptor: descriptor)
        }
    }

    private static func checkID(_ id: PipelineAttribute, of owner: String, context: CheckContext) -> Bool {
        if id.value.contains("${") {
            context.addLiteralOnly(id, of: owner)
            return false
        }
        if NameRule.isIdentifier(id.value) { return true }
        context.add(
            .badName, "Attribute 'id' of <\(owner)> is '\(id.value)', expected \(NameRule.identifierPhrase)",
            at: id.valueSpan)
        return false
    }
}
