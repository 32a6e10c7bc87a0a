import StageKit

@testable import PipelineXML

/// Stages to check pipelines against: every type of option, children once and often, text, another namespace.
enum SampleStages {
    static let folds = OptionDescriptor(
        name: "folds", type: .integer(min: 2, max: 1_000), standard: .integer(10), unit: "folds",
        help: "How many folds.")

    static let cv = ElementDescriptor(
        name: "cv", summary: "Cross-validation.",
        options: [
            folds,
            OptionDescriptor(
                name: "rule", type: .choice(["1se", "min"]), standard: .string("1se"), help: "Which lambda is taken."),
        ])

    static let load = StageDescriptor(
        ElementDescriptor(
            name: "load", summary: "Reads a table.",
            options: [
                OptionDescriptor(name: "path", type: .path, isRequired: true, help: "The file."),
                OptionDescriptor(name: "delimiter", type: .string, help: "What stands between fields."),
                OptionDescriptor(
                    name: "missing-tokens", type: .names, standard: .names(["NA"]), help: "What means missing."),
            ],
            children: [
                ChildDescriptor(
                    ElementDescriptor(
                        name: "target", summary: "The column to predict.",
                        options: [OptionDescriptor(name: "column", type: .column, isRequired: true, help: "Its name.")]),
                    minCount: 1),
                ChildDescriptor(
                    ElementDescriptor(
                        name: "column", summary: "A column.",
                        options: [
                            OptionDescriptor(name: "name", type: .column, isRequired: true, help: "Its name."),
                            OptionDescriptor(
                                name: "role", type: .choice(["feature", "id", "ignore"]), standard: .string("feature"),
                                help: "What it is for."),
                        ]), maxCount: nil),
                ChildDescriptor(ElementDescriptor(name: "query", summary: "What to read.", text: "SQL")),
            ]),
        namespace: StageDescriptor.builtInNamespace, takes: [], gives: [.table])

    static let normalize = StageDescriptor(
        ElementDescriptor(
            name: "normalize", summary: "Brings columns to one scale.",
            options: [
                OptionDescriptor(
                    name: "method", type: .choice(["zscore", "minmax", "none"]), standard: .string("zscore"),
                    help: "How.")
            ]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table], normalizesColumns: true)

    static let select = StageDescriptor(
        ElementDescriptor(
            name: "l1-select", summary: "Selects features.",
            options: [
                OptionDescriptor(
                    name: "l1-ratio", type: .number(NumberRange(min: 0, max: 1, excludesMin: true)),
                    standard: .number(1),
                    help: "The share of L1."),
                OptionDescriptor(name: "max-features", type: .integer(min: 1, max: nil), help: "At most so many."),
            ],
            children: [
                ChildDescriptor(cv),
                ChildDescriptor(
                    ElementDescriptor(
                        name: "keep", summary: "A column that stays.",
                        options: [OptionDescriptor(name: "column", type: .column, isRequired: true, help: "Its name.")]),
                    maxCount: 2),
            ]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.selection, .model],
        wantsNormalizedColumns: true)

    static let refit = StageDescriptor(
        ElementDescriptor(
            name: "l2-refit", summary: "Refits.",
            options: [
                OptionDescriptor(
                    name: "lambda", type: .keyword(["auto", "joint"], or: .number(NumberRange(min: 0))),
                    standard: .string("auto"), help: "The penalty.")
            ], children: [ChildDescriptor(cv)]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table, .selection], gives: [.model])

    static let evaluate = StageDescriptor(
        ElementDescriptor(
            name: "evaluate", summary: "Measures.",
            options: [
                OptionDescriptor(
                    name: "on", type: .choice(["test", "train", "cv"]), standard: .string("test"),
                    help: "On which rows.")
            ]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table, .model], gives: [.evaluation])

    static let custom = StageDescriptor(
        ElementDescriptor(
            name: "smooth", summary: "A stage of somebody else.",
            options: [OptionDescriptor(name: "token", type: .string, help: "Any text.")],
            children: [ChildDescriptor(ElementDescriptor(name: "window", summary: "A window."), maxCount: nil)]),
        namespace: "urn:example:smooth", takes: [.table], gives: [.table])

    static let all = [load, normalize, select, refit, evaluate, custom]
}

/// A pipeline with this content, which begins in line 2.
func pipelineText(_ content: String, attributes: String = "") -> String {
    "<pipeline xmlns=\"urn:fsel:pipeline:1\" xmlns:s=\"urn:example:smooth\" name=\"p\"\(attributes)>\n\(content)\n</pipeline>\n"
}

/// Checks a pipeline with this content as the file `d/p.xml`.
func check(
    _ content: String, attributes: String = "", set overrides: [String] = [], environment: [String: String]? = [:]
) throws -> PipelineCheck {
    try checkFile(pipelineText(content, attributes: attributes), set: overrides, environment: environment)
}

/// Checks a whole file as `d/p.xml`.
func checkFile(_ text: String, set overrides: [String] = [], environment: [String: String]? = [:]) throws
    -> PipelineCheck
{
    PipelineCheck(
        try PipelineDocument(path: "d/p.xml", bytes: Array(text.utf8)), stages: SampleStages.all,
        overrides: try overrides.map { try PipelineOverride($0) }, environment: environment)
}

/// A load stage on which others can stand.
let loadText = "<load path='x.csv'><target column='y'/></load>"
