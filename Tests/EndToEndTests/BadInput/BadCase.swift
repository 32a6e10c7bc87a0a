import FSelCommand
import Testing

/// A run of a pipeline over a table, one of them wrong, and what is to be said of it.
struct BadCase: Sendable, CustomTestStringConvertible {
    /// The file `data.csv`.
    enum Data: Sendable {
        case table
        case added(String)
        case text(String)
        case bytes([UInt8])
        case none
    }

    /// The file `p.xml`.
    enum Pipeline: Sendable {
        case standard
        case changed(String, String)
        case text(String)
        case bytes([UInt8])
    }

    let name: String
    var data = Data.table
    var pipeline = Pipeline.standard
    /// More files by name.
    var files: [String: String] = [:]
    let status: FSelCommand.ExitStatus
    /// Every error: its place, code and sentence, and the suggestion behind it.
    let errors: [String]

    init(
        _ name: String, data: Data = .table, pipeline: Pipeline = .standard, files: [String: String] = [:],
        _ status: FSelCommand.ExitStatus, _ errors: String...
    ) {
        self.name = name
        self.data = data
        self.pipeline = pipeline
        self.files = files
        self.status = status
        self.errors = errors
    }

    var testDescription: String { name }

    /// Two features, a target that both explain, thirty rows: nothing is wrong with it.
    static let table: String = {
        let rows = (0..<30).map { i in
            let (a, b) = (i * 7 % 11, i * 5 % 13)
            return "\(a),\(b),\(2 * a - b + i % 3)\n"
        }
        return "x1,x2,y\n" + rows.joined()
    }()

    /// A pipeline that selects from the table.
    static let standard = """
        <pipeline xmlns="urn:fsel:pipeline:1" name="bad">
          <load path="data.csv"><target column="y"/></load>
          <normalize/>
          <l1-select><cv folds="3"/></l1-select>
          <bundle path="out.fsel.tar.gz"/>
        </pipeline>

        """

    /// The bytes of `data.csv`; `nil` where there is no such file.
    var dataBytes: [UInt8]? {
        switch data {
        case .table: Array(Self.table.utf8)
        case .added(let text): Array((Self.table + text).utf8)
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        case .none: nil
        }
    }

    /// The bytes of `p.xml`.
    var pipelineBytes: [UInt8] {
        switch pipeline {
        case .standard: Array(Self.standard.utf8)
        case .changed(let old, let new): Array(Self.standard.replacing(old, with: new).utf8)
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }
}

extension Workplace {
    /// Writes a case's files.
    func write(_ bad: BadCase) throws {
        try write("p.xml", bad.pipelineBytes)
        if let bytes = bad.dataBytes { try write("data.csv", bytes) }
        for (name, text) in bad.files { try write(name, text) }
    }

    /// The errors among what was printed, one string each, without this folder's path; excerpts leave their suggestion.
    func errors(in text: String) -> [String] {
        var errors: [String] = []
        for line in text.replacing(path + "/", with: "").split(separator: "\n") {
            if line.contains("error[FS") || line.hasPrefix("Error: ") {
                errors.append(String(line))
            } else if let mark = line.firstIndex(of: "^"), line.hasPrefix("      "), let last = errors.popLast() {
                let suggestion = line[mark...].drop { $0 == "^" || $0 == "~" }
                errors.append(last + (suggestion.isEmpty ? "" : ";\(suggestion)"))
            }
        }
        return errors
    }
}

/// Runs a case, and holds it to its exit status, its whole messages, an empty standard output and an untouched folder.
func expectRefusal(of bad: BadCase) async throws {
    let place = try Workplace()
    try place.write(bad)
    let before = place.names()
    let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
    #expect(run.status == bad.status)
    #expect(place.errors(in: run.error) == bad.errors)
    #expect(run.output.isEmpty)
    #expect(!run.error.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 || $0.value == 0x7F })
    #expect(run.error.split(separator: "\n").allSatisfy { $0.count < 1_000 })
    #expect(place.names() == before)
    let document = await CommandRun.fsel("run", place.file("p.xml"), "--json")
    #expect(document.status == bad.status)
    #expect(document.error.isEmpty)
    #expect(document.output.hasPrefix("{\n") && document.output.hasSuffix("\n}\n"))
    #expect(document.output.contains("\"ok\" : false"))
    let codes = bad.errors.compactMap { $0.split(separator: "error[").last?.prefix(5) }
    #expect(codes.allSatisfy { document.output.contains("\"code\" : \"\($0)\"") })
    #expect(place.names() == before)
}
