internal import StageKit

/// Finds for every stage the earlier stages that give what it takes.
struct WiringCheck {
    /// The references of a stage, as indices of earlier stages by kind.
    typealias Sources = [ArtefactKind: Int]

    let stages: [StageDraft]
    /// The ids of stages that are not among these, because their elements are no known stages.
    let faulty: Set<String>
    /// The stages that bring columns to one scale, for a message.
    let normalizers: [String]
    let context: CheckContext

    /// Wires the stages.
    ///
    /// - Returns: For every stage the stages that it takes from; faults are told to the context.
    func wire() -> [Sources] {
        var result: [Sources] = []
        var origins: [Int?] = []
        var isNormalized: [Bool] = []
        for index in stages.indices {
            let sources = sources(of: index)
            origins.append(origin(of: index, sources, origins))
            let before = sources[.table].map { isNormalized[$0] } ?? false
            isNormalized.append(before || stages[index].descriptor.normalizesColumns)
            if stages[index].descriptor.wantsNormalizedColumns, sources[.table] != nil, !before, faulty.isEmpty {
                warn(index)
            }
            result.append(sources)
        }
        return result
    }

    private func sources(of index: Int) -> Sources {
        var sources: Sources = [:]
        for (kind, name) in StageDraft.references(of: stages[index].descriptor) {
            if let reference = stages[index].element.attribute(name) {
                sources[kind] = written(reference, kind, index)
            } else if let found = stages[..<index].lastIndex(where: { $0.descriptor.gives.contains(kind) }) {
                sources[kind] = found
            } else if faulty.isEmpty {
                let owner = stages[index].element
                context.addUnlessIncomplete(
                    .nothingGives, "<\(owner.name)> needs a \(kind.rawValue), but no stage before it gives one",
                    at: owner.nameSpan)
            }
        }
        return sources
    }

    private func written(_ reference: PipelineAttribute, _ kind: ArtefactKind, _ index: Int) -> Int? {
        let id = reference.value
        let owner = stages[index].element.name
        if id.contains("${") {
            context.addLiteralOnly(reference, of: owner)
            return nil
        }
        guard let found = stages.firstIndex(where: { $0.id == id }) else {
            if faulty.contains(id) { return nil }
            context.addUnlessIncomplete(
                .unknownReference, "There is no stage '\(id)'", at: reference.valueSpan,
                suggestion: context.didYouMean(id, among: stages[..<index].map(\.id)))
            return nil
        }
        if found == index {
            context.add(.selfReference, "Stage '\(id)' refers to itself", at: reference.valueSpan)
            return nil
        }
        if found > index {
            let place = stages[found].element.nameSpan.location
            context.add(
                .forwardReference,
                "Stage '\(id)' comes later, in line \(place.line) of \(place.file); a stage takes only from stages before it",
                at: reference.valueSpan)
            return nil
        }
        if stages[found].descriptor.gives.contains(kind) { return found }
        context.add(
            .wrongKind,
            "Stage '\(id)' is a <\(stages[found].element.name)>, which gives no \(kind.rawValue), as '\(reference.name)' needs",
            at: reference.valueSpan)
        return nil
    }

    /// The stage where everything that a stage takes begins; a stage that takes no table begins something itself.
    private func origin(of index: Int, _ sources: Sources, _ origins: [Int?]) -> Int? {
        let references = StageDraft.references(of: stages[index].descriptor)
        if references.isEmpty { return index }
        var first: (kind: ArtefactKind, origin: Int)?
        for (kind, name) in references {
            guard let source = sources[kind], let origin = origins[source] else { continue }
            guard let known = first else {
                first = (kind, origin)
                continue
            }
            if origin == known.origin { continue }
            let element = stages[index].element
            context.add(
                .differentSources,
                "Stage '\(stages[index].id)' takes its \(known.kind.rawValue) from '\(stages[known.origin].id)' and its"
                    + " \(kind.rawValue) from '\(stages[origin].id)'; expected both to go back to the same one",
                at: element.attribute(name)?.valueSpan ?? element.nameSpan)
            return nil
        }
        return first?.origin
    }

    private func warn(_ index: Int) {
        let element = stages[index].element
        let names =
            normalizers.isEmpty
            ? "stage that brings columns to one scale" : normalizers.map { "<\($0)>" }.joined(separator: " or ")
        context.warn(
            .notNormalized, "<\(element.name)> has no \(names) before it: the penalty would depend on units",
            at: element.nameSpan)
    }
}
