internal import StageKit

/// What stands directly beneath the root, sorted by what it is.
struct PipelineContent {
    /// The `<param>` elements.
    private(set) var parameters: [PipelineElement] = []
    /// The `<description>` elements, at most one.
    private(set) var descriptions: [PipelineElement] = []
    /// The `<gates>` elements, at most one.
    private(set) var gates: [PipelineElement] = []
    /// The `<bundle>` elements, at most one.
    private(set) var bundles: [PipelineElement] = []
    /// The stages with their descriptors.
    private(set) var stages: [(element: PipelineElement, descriptor: StageDescriptor)] = []
    /// The ids, written or generated, of elements that are no known stage: what refers to one is not told as a second fault.
    private(set) var faultyStages: Set<String> = []
    /// Whether some element is no known stage, which might give what others take.
    var hasFaultyStages: Bool { !faultyStages.isEmpty }

    /// Sorts elements; what is unknown or too many is told to the context.
    init(_ elements: [PipelineElement], known: [StageDescriptor], context: CheckContext) {
        for element in elements {
            let isOurs = element.namespace == StageDescriptor.builtInNamespace
            switch isOurs ? element.name : "" {
            case PipelineVocabulary.param.name: parameters.append(element)
            case PipelineVocabulary.description.name: Self.keepFirst(element, in: &descriptions, context)
            case PipelineVocabulary.gates.name: Self.keepFirst(element, in: &gates, context)
            case PipelineVocabulary.bundle.name: Self.keepFirst(element, in: &bundles, context)
            default:
                guard
                    let descriptor = known.first(where: { $0.name == element.name && $0.namespace == element.namespace }
                    )
                else {
                    faultyStages.insert(Self.id(of: element))
                    Self.addUnknown(element, known: known, context)
                    continue
                }
                stages.append((element, descriptor))
            }
        }
        if stages.count > ParseLimits.stages {
            context.add(
                .tooManyStages, "There are \(stages.count) stages, the limit is \(ParseLimits.stages)",
                at: stages[ParseLimits.stages].element.nameSpan)
            faultyStages.formUnion(stages.dropFirst(ParseLimits.stages).map { Self.id(of: $0.element) })
            stages = Array(stages.prefix(ParseLimits.stages))
        }
    }

    private static func id(of element: PipelineElement) -> String { element.attribute("id")?.value ?? element.name }

    private static func keepFirst(
        _ element: PipelineElement, in kept: inout [PipelineElement], _ context: CheckContext
    ) {
        if kept.isEmpty {
            kept.append(element)
        } else {
            context.addRepeated(element, in: PipelineVocabulary.pipeline.name, most: 1)
        }
    }

    private static func addUnknown(_ element: PipelineElement, known: [StageDescriptor], _ context: CheckContext) {
        guard let namespace = element.namespace else {
            return context.addNamespaceFault(element, expected: StageDescriptor.builtInNamespace)
        }
        let builtIn = StageDescriptor.builtInNamespace
        var names = known.filter { $0.namespace == namespace }.map(\.name)
        let isOurs = namespace == builtIn
        guard isOurs || !names.isEmpty else {
            return context.add(
                .unknownNamespace, "Nothing provides namespace '\(namespace)' of <\(element.name)>",
                at: element.nameSpan, kind: .plugin,
                suggestion: context.didYouMean(namespace, among: known.map(\.namespace).filter { $0 != builtIn })
                    ?? "a program that holds it is named with --plugin")
        }
        if isOurs { names += PipelineVocabulary.pipeline.children.map(\.element.name) }
        let elsewhere = known.first { $0.name == element.name }.map { other in
            "it is in namespace '\(other.namespace)', which needs a prefix"
        }
        context.add(
            .unknownStage, "There is no stage <\(element.name)>", at: element.nameSpan,
            suggestion: elsewhere ?? context.didYouMean(element.name, among: names))
    }
}
