internal import StageKit

/// The elements of a pipeline that are no stages.
///
/// They are described as stages are, so that one check, one schema and one writer serve both.
enum PipelineVocabulary {
    /// The root.
    static let pipeline = ElementDescriptor(
        name: "pipeline", summary: "A feature-selection pipeline: stages that run from top to bottom.",
        options: [
            OptionDescriptor(
                name: "name", type: .string, isRequired: true,
                help: "The pipeline's name: letters, digits, '.', '_' and '-'. The bundle is named after it."),
            OptionDescriptor(
                name: "seed", type: .integer(min: 0, max: nil), standard: .integer(0),
                help: "What every random choice is drawn from."),
        ],
        children: [
            ChildDescriptor(description), ChildDescriptor(param, maxCount: nil),
            ChildDescriptor(include, maxCount: nil), ChildDescriptor(gates), ChildDescriptor(bundle),
        ])

    /// The root of an included file.
    static let fragment = ElementDescriptor(
        name: "fragment", summary: "The root of an included file: holds what a pipeline holds.",
        children: pipeline.children)

    /// What the pipeline is for.
    static let description = ElementDescriptor(
        name: "description", summary: "What the pipeline is for, in words.", text: "any text")

    /// A parameter.
    static let param = ElementDescriptor(
        name: "param", summary: "A value that is named once, used as ${name}, and may be set from outside.",
        options: [
            OptionDescriptor(name: "name", type: .string, isRequired: true, help: "The name, used as ${name}."),
            OptionDescriptor(
                name: "type", type: .choice(ParameterType.allCases.map(\.rawValue)), isRequired: true,
                help: "What the value may be; a secret is never shown or kept."),
            OptionDescriptor(
                name: "default", type: .string, help: "The value where none is given from outside; a secret has none."),
            OptionDescriptor(
                name: "env", type: .string, help: "The environment variable that gives the value, if it is set."),
            OptionDescriptor(name: "min", type: .number(NumberRange()), help: "The least int or number."),
            OptionDescriptor(name: "max", type: .number(NumberRange()), help: "The greatest int or number."),
            OptionDescriptor(name: "values", type: .names, help: "The values of an enum, separated by spaces."),
        ])

    /// An included file.
    static let include = ElementDescriptor(
        name: "include", summary: "Stands for what another file's <fragment> holds.",
        options: [
            OptionDescriptor(
                name: "href", type: .path, isRequired: true,
                help: "The file, relative to this one and beneath the pipeline's folder.")
        ])

    /// The gates.
    static let gates = ElementDescriptor(
        name: "gates", summary: "What a result must satisfy to be accepted.",
        children: [ChildDescriptor(gate, maxCount: nil)])

    /// One gate.
    static let gate = ElementDescriptor(
        name: "gate", summary: "Bounds on one metric of one stage; at least one of 'min' and 'max' is written.",
        options: [
            OptionDescriptor(name: "of", type: .string, isRequired: true, help: "The id of the stage."),
            OptionDescriptor(name: "metric", type: .string, isRequired: true, help: "The metric's name."),
            OptionDescriptor(name: "min", type: .number(NumberRange()), help: "The least value that is accepted."),
            OptionDescriptor(name: "max", type: .number(NumberRange()), help: "The greatest value that is accepted."),
        ])

    /// The bundle.
    static let bundle = ElementDescriptor(
        name: "bundle", summary: "Where the results are written.",
        options: [
            OptionDescriptor(
                name: "path", type: .path,
                help:
                    "The file. Not written: the pipeline's name with .fsel.tar.gz (or .fsel.zip), beside the pipeline."),
            OptionDescriptor(
                name: "format", type: .choice(BundleFormat.allCases.map(\.rawValue)),
                standard: .string(BundleFormat.tarGzip.rawValue), help: "The kind of archive."),
        ])
}
