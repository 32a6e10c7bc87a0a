internal import StageKit

/// Checks an element against its descriptor and gives its typed options.
struct ElementChecker {
    let parameters: ParameterTable
    let context: CheckContext
    /// The pipeline's folder.
    let folder: String
    /// Whether values are taken as they are written, so that a reference to a parameter is a fault.
    var isLiteral = false
    /// Whether texts may hold secrets: those of stages alone.
    var allowsSecrets = false

    /// Checks an element with all that is beneath it.
    ///
    /// - Parameters:
    ///   - element: The element.
    ///   - descriptor: What it may hold.
    ///   - reserved: Attributes that are checked elsewhere.
    ///   - overrides: What `--set` says of it and of its children.
    func check(
        _ element: PipelineElement, as descriptor: ElementDescriptor, reserved: [String] = [],
        overrides: [ElementOverride] = []
    ) -> PlannedElement {
        let attributes = checkAttributes(element, as: descriptor, reserved: reserved, overrides: overrides)
        checkText(element, as: descriptor)
        let children = checkChildren(element, as: descriptor, overrides: overrides)
        return planned(element, as: descriptor, attributes: attributes, children: children)
    }

    /// Checks an element's attributes and text alone.
    func checkShallow(_ element: PipelineElement, as descriptor: ElementDescriptor) -> PlannedElement {
        let attributes = checkAttributes(element, as: descriptor, reserved: [], overrides: [])
        checkText(element, as: descriptor)
        return planned(element, as: descriptor, attributes: attributes, children: [])
    }

    private func planned(
        _ element: PipelineElement, as descriptor: ElementDescriptor, attributes: [String: PlannedAttribute],
        children: [PlannedElement]
    ) -> PlannedElement {
        let options = StageOptions(
            descriptor: descriptor, values: attributes.mapValues(\.option), children: children.map(\.options),
            text: descriptor.text == nil ? nil : element.text.withoutOuterBlanks, location: element.nameSpan.location)
        let ordered = descriptor.options.compactMap { option in
            attributes[option.name]
                ?? options.values[option.name].map { checked in
                    PlannedAttribute(
                        name: option.name, option: checked, holdsSecret: false,
                        text: TextTemplate.escaped(checked.value.description))
                }
        }
        return PlannedElement(attributes: ordered, children: children, options: options)
    }

    private func checkText(_ element: PipelineElement, as descriptor: ElementDescriptor) {
        guard descriptor.text == nil, let span = element.textSpan else { return }
        context.add(.strayText, "<\(descriptor.name)> holds no text", at: span)
    }

    private func checkChildren(
        _ element: PipelineElement, as descriptor: ElementDescriptor, overrides: [ElementOverride]
    ) -> [PlannedElement] {
        var counts: [String: Int] = [:]
        var result: [PlannedElement] = []
        for child in element.children {
            guard child.namespace == element.namespace else {
                context.addNamespaceFault(child, expected: element.namespace)
                continue
            }
            guard let known = descriptor.child(child.name) else {
                context.add(
                    .unknownChild, "<\(descriptor.name)> has no child element <\(child.name)>", at: child.nameSpan,
                    suggestion: context.didYouMean(child.name, among: descriptor.children.map(\.element.name)))
                continue
            }
            counts[child.name, default: 0] += 1
            if let most = known.maxCount, counts[child.name, default: 0] > most {
                context.addRepeated(child, in: descriptor.name, most: most)
            }
            let within = overrides.compactMap { $0.within(child.name) }
            result.append(check(child, as: known.element, overrides: within))
        }
        for child in descriptor.children where counts[child.element.name, default: 0] < child.minCount {
            let count = child.minCount == 1 ? "a child element" : "at least \(child.minCount) child elements"
            context.add(
                .missingChild, "<\(descriptor.name)> needs \(count) <\(child.element.name)>", at: element.nameSpan)
        }
        return result
    }

