import StageKit

/// A small package with a stage that builds, passes its tests and runs as it stands.
struct PackageTemplate {
    /// The stage.
    let stage: StageIdentity
    /// Where the package gets `fsel` from.
    let dependency: PackageDependency

    /// The module that holds the stage.
    ///
    /// It is called otherwise than the modules of built-in stages, since two packages of one build must not have modules of
    /// the same name.
    private var module: String { "\(stage.typeName)Stages" }

    /// Refuses a folder that the package manager could not tell from the package of `fsel`: it knows both by the last part of
    /// where they lie, whatever the case of letters.
    ///
    /// - Throws: ``StageFailure`` of kind `usage`, FS713.
    func requireOtherName(than folder: String) throws(StageFailure) {
        guard let last = resolvedPath(folder).split(separator: "/").last,
            last.lowercased() == dependency.folderName.lowercased()
        else { return }
        throw StageFailure(
            .usage, code: "FS713",
            "The package manager cannot tell a folder named '\(last)' from the package of fsel; expected another name, with --out."
        )
    }

    /// The files, in the order in which a person would read them.
    var files: [Template.File] {
        let template = Template(values: [
            ("__name__", stage.name), ("__Type__", stage.typeName), ("__module__", module),
            ("__namespace__", stage.namespace), ("__namespaceExpression__", stage.namespaceExpression),
            ("__element__", stage.element), ("__prefixDeclaration__", stage.prefixDeclaration), ("__sample__", ""),
            ("__mainImports__", Template.imports("FSelCommand", "StandardStages", module)),
            ("__programImports__", Template.imports("StageHosting", module)),
            ("__testImports__", Template.imports("StageKit", "StageKitTesting", "Testing", module)),
            ("__identity__", dependency.identity), ("__dependency__", dependency.declaration),
        ])
        return [
            template.file("README.md", PackageResources.readme_template),
            template.file("Package.swift", PackageResources.package_template),
            template.file("Sources/\(module)/\(stage.typeName)Stage.swift", PackageResources.stage_template),
            template.file("Sources/\(stage.name)-fsel/main.swift", PackageResources.main_template),
            template.file("Sources/\(stage.name)-program/main.swift", PackageResources.program_template),
            template.file("Tests/\(module)Tests/\(stage.typeName)StageTests.swift", PackageResources.tests_template),
            template.file("pipeline.xml", PackageResources.pipeline_template),
            template.file("data.csv", PackageResources.data_template),
        ]
    }
}
