internal import StageKit

extension PipelineChecker {
    /// Checks the gates.
    ///
    /// - Parameter stages: The ids that there are.
    func checkGates(_ content: PipelineContent, _ checker: ElementChecker, stages: Set<String>) -> [PlannedGate] {
        let elements = content.gates.flatMap { gates in
            zip(
                gates.children.filter { $0.name == PipelineVocabulary.gate.name && $0.namespace == gates.namespace },
                checker.check(gates, as: PipelineVocabulary.gates).children)
        }
        return elements.map { element, checked in
            let gate = PlannedGate(
                of: text("of", of: checked) ?? "", metric: text("metric", of: checked) ?? "",
                min: number("min", of: checked), max: number("max", of: checked), location: element.nameSpan.location)
            checkGate(gate, element, stages: stages, faulty: content.faultyStages)
            return gate
        }
    }

    private func checkGate(
        _ gate: PlannedGate, _ element: PipelineElement, stages: Set<String>, faulty: Set<String>
    ) {
        if !gate.of.isEmpty, !stages.contains(gate.of), !faulty.contains(gate.of) {
            context.addUnlessIncomplete(
                .unknownReference, "There is no stage '\(gate.of)'", at: element.attribute("of")?.valueSpan,
                suggestion: context.didYouMean(gate.of, among: stages.sorted()))
        }
        if element.attribute("min") == nil, element.attribute("max") == nil {
            context.add(.gateWithoutBound, "<gate> needs at least one of 'min' and 'max'", at: element.nameSpan)
        }
        if let min = gate.min, let max = gate.max, min > max {
            context.add(
                .gateBounds, "<gate> accepts nothing: 'min' is \(shortest(min)) and 'max' is \(shortest(max))",
                at: element.attribute("min")?.valueSpan)
        }
    }

    /// Checks where the bundle goes.
    func checkBundle(
        _ content: PipelineContent, _ checker: ElementChecker, name: String, stages: [PlannedStage]
    ) -> PlannedBundle {
        let checked = content.bundles.map { checker.check($0, as: PipelineVocabulary.bundle) }.first
        let format = checked.flatMap { text("format", of: $0) }.flatMap(BundleFormat.init) ?? .tarGzip
        let attribute = checked?.attributes.first { $0.name == "path" }
        let standard = "\(name).fsel.\(format.rawValue)"
        let bundle = PlannedBundle(
            path: attribute?.option.resolvedPath ?? PathText.join(document.source.folder, standard),
            text: attribute?.text ?? TextTemplate.escaped(standard), format: format,
            location: attribute?.option.location)
        checkOverwriting(bundle, content, stages: stages)
        return bundle
    }

    /// A bundle that has an input's path would destroy it.
    private func checkOverwriting(_ bundle: PlannedBundle, _ content: PipelineContent, stages: [PlannedStage]) {
        let target = PathText.absolute(bundle.path)
        for stage in stages {
            guard let input = stage.element.path(equalTo: target) else { continue }
            let written = content.bundles.first?.attribute("path")?.valueSpan
            context.add(
                .bundleIsInput,
                "The bundle would overwrite '\(input)', which stage '\(stage.id)' reads; expected another path",
                at: written ?? content.bundles.first?.nameSpan ?? document.root.nameSpan)
            return
        }
    }

    private func number(_ name: String, of element: PlannedElement) -> Double? {
        if case .number(let value)? = element.options.values[name]?.value { return value }
        return nil
    }
}

extension PlannedElement {
    /// The text of a path among the attributes here and beneath that is the same file by name.
    fileprivate func path(equalTo target: [String]) -> String? {
        for attribute in attributes {
            if let path = attribute.option.resolvedPath, PathText.absolute(path) == target { return attribute.text }
        }
        return children.lazy.compactMap { $0.path(equalTo: target) }.first
    }
}
