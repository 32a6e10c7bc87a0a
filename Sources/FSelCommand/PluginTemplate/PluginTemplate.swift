import StageKit

/// A small package with a stage that builds, passes its tests and runs as it stands.
struct PluginTemplate {
    /// A file of the package.
    struct File {
        /// Its path within the package.
        let path: String
        /// What it holds.
        let text: String
    }

    /// The stage's name, in kebab-case.
    let name: String
    /// The namespace of its element.
    let namespace: String
    /// Where the package gets `fsel` from.
    let dependency: PackageDependency

    /// Checks the name and the namespace.
    ///
    /// - Throws: ``StageFailure`` of kind `usage`: a name that is not kebab-case (FS710), a namespace that is empty, holds a
    ///   blank or a character that XML escapes, or is that of the built-in stages (FS711).
    init(name: String, namespace: String?, dependency: PackageDependency) throws(StageFailure) {
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
        let namespace = namespace ?? "urn:example:\(name)"
        let isPlain = namespace.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"&<>'\\".utf8.contains($0) }
        guard isPlain, !namespace.isEmpty, namespace != StageDescriptor.builtInNamespace else {
            throw StageFailure(
                .usage, code: "FS711",
                "The namespace '\(namespace)' cannot be that of your stages; expected a URN or URL of your own, such as "
                    + "'urn:example:stages'.")
        }
        self.name = name
        self.namespace = namespace
        self.dependency = dependency
    }

    /// The stage's name as a type's: `ClipOutliers` for `clip-outliers`.
    var typeName: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The files, in the order in which a person would read them.
    var files: [File] {
        [
            file("README.md", PackageResources.readme_template),
            file("Package.swift", PackageResources.package_template),
            file("Sources/\(typeName)Plugin/\(typeName)Stage.swift", PackageResources.stage_template),
            file("Sources/\(name)-fsel/main.swift", PackageResources.main_template),
            file("Tests/\(typeName)PluginTests/\(typeName)StageTests.swift", PackageResources.tests_template),
            file("pipeline.xml", PackageResources.pipeline_template),
            file("data.csv", PackageResources.data_template),
        ]
    }

    private func file(_ path: String, _ template: [UInt8]) -> File {
        let values = [
            ("__name__", name), ("__Type__", typeName), ("__namespace__", namespace),
            ("__identity__", dependency.identity), ("__dependency__", dependency.declaration),
        ]
        var text = Substring(String(decoding: template, as: UTF8.self))
        var filled = ""
        while let mark = text.firstRange(of: "__") {
            filled += text[..<mark.lowerBound]
            text = text[mark.lowerBound...]
            // A value is never looked at again, whatever it holds.
            if let (key, value) = values.first(where: { text.hasPrefix($0.0) }) {
                filled += value
                text = text.dropFirst(key.count)
            } else {
                filled += "__"
                text = text.dropFirst(2)
            }
        }
        return File(path: path, text: filled + text)
    }
}
