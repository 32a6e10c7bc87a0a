internal import StageKit

/// A value's text once parameters are filled in.
struct FilledText {
    /// The text.
    let text: String
    /// The same text as it may be shown and written: secrets are left as `${name}`, other `${` are escaped.
    let safeText: String
    /// Whether a secret is part of it.
    let holdsSecret: Bool
    /// Where it comes from.
    let origin: OptionOrigin
    /// The folder that a relative path starts from.
    let folder: String
}

/// Fills in the parameters of an attribute's value.
struct TextFiller {
    let parameters: ParameterTable
    let context: CheckContext
    let attribute: PipelineAttribute
    /// The element's name, for messages.
    let owner: String
    /// Whether a secret may be part of it.
    let allowsSecrets: Bool

    private struct Part {
        let text: String
        let safeText: String
        let parameter: PipelineParameter?
    }

    /// Fills in.
    ///
    /// - Parameter type: What the value must be in the end.
    /// - Returns: The text, or `nil` where a fault was told or the value is left open.
    func fill(as type: OptionType) -> FilledText? {
        let template = TextTemplate(attribute.value)
        if let offset = template.unclosed {
            context.add(
                .unclosedReference, "Found '${' without '}'; write '$${' for a '${' that names no parameter",
                at: place(of: offset..<attribute.value.utf8.count))
        }
        checkNames(template)
        guard template.unclosed == nil, let parts = parts(of: template) else { return nil }
        let used = parts.compactMap(\.parameter)
        guard checkTypes(used, for: type, alone: template.wholeParameter != nil) else { return nil }
        let first = parts.first?.parameter
        return FilledText(
            text: parts.map(\.text).joined(), safeText: parts.map(\.safeText).joined(),
            holdsSecret: used.contains { $0.type == .secret }, origin: used.first?.origin ?? .written,
            folder: (first?.type == .path ? first?.folder : nil) ?? attribute.valueSpan.source.folder)
    }

    /// Tells each unknown name once.
    private func checkNames(_ template: TextTemplate) {
        var seen: Set<String> = []
        for case .parameter(let name, let range) in template.pieces where seen.insert(name).inserted {
            context.usedParameters.insert(name)
            if parameters.entry(name) != nil { continue }
            context.addUnlessIncomplete(
                .unknownParameter, "There is no parameter '\(name)'", at: place(of: range),
                suggestion: context.didYouMean(name, among: parameters.names))
        }
    }

    /// The parts, or `nil` where one has no value or they are too long together.
    private func parts(of template: TextTemplate) -> [Part]? {
        var parts: [Part] = []
        for piece in template.pieces {
            switch piece {
            case .literal(let text):
                parts.append(Part(text: text, safeText: TextTemplate.escaped(text), parameter: nil))
            case .parameter(let name, _):
                guard let parameter = parameters.entry(name)?.parameter else { return nil }
                guard let value = parameter.value else {
                    context.hasOpenValue = true
                    return nil
                }
                guard context.mayFill(value.utf8.count, at: attribute.valueSpan) else { return nil }
                let safe = parameter.type == .secret ? "${\(name)}" : TextTemplate.escaped(value)
                parts.append(Part(text: value, safeText: safe, parameter: parameter))
            }
        }
        return parts
    }

    private func checkTypes(_ used: [PipelineParameter], for type: OptionType, alone: Bool) -> Bool {
        if !allowsSecrets, let secret = used.first(where: { $0.type == .secret }) {
            context.add(
                .parameterType,
                "Attribute '\(attribute.name)' of <\(owner)> is kept and shown; parameter '\(secret.name)' is a secret",
                at: attribute.valueSpan)
            return false
        }
        guard let clash = used.first(where: { !$0.type.fits(type, alone: alone) }) else { return true }
        context.add(
            .parameterType,
            "Attribute '\(attribute.name)' of <\(owner)> needs \(type); parameter '\(clash.name)' is of type"
                + " \(clash.type.rawValue)", at: attribute.valueSpan)
        return false
    }

    /// The place of a part of the value; of the whole value where references in it shift the bytes.
    private func place(of range: Range<Int>) -> SourceSpan {
        let span = attribute.valueSpan
        // A reference is longer than its character, so that equal lengths mean that there is none.
        guard span.length == attribute.value.utf8.count else { return span }
        let start = span.offset + range.lowerBound
        return SourceSpan(span.source, start..<start + range.count)
    }
}
