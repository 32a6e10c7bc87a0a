import StageJSON
import StageKit
import StageProtocol

/// The conversation with one program, which is started with the first question and serves all others, one at a time.
final class ProgramConversation: Sendable {
    /// The program's path, as it was named.
    let program: String
    private let executable: String
    private let company: StageProgram.Company
    private let line = Line()

    /// The one session, opened when it is needed, and again where a cancelled request ended it.
    private actor Line {
        private var opening: Task<ProgramSession, any Error>?
        private var tables = 0

        func session(_ open: @escaping @Sendable () async throws -> ProgramSession) async throws -> ProgramSession {
            while true {
                let task = opening ?? Task { try await open() }
                opening = task
                let session = try await task.value
                switch session.fault {
                case nil: return session
                case .cancelled: if opening == task { opening = nil }
                case let fault?: throw fault
                }
            }
        }

        func nextTable() -> Int {
            tables += 1
            return tables
        }

        deinit {
            if let opening { Task { await (try? opening.value)?.close() } }
        }
    }

    init(program: String, executable: String, company: StageProgram.Company) {
        self.program = program
        self.executable = executable
        self.company = company
    }

    /// Asks about the rows of a table.
    ///
    /// - Parameters:
    ///   - message: What is asked for.
    ///   - table: The rows.
    ///   - members: The other members of the request, given the names of files in the private folder that no other request has.
    ///   - receive: Takes what the program tells in between.
    ///   - take: Takes the result, while the files are still there; given the private folder.
    /// - Throws: ``StageFailure``, `CancellationError`.
    func ask<Answer>(
        _ message: String, of table: Table, _ members: (_ id: Int) -> [JSONValue.Member],
        receive: @escaping @Sendable (ProgramSession.Event) -> Void = { _ in },
        take: (_ result: JSONValue, _ folder: String, _ id: Int) throws(ProgramFault) -> Answer
    ) async throws -> Answer {
        do {
            let (executable, company) = (executable, company)
            let session = try await line.session {
                try await ProgramSession.open(executable, limits: company.limits, household: company.household)
            }
            let id = await line.nextTable()
            let shared = try SharedTable(table, session.folder, id: id)
            defer { shared.close() }
            let request = JSONValue.object([.init(key: "table", value: shared.description)] + members(id))
            return try take(try await session.request(message, request, receive: receive), session.folder.path, id)
        } catch let fault as ProgramFault {
            throw fault.failure(of: program, isAtWork: true, on: table)
        }
    }
}
