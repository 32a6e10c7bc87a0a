import StageKit

/// What the author of a new stage calls it, and whose it is.
struct StageIdentity {
    /// The stage's name, in kebab-case.
    let name: String
    /// The namespace of its element.
    let namespace: String

    /// Checks the name and the namespace.
    ///
    /// - Parameters:
    ///   - name: The stage's name.
    ///   - namespace: The namespace of its element.
    ///   - shipsWithFsel: Whether it may be among the built-in stages.
    /// - Throws: ``StageFailure`` of kind `usage`: a name that is not kebab-case, or whose type or module StageKit has
    ///   already (FS710); a namespace that is no absolute URI of plain characters, or is that of the built-in stages (FS711).
    init(name: String, namespace: String, shipsWithFsel: Bool = false) throws(StageFailure) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let isKebabCase = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        }
        guard isKebabCase, let first = name.utf8.first, first >= 0x61, name.utf8.count <= 64 else {
            throw StageFailure(
                .usage, code: "FS710",
                "A stage cannot be named '\(name)'; expected kebab-case, such as 'clip-outliers', of 64 characters at most."
            )
        }
        // LearningStage is the protocol that it would conform to, StandardStages the module that its program imports.
        guard !["learning", "standard"].contains(name) else {
            throw StageFailure(
                .usage, code: "FS710",
                "A stage cannot be named '\(name)': fsel has the Swift name that it would get; expected another.")
        }
        guard Self.isURI(namespace), shipsWithFsel || namespace != StageDescriptor.builtInNamespace else {
            throw StageFailure(
                .usage, code: "FS711",
                "The namespace '\(namespace)' cannot be that of your stages; expected a URN or URL of your own, such as "
                    + "'urn:example:stages'.")
        }
        self.name = name
        self.namespace = namespace
    }

    /// Whether a text is a scheme, a colon and more, in characters that stand in XML and Swift as they are.
    private static func isURI(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"&<>'\\".utf8.contains($0) }
        return isPlain && parts.count == 2 && !parts[1].isEmpty && parts[0].first?.isLetter == true
            && parts[0].allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    }

    /// The stage's name as a type's: `ClipOutliers` for `clip-outliers`.
    var typeName: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private var isBuiltIn: Bool { namespace == StageDescriptor.builtInNamespace }

    /// The element in a pipeline: `clip-outliers`, with a prefix where it is not in the pipeline's own namespace.
    var element: String { isBuiltIn ? name : "my:\(name)" }

    /// The declaration of the prefix, with a space before it; empty where none is needed.
    var prefixDeclaration: String { isBuiltIn ? "" : " xmlns:my=\"\(namespace)\"" }

    /// The namespace in Swift.
    var namespaceExpression: String { isBuiltIn ? "StageDescriptor.builtInNamespace" : "\"\(namespace)\"" }
}