    private func checkAttributes(
        _ element: PipelineElement, as descriptor: ElementDescriptor, reserved: [String], overrides: [ElementOverride]
    ) -> [String: PlannedAttribute] {
        var result: [String: PlannedAttribute] = [:]
        let own = Dictionary(overrides.filter(\.path.isEmpty).map { ($0.option, $0) }, uniquingKeysWith: { $1 })
        for attribute in element.attributes {
            if attribute.namespace == nil, reserved.contains(attribute.name) { continue }
            guard attribute.namespace == nil, let option = descriptor.option(attribute.name) else {
                context.addUnknownAttribute(attribute, of: descriptor, reserved: reserved)
                continue
            }
            if own[option.name] != nil {
                context.usedParameters.formUnion(TextTemplate(attribute.value).parameterNames)
            } else if let planned = value(attribute, option, of: descriptor.name) {
                result[option.name] = planned
            }
        }
        for option in descriptor.options {
            if let override = own[option.name] {
                result[option.name] = value(override, option, at: element.attribute(option.name)?.valueSpan)
            } else if option.isRequired, element.attribute(option.name) == nil {
                context.add(
                    .missingAttribute, "<\(descriptor.name)> needs the attribute '\(option.name)'", at: element.nameSpan
                )
            }
        }
        return result
    }
}

extension ElementChecker {
    /// The value of an attribute; `nil` where a fault was told or it is left open.
    private func value(
        _ attribute: PipelineAttribute, _ option: OptionDescriptor, of owner: String
    ) -> PlannedAttribute? {
        let filled: FilledText
        if isLiteral {
            if attribute.value.contains("${") {
                context.addLiteralOnly(attribute, of: owner)
                return nil
            }
            filled = FilledText(
                text: attribute.value, safeText: attribute.value, holdsSecret: false, origin: .written,
                folder: attribute.valueSpan.source.folder)
        } else {
            let filler = TextFiller(
                parameters: parameters, context: context, attribute: attribute, owner: owner,
                allowsSecrets: allowsSecrets)
            guard let text = filler.fill(as: option.type) else { return nil }
            filled = text
        }
        guard let value = option.type.parse(trimmed: filled.text) else {
            context.add(
                .badValue,
                "Attribute '\(option.name)' of <\(owner)> is '\(filled.safeText)', expected \(option.type)",
                at: attribute.valueSpan, suggestion: context.didYouMean(filled.text, among: option.type.words))
            return nil
        }
        return planned(option, value, filled, at: attribute.valueSpan)
    }

    /// The value that `--set` gives; `nil` where a fault was told.
    private func value(_ override: ElementOverride, _ option: OptionDescriptor, at span: SourceSpan?)
        -> PlannedAttribute?
    {
        guard let value = option.type.parse(trimmed: override.text) else {
            context.addUsage(
                .overrideValue, "--set \(override.key)=\(override.text): expected \(option.type)",
                suggestion: context.didYouMean(override.text, among: option.type.words))
            return nil
        }
        let filled = FilledText(
            text: override.text, safeText: TextTemplate.escaped(override.text), holdsSecret: false, origin: .override,
            folder: "")
        return planned(option, value, filled, at: span)
    }

    private func planned(
        _ option: OptionDescriptor, _ value: OptionValue, _ filled: FilledText, at span: SourceSpan?
    ) -> PlannedAttribute {
        var value = value
        var path: String?
        if option.type.isPath, !option.type.words.contains(filled.text) {
            path = PathText.join(filled.folder, filled.text)
            value = .string(PathText.rebased(filled.text, from: filled.folder, to: folder))
        }
        return PlannedAttribute(
            name: option.name,
            option: CheckedOption(value: value, origin: filled.origin, location: span?.location, resolvedPath: path),
            holdsSecret: filled.holdsSecret,
            text: filled.holdsSecret ? filled.safeText : TextTemplate.escaped(value.description))
    }
}
