internal import StageKit

/// One check of one document.
struct PipelineChecker {
    let document: PipelineDocument
    let known: [StageDescriptor]
    let overrides: [PipelineOverride]
    let environment: [String: String]?
    let context: CheckContext

    private static let namespace = StageDescriptor.builtInNamespace

    /// Checks everything; faults go to the context.
    ///
    /// - Returns: The plan; to be used only where there are no faults, `nil` where a value is left open.
    func plan() -> PipelinePlan? {
        guard checkRoot() else { return nil }
        let content = PipelineContent(document.root.children, known: known, context: context)
        let parameters = readParameters(content)
        let checker = ElementChecker(parameters: parameters, context: context, folder: document.source.folder)
        checkIncludes()
        let pipeline = checker.checkShallow(rootWithoutSchemaHints, as: PipelineVocabulary.pipeline)
        checkName(pipeline)
        let stages = checkStages(content, checker)
        let gates = checkGates(content, checker, stages: Set(stages.map(\.id)))
        let description = content.descriptions.map { checker.check($0, as: PipelineVocabulary.description) }.first
        let bundle = checkBundle(content, checker, name: text("name", of: pipeline) ?? "", stages: stages)
        warnOfUnused(parameters)
        guard !context.hasErrors, !context.hasOpenValue else { return nil }
        return PipelinePlan(
            name: text("name", of: pipeline) ?? "", seed: integer("seed", of: pipeline) ?? 0,
            description: description?.options.text, folder: document.source.folder, pipeline: pipeline,
            parameters: parameters.entries.compactMap(\.parameter), stages: stages, gates: gates, bundle: bundle)
    }

    private func checkRoot() -> Bool {
        let root = document.root
        if root.name == PipelineVocabulary.pipeline.name, root.namespace == Self.namespace { return true }
        let place =
            root.namespace == Self.namespace ? "" : root.namespace.map { " in namespace '\($0)'" } ?? " in no namespace"
        context.add(
            .root, "The root is <\(root.name)>\(place), expected <pipeline> in namespace '\(Self.namespace)'",
            at: root.nameSpan)
        return false
    }

    private func readParameters(_ content: PipelineContent) -> ParameterTable {
        var values: [String: String] = [:]
        let own = overrides.filter { $0.path.count == 1 }
        for override in own { values[override.key] = override.value }
        let table = ParameterReader(overrides: values, environment: environment, context: context).read(
            content.parameters)
        for name in Set(own.map(\.key)).subtracting(table.names).sorted() where !context.isIncomplete {
            context.addUsage(
                .overrideName, "--set \(name): there is no parameter '\(name)'",
                suggestion: context.didYouMean(name, among: table.names))
        }
        return table
    }

    private func checkIncludes() {
        let checker = ElementChecker(
            parameters: ParameterTable(), context: context, folder: "", isLiteral: true)
        for element in document.includes { _ = checker.check(element, as: PipelineVocabulary.include) }
        for element in document.fragments {
            _ = checker.checkShallow(element.withoutSchemaHints, as: PipelineVocabulary.fragment)
        }
    }

    private var rootWithoutSchemaHints: PipelineElement { document.root.withoutSchemaHints }

    private func checkName(_ pipeline: PlannedElement) {
        guard let name = text("name", of: pipeline), !NameRule.isPipelineName(name) else { return }
        context.add(
            .badName, "Attribute 'name' of <pipeline> is '\(name)', expected \(NameRule.pipelinePhrase)",
            at: document.root.attribute("name")?.valueSpan)
    }

    private func checkStages(_ content: PipelineContent, _ checker: ElementChecker) -> [PlannedStage] {
        if content.stages.isEmpty, !content.hasFaultyStages {
            context.addUnlessIncomplete(.noStage, "The pipeline has no stage", at: document.root.nameSpan)
        }
        let drafts = StageDraft.drafts(of: content.stages, context: context)
        let overrides = OverrideResolver(stages: drafts, context: context).resolve(
            self.overrides.filter { $0.path.count > 1 })
        var stageChecker = checker
        stageChecker.allowsSecrets = true
        let elements = drafts.enumerated().map { index, draft in
            stageChecker.check(
                draft.element, as: draft.descriptor.element,
                reserved: StageDraft.wiringAttributes(of: draft.descriptor),
                overrides: overrides[index] ?? [])
        }
        let wiring = WiringCheck(
            stages: drafts, faulty: content.faultyStages, normalizers: known.filter(\.normalizesColumns).map(\.name),
            context: context
        ).wire()
        return drafts.indices.map { index in
            let draft = drafts[index]
            return PlannedStage(
                id: draft.id, isIDWritten: draft.isIDWritten, descriptor: draft.descriptor, element: elements[index],
                input: wiring[index][.table].map { drafts[$0].id },
                features: wiring[index][.selection].map { drafts[$0].id },
                model: wiring[index][.model].map { drafts[$0].id }, location: draft.element.nameSpan.location)
        }
    }

    private func warnOfUnused(_ parameters: ParameterTable) {
        guard !context.hasErrors else { return }
        for entry in parameters.entries where !context.usedParameters.contains(entry.name) {
            context.warn(.unusedParameter, "Parameter '\(entry.name)' is used nowhere", at: entry.nameSpan)
        }
    }

    /// The text of a string attribute.
    func text(_ name: String, of element: PlannedElement) -> String? {
        if case .string(let value)? = element.options.values[name]?.value { return value }
        return nil
    }

    private func integer(_ name: String, of element: PlannedElement) -> Int? {
        if case .integer(let value)? = element.options.values[name]?.value { return value }
        return nil
    }
}

extension PipelineElement {
    /// The element without the attributes by which editors find a schema.
    var withoutSchemaHints: PipelineElement {
        let kept = attributes.filter {
            $0.namespace != "http://www.w3.org/2001/XMLSchema-instance"
                || !["schemaLocation", "noNamespaceSchemaLocation"].contains($0.name)
        }
        return PipelineElement(
            name: name, namespace: namespace, nameSpan: nameSpan, attributes: kept, children: children, text: text,
            textSpan: textSpan)
    }
}
