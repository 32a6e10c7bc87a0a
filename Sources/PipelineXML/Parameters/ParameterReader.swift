internal import StageKit

/// Reads `<param>` elements and gives each parameter its value: from `--set`, else the environment, else its default.
struct ParameterReader {
    /// Values from the command line, by parameter name.
    let overrides: [String: String]
    /// The environment; `nil` where it is not to be read.
    let environment: [String: String]?
    let context: CheckContext

    /// Reads the parameters.
    ///
    /// - Parameter elements: The `<param>` elements in document order.
    /// - Returns: One entry for each name; a name that is declared twice keeps its first declaration.
    func read(_ elements: [PipelineElement]) -> ParameterTable {
        let checker = ElementChecker(
            parameters: ParameterTable(), context: context, folder: "", isLiteral: true)
        var table = ParameterTable()
        for element in elements {
            let checked = checker.check(element, as: PipelineVocabulary.param)
            guard let name = element.attribute("name") else { continue }
            guard NameRule.isIdentifier(name.value) else {
                context.add(
                    .badName,
                    "Attribute 'name' of <param> is '\(name.value)', expected \(NameRule.identifierPhrase)",
                    at: name.valueSpan)
                continue
            }
            if let first = table.entry(name.value) {
                let place = first.nameSpan.location
                context.add(
                    .repeatedParameter,
                    "Parameter '\(name.value)' is declared twice, the first time in line \(place.line) of \(place.file)",
                    at: name.valueSpan)
                continue
            }
            let parameter = parameter(name.value, element, checked.options.values)
            table.add(.init(name: name.value, parameter: parameter, nameSpan: name.valueSpan))
        }
        return table
    }

    private func parameter(
        _ name: String, _ element: PipelineElement, _ options: [String: CheckedOption]
    ) -> PipelineParameter? {
        guard case .string(let word)? = options["type"]?.value, let type = ParameterType(rawValue: word) else {
            return nil
        }
        guard checkAttributes(of: name, element, type) else { return nil }
        let rule = type.optionType(
            min: number(options["min"]), max: number(options["max"]), values: names(options["values"]))
        let standard = element.attribute("default")
        if standard != nil, options["default"] == nil { return nil }
        let isDefaultRight = standard.map { rule.parse(trimmed: $0.value) != nil } ?? true
        if let standard, !isDefaultRight {
            context.add(
                .badDefault, "The default of parameter '\(name)' is '\(standard.value)', expected \(rule)",
                at: standard.valueSpan)
        }
        guard let (value, origin) = value(of: name, element, type, rule), isDefaultRight else { return nil }
        let isDefault = if case .parameter = origin { true } else { false }
        return PipelineParameter(
            name: name, type: type, value: value, origin: origin, location: element.nameSpan.location,
            environmentName: element.attribute("env")?.value,
            folder: isDefault ? element.nameSpan.source.folder : "")
    }

    /// Whether the attributes suit the type.
    private func checkAttributes(of name: String, _ element: PipelineElement, _ type: ParameterType) -> Bool {
        let known = context.count
        let isNumeric = type == .int || type == .number
        for bound in ["min", "max"] {
            guard let attribute = element.attribute(bound), !isNumeric else { continue }
            context.add(
                .parameterAttribute,
                "Parameter '\(name)' of type \(type.rawValue) has no '\(bound)'; only int and number have",
                at: attribute.nameSpan)
        }
        switch (element.attribute("values"), type) {
        case (nil, .choice):
            context.add(
                .parameterAttribute, "Parameter '\(name)' of type enum needs the attribute 'values'",
                at: element.nameSpan)
        case (let values?, .choice) where values.value.allSatisfy { $0 == " " }:
            context.add(.parameterAttribute, "Parameter '\(name)' lists no values", at: values.valueSpan)
        case (let values?, let type) where type != .choice:
            context.add(
                .parameterAttribute, "Parameter '\(name)' of type \(type.rawValue) has no 'values'; only enum has",
                at: values.nameSpan)
        default: break
        }
        if type == .secret, let standard = element.attribute("default") {
            context.add(
                .secretDefault,
                "The secret '\(name)' has a default in the file; expected its value from the environment",
                at: standard.nameSpan)
        }
        return context.count == known
    }

    /// The value and where it comes from; `nil` where a fault was told.
    private func value(
        of name: String, _ element: PipelineElement, _ type: ParameterType, _ rule: OptionType
    ) -> (String?, OptionOrigin)? {
        if let text = overrides[name] {
            guard rule.parse(trimmed: text) != nil else {
                context.addUsage(.overrideValue, "--set \(name)=\(text): expected \(rule)")
                return nil
            }
            return (rule.normalized(text), .override)
        }
        let variable = element.attribute("env")
        if let variable, let text = environment?[variable.value] {
            guard type == .secret || text.isXMLText, rule.parse(trimmed: text) != nil else {
                context.add(
                    .badEnvironmentValue,
                    "Environment variable '\(variable.value)' of parameter '\(name)' is '\(text)', expected \(rule)",
                    at: variable.valueSpan)
                return nil
            }
            return (rule.normalized(text), .environment(variable.value))
        }
        if let standard = element.attribute("default") { return (rule.normalized(standard.value), .parameter(name)) }
        if let variable, environment == nil { return (nil, .environment(variable.value)) }
        let hint = variable.map { "the environment variable '\($0.value)' is not set and " } ?? ""
        context.add(
            .noParameterValue,
            "Parameter '\(name)' has no value: \(hint)it has no default; give one with --set \(name)=…",
            at: element.attribute("name")?.valueSpan ?? element.nameSpan)
        return nil
    }

    private func number(_ option: CheckedOption?) -> Double? {
        if case .number(let value)? = option?.value { return value }
        return nil
    }

    private func names(_ option: CheckedOption?) -> [String] {
        if case .names(let values)? = option?.value { return values }
        return []
    }
}
