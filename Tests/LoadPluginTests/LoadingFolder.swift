import CSQLite
import Glibc
import LoadPlugin
import PipelineXML
import StageKit
import StageKitTesting
import Testing

/// A folder with a pipeline that loads a file, removed when it is let go.
final class LoadingFolder {
    /// What a run gave and said.
    struct Outcome {
        let output: StageOutput
        let diagnostics: [Diagnostic]

        /// The training rows.
        var table: Table { output.table ?? Table(columns: []) }
        /// The test rows.
        var test: Table { output.test ?? Table(columns: []) }
    }

    let path: String
    private var files: [String] = []

    init() throws {
        var template = Array("/tmp/fsel-load-XXXXXX".utf8CString)
        path = try template.withUnsafeMutableBufferPointer {
            try #require($0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) })
        }
    }

    deinit {
        for file in files { unlink(file) }
        rmdir(path)
    }

    /// Writes a file of the folder.
    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    /// Writes a file of the folder.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = try #require(fopen("\(path)/\(name)", "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        files.append("\(path)/\(name)")
    }

    /// Makes a database in the folder.
    func makeDatabase(_ sql: String, in name: String) throws {
        var connection: OpaquePointer?
        files.append("\(path)/\(name)")
        #expect(sqlite3_open("\(path)/\(name)", &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(connection)
    }

    /// The checked options of the first stage of a pipeline in this folder, which begins on line 2.
    func options(_ load: String) throws -> StageOptions {
        let text = "<pipeline xmlns=\"urn:fsel:pipeline:1\" name=\"p\">\n\(load)\n</pipeline>\n"
        let document = try PipelineDocument(path: "\(path)/pipeline.xml", bytes: Array(text.utf8))
        let check = PipelineCheck(document, stages: [LoadStage.descriptor])
        let plan = try #require(check.plan, "\(check.diagnostics)")
        return try #require(plan.stages.first).options
    }

    /// Runs `<load>`, which reads `data.csv` where it does not say otherwise.
    func run(_ load: String, seed: UInt64 = 0, data: String? = nil) async throws -> Outcome {
        if let data { try write(data, to: "data.csv") }
        let collector = DiagnosticCollector()
        let stage = try LoadStage(options: options(load))
        let context = collector.context(stageID: "load", seed: seed)
        let output = try await stage.run(StageInput(table: Table(columns: [])), context: context)
        return Outcome(output: output, diagnostics: collector.diagnostics)
    }
}

/// Loads a text as `data.csv`.
func load(_ load: String, seed: UInt64 = 0, data: String) async throws -> LoadingFolder.Outcome {
    try await LoadingFolder().run(load, seed: seed, data: data)
}

/// The failure of loading a text as a person sees it, without the folder; empty where there is none.
func failure(
    _ load: String, data: String = "x,y\n1,2\n2,3\n", in folder: LoadingFolder? = nil
) async throws -> (text: String, failure: StageFailure?) {
    let folder = try folder ?? LoadingFolder()
    do {
        _ = try await folder.run(load, data: data)
        return ("", nil)
    } catch let error as StageFailure {
        return (error.description.replacing(folder.path + "/", with: ""), error)
    }
}
