import ArgumentParser
import StageKit

/// `fsel stages [NAME]`: what stages there are, or all about one.
struct StagesCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stages", abstract: "Lists the stages, or everything about one.")

    @Argument(help: "A stage's name, such as l1-select.")
    var name: String?

    @OptionGroup var plugins: PluginArguments

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let desk = surroundings.desk
        let registry = try await plugins.registry(surroundings)
        let descriptors = registry.descriptors
        guard let name else {
            try desk.result(StageCatalogue.list(descriptors))
            try desk.finish(ok: true, StagesPayload(stages: descriptors.map(JSONStage.init)))
            return .success
        }
        let named = try registry.stages(named: name)
        try desk.result(named.map(StageCatalogue.page).joined(separator: "\n"))
        try desk.finish(ok: true, StagesPayload(stages: named.map { JSONStage($0.descriptor) }))
        return .success
    }
}

extension StageRegistry {
    /// The stages of a name, in whatever namespaces.
    ///
    /// - Throws: ``StageFailure`` of kind `usage`, FS705, where there is none.
    func stages(named name: String) throws(StageFailure) -> [StageDefinition] {
        let named = stages.filter { $0.descriptor.name == name }
        guard named.isEmpty else { return named }
        let suggestion = nearestName(to: name, among: descriptors.map(\.name))
        throw StageFailure(
            .usage, code: "FS705", "There is no stage '\(name)'; 'fsel stages' lists them.",
            suggestion: suggestion.map { "did you mean '\($0)'?" } ?? "a program that holds it is named with --plugin")
    }
}

/// The stages as programs read them.
private struct StagesPayload: Encodable {
    let stages: [JSONStage]
}
