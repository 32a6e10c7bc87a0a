import StageKit
import Synchronization

/// Gives a table that the test made.
struct RowsStage: Stage {
    private static let tables = Mutex<[Table]>([])
    static let key = Option.integer("key", default: 0, help: "Which table.")
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "rows", summary: "Gives a table in memory.", options: [key.descriptor]),
        namespace: "urn:example:stages", takes: [], gives: [.table])

    /// Keeps a table for the pipelines of this process.
    ///
    /// - Returns: The key under which the stage gives it.
    static func keep(_ table: Table) -> Int {
        tables.withLock { tables in
            tables.append(table)
            return tables.count - 1
        }
    }

    private let table: Table

    init(options: StageOptions) throws {
        table = Self.tables.withLock { $0[options[Self.key]] }
    }

    func run(_ input: StageInput, context: StageContext) async throws -> StageOutput { StageOutput(table: table) }
}
