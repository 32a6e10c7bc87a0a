import ArgumentParser
import PipelineXML
import StageKit

/// `fsel schema`: an XSD of the pipeline dialect with the known stages, for editors.
struct SchemaCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints an XSD of the pipeline dialect, for editors.")

    @OptionGroup var plugins: PluginArguments

    @OptionGroup var output: OutputOptions

    func execute(_ surroundings: Surroundings) async throws -> ExitStatus {
        let text = SchemaWriter(stages: try await plugins.registry(surroundings).descriptors).text
        try surroundings.desk.result(text)
        try surroundings.desk.finish(ok: true, SchemaPayload(schema: text))
        return .success
    }
}

/// The schema as programs read it.
private struct SchemaPayload: Encodable {
    let schema: String
}
