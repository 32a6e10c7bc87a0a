internal import StageKit

/// What `--set` says of one option of one element.
struct ElementOverride {
    /// The child elements that lead to it, from the stage inwards.
    let path: [String]
    /// The option.
    let option: String
    /// The value as it was given.
    let text: String
    /// What was given to `--set`, for messages.
    let key: String

    /// The same, seen from a child; `nil` where it is not about that child.
    func within(_ child: String) -> ElementOverride? {
        path.first == child ? ElementOverride(path: Array(path.dropFirst()), option: option, text: text, key: key) : nil
    }
}

/// Finds the stage and the option that each `--set stage.option=value` means.
struct OverrideResolver {
    let stages: [StageDraft]
    let context: CheckContext

    /// Sorts overrides by stage.
    ///
    /// - Parameter overrides: Those whose key has a dot.
    /// - Returns: The overrides by the stage's index; a later one for the same option comes later.
    func resolve(_ overrides: [PipelineOverride]) -> [Int: [ElementOverride]] {
        var result: [Int: [ElementOverride]] = [:]
        for override in overrides {
            guard let index = stage(of: override) else { continue }
            let children = Array(override.path.dropFirst().dropLast())
            let found = ElementOverride(
                path: children, option: override.path[override.path.count - 1], text: override.value, key: override.key)
            if checkOption(found, in: stages[index]) { result[index, default: []].append(found) }
        }
        return result
    }

    private func stage(of override: PipelineOverride) -> Int? {
        let name = override.path[0]
        if let index = stages.firstIndex(where: { $0.id == name }) { return index }
        let named = stages.indices.filter { stages[$0].element.name == name }
        if named.count == 1 { return named[0] }
        if named.isEmpty {
            guard !context.isIncomplete else { return nil }
            context.addUsage(
                .overrideName, "--set \(override.key): there is no stage '\(name)'",
                suggestion: context.didYouMean(name, among: stages.flatMap { [$0.id, $0.element.name] }))
        } else {
            let ids = named.map { "'\(stages[$0].id)'" }.joined(separator: ", ")
            context.addUsage(
                .overrideAmbiguous, "--set \(override.key): several stages are <\(name)>; use an id: \(ids)")
        }
        return nil
    }

    private func checkOption(_ override: ElementOverride, in stage: StageDraft) -> Bool {
        var element = stage.element
        var descriptor = stage.descriptor.element
        for name in override.path {
            guard let child = descriptor.child(name) else {
                context.addUsage(
                    .overrideOption, "--set \(override.key): <\(descriptor.name)> has no child element <\(name)>",
                    suggestion: context.didYouMean(name, among: descriptor.children.map(\.element.name)))
                return false
            }
            let written = element.children.filter { $0.name == name && $0.namespace == element.namespace }
            guard written.count == 1 else {
                let found = written.isEmpty ? "no <\(name)>" : "\(written.count) <\(name)> elements"
                context.addUsage(
                    .overrideOption, "--set \(override.key): stage '\(stage.id)' has \(found) here, expected one")
                return false
            }
            descriptor = child.element
            element = written[0]
        }
        if descriptor.option(override.option) != nil { return true }
        context.addUsage(
            .overrideOption, "--set \(override.key): <\(descriptor.name)> has no option '\(override.option)'",
            suggestion: context.didYouMean(override.option, among: descriptor.options.map(\.name)))
        return false
    }
}
