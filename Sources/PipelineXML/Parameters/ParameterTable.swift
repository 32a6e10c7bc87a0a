internal import StageKit

/// The parameters of a pipeline, as far as they could be read.
struct ParameterTable {
    /// A parameter, or what is left of one.
    struct Entry {
        let name: String
        /// The parameter; `nil` where its declaration is faulty, which was told already.
        let parameter: PipelineParameter?
        let nameSpan: SourceSpan
    }

    /// The declared parameters in document order.
    private(set) var entries: [Entry] = []
    private var indices: [String: Int] = [:]

    /// The names in document order.
    var names: [String] { entries.map(\.name) }

    /// The parameter of a name.
    func entry(_ name: String) -> Entry? { indices[name].map { entries[$0] } }

    /// Adds a parameter whose name is not there yet.
    mutating func add(_ entry: Entry) {
        indices[entry.name] = entries.count
        entries.append(entry)
    }
}
