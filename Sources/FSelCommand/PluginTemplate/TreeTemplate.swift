import StageKit

/// A stage that ships with `fsel`: its folder under Plugins of a checkout, its test, and the lines by which the checkout knows it.
struct TreeTemplate {
    /// The stage.
    let stage: StageIdentity

    private var module: String { "\(stage.typeName)Plugin" }

    /// The folders that the stage has to itself.
    var folders: [String] { ["Plugins/\(module)", "Tests/\(module)Tests"] }

    /// The files, in the order in which a person would read them.
    var files: [Template.File] {
        var values = [
            ("__name__", stage.name), ("__Type__", stage.typeName), ("__module__", module),
            ("__namespaceExpression__", stage.namespaceExpression), ("__element__", stage.element),
            ("__prefixDeclaration__", stage.prefixDeclaration),
            ("__sample__", String(decoding: PackageResources.tree_member_template, as: UTF8.self)),
            ("__testImports__", Template.imports("StageKit", "StageKitTesting", "Testing", module)),
        ]
        let sample = Template(values: values).file("\(folders[0])/sample.xml", PackageResources.tree_sample_template)
        values.append(("__sampleText__", sample.text))
        let template = Template(values: values)
        return [
            template.file("\(folders[0])/README.md", PackageResources.tree_readme_template),
            template.file("\(folders[0])/\(stage.typeName)Stage.swift", PackageResources.stage_template),
            sample,
            template.file("\(folders[1])/\(stage.typeName)StageTests.swift", PackageResources.tests_template),
        ]
    }

    /// The lines that the checkout's own files get.
    var edits: [TreeEdit] {
        let mark = "// `fsel plugin new --in-tree` adds its stage above this line."
        let link = "[`\(stage.name)`](Plugins/\(module)/README.md)"
        let list = "Plugins/StandardStages/StandardStages.swift"
        return [
            TreeEdit(path: "Package.swift", line: "plugin(\"\(stage.typeName)\"),", place: .above(mark)),
            TreeEdit(path: list, line: "import \(module)", place: .amongImports),
            TreeEdit(path: list, line: "\(stage.typeName)Stage.self,", place: .above(mark)),
            TreeEdit(
                path: "README.md",
                line: "| \(link) | table → table | clips features at some standard deviations from their mean |",
                place: .below(prefix: "| [`", part: "](Plugins/")),
        ]
    }
}
