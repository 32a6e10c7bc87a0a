import PipelineEngine
import StageKit

/// What the data of one loading stage hold, as programs read it.
struct JSONProfile: Encodable {
    let stage: String
    let rowsRead: Int
    let rowsUsed: Int
    let groups: [Group]
    let constant: [String]
    let duplicates: [Duplicate]

    struct Group: Encodable {
        let role: String
        let type: String
        let columns: Int
        let missing: Int
        let constant: Int
        let duplicate: Int
    }

    struct Duplicate: Encodable {
        let name: String
        let original: String
    }

    init(stage: String, _ profile: TableProfile) {
        self.stage = stage
        rowsRead = profile.rowsRead
        rowsUsed = profile.rowsUsed
        groups = profile.groups.map {
            Group(
                role: $0.role.rawValue, type: $0.isNumeric ? "numeric" : "categorical", columns: $0.columnCount,
                missing: $0.missingCount, constant: $0.constantCount, duplicate: $0.duplicateCount)
        }
        constant = profile.constants
        duplicates = profile.duplicates.map { Duplicate(name: $0.name, original: $0.original) }
    }

    /// The profiles of all loading stages, in document order.
    static func all(in fitted: FittedGraph, of graph: StageGraph) -> [JSONProfile] {
        graph.nodes.indices.compactMap { place in
            fitted.profiles[place].map { JSONProfile(stage: graph.nodes[place].id, $0) }
        }
    }
}
