internal import StageKit

/// The parameters of a pipeline, as far as they could be read.
struct ParameterTable {
    /// A parameter, or what is left of one.
    struct Entry {
        let name: String
        /// The parameter; `nil` where its declaration is faulty, which was told already.
        let parameter: PipelineParameter?
        let nameSpan: SourceSpan
    }

    /// The declared parameters in document order.
    let entries: [Entry]

    /// The names in document order.
    var names: [String] { entries.map(\.name) }

    /// The parameter of a name.
    func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}

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

extension ParameterTable {
    /// Fills in the parameters of an attribute's value.
    ///
    /// - Parameters:
    ///   - attribute: The attribute.
    ///   - type: What the value must be in the end.
    ///   - owner: The element's name, for messages.
    ///   - allowsSecrets: Whether a secret may be part of it.
    ///   - context: Takes faults and notes which parameters are used.
    /// - Returns: The text, or `nil` where a fault was told or the value is left open.
    func fill(
        _ attribute: PipelineAttribute, as type: OptionType, of owner: String, allowsSecrets: Bool,
        context: CheckContext
    ) -> FilledText? {
        let template = TextTemplate(attribute.value)
        if let offset = template.unclosed {
            context.add(
                .unclosedReference, "Found '${' without '}'; write '$${' for a '${' that names no parameter",
                at: attribute.part(offset..<attribute.value.utf8.count))
        }
        var parts: [Part] = []
        var isWhole = template.unclosed == nil
        for piece in template.pieces {
            guard let part = part(piece, of: attribute, context: context) else {
                isWhole = false
                continue
            }
            parts.append(part)
        }
        guard isWhole else { return nil }
        let used = parts.compactMap(\.parameter)
        if !allowsSecrets, let secret = used.first(where: { $0.type == .secret }) {
            context.add(
                .parameterType,
                "Attribute '\(attribute.name)' of <\(owner)> is kept and shown; parameter '\(secret.name)' is a secret",
                at: attribute.valueSpan)
            return nil
        }
        let alone = template.wholeParameter != nil
        if let clash = used.first(where: { !$0.type.fits(type, alone: alone) }) {
            context.add(
                .parameterType,
                "Attribute '\(attribute.name)' of <\(owner)> needs \(type); parameter '\(clash.name)' is of type"
                    + " \(clash.type.rawValue)", at: attribute.valueSpan)
            return nil
        }
        let first = parts.first?.parameter
        return FilledText(
            text: parts.map(\.text).joined(), safeText: parts.map(\.safeText).joined(),
            holdsSecret: used.contains { $0.type == .secret }, origin: used.first?.origin ?? .written,
            folder: (first?.type == .path ? first?.folder : nil) ?? attribute.valueSpan.source.folder)
    }

    private struct Part {
        let text: String
        let safeText: String
        let parameter: PipelineParameter?
    }

    private func part(
        _ piece: TextTemplate.Piece, of attribute: PipelineAttribute, context: CheckContext
    ) -> Part? {
        switch piece {
        case .literal(let text):
            return Part(text: text, safeText: TextTemplate.escaped(text), parameter: nil)
        case .parameter(let name, let range):
            context.usedParameters.insert(name)
            guard let entry = entry(name) else {
                context.addUnlessIncomplete(
                    .unknownParameter, "There is no parameter '\(name)'", at: attribute.part(range),
                    suggestion: context.didYouMean(name, among: names))
                return nil
            }
            guard let parameter = entry.parameter else { return nil }
            guard let value = parameter.value else {
                context.hasOpenValue = true
                return nil
            }
            let safe = parameter.type == .secret ? "${\(name)}" : TextTemplate.escaped(value)
            return Part(text: value, safeText: safe, parameter: parameter)
        }
    }
}

extension PipelineAttribute {
    /// The place of a part of the value; of the whole value where references in it shift the bytes.
    func part(_ range: Range<Int>) -> SourceSpan {
        let written = valueSpan.offset..<valueSpan.offset + valueSpan.length
        guard valueSpan.source.bytes[written].elementsEqual(value.utf8) else { return valueSpan }
        let start = valueSpan.offset + range.lowerBound
        return SourceSpan(valueSpan.source, start..<start + range.count)
    }
}
