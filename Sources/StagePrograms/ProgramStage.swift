import StageJSON
import StageKit
import Synchronization

/// A stage that is a program of its own, as the engine sees it.
///
/// The program is started with the first fit and serves all others, those of folds included, one at a time.
final class ProgramStage: LearningStageInstance {
    private let descriptor: StageDescriptor
    private let options: StageOptions
    private let program: String
    private let executable: String
    private let company: StageProgram.Company
    private let conversation: Conversation

    /// The one session, opened when it is needed.
    private actor Conversation {
        private var opening: Task<ProgramSession, any Error>?
        private var tables = 0

        func session(_ open: @escaping @Sendable () async throws -> ProgramSession) async throws -> ProgramSession {
            let task = opening ?? Task { try await open() }
            opening = task
            return try await task.value
        }

        func nextTable() -> Int {
            tables += 1
            return tables
        }

        deinit {
            if let opening { Task { await (try? opening.value)?.close() } }
        }
    }

    init(
        descriptor: StageDescriptor, options: StageOptions, program: String, executable: String,
        company: StageProgram.Company
    ) {
        self.descriptor = descriptor
        self.options = options
        self.program = program
        self.executable = executable
        self.company = company
        conversation = Conversation()
    }

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        do {
            let (executable, company) = (executable, company)
            let session = try await conversation.session {
                try await ProgramSession.open(executable, limits: company.limits, household: company.household)
            }
            let table = try TableFolder(input.table, in: session.folder, id: await conversation.nextTable())
            defer { table.remove() }
            let reply = try await session.request("fit", request(table, settled, context)) { event in
                switch event {
                case .progress(let completed, let total): context.progress(max(0, completed), of: max(1, total))
                case .log(let isWarning, let text):
                    context.report(
                        Diagnostic(
                            code: "FS730", severity: isWarning ? .warning : .note, message: text,
                            location: self.options.location))
                }
            }
            return try ProgramReply(reply, descriptor).fit(on: input.table)
        } catch let fault as ProgramFault {
            throw fault.failure(of: program, isAtWork: true)
        }
    }

    private func request(_ table: TableFolder, _ settled: Fit?, _ context: StageContext) -> JSONValue {
        [
            "stage": .string(descriptor.name), "namespace": .string(descriptor.namespace),
            "stageID": .string(context.stageID), "seed": .string(String(context.seed)),
            "isInFold": .bool(context.isInFold),
            "options": options.json.options, "children": options.json.children, "table": table.description,
            "settled": settled?.json ?? .null,
        ]
    }
}

extension StageOptions {
    /// The options as a program reads them: values of their types, and children in document order.
    fileprivate var json: (options: JSONValue, children: JSONValue) {
        let values = descriptor.options.map { option in
            JSONValue.Member(key: option.name, value: self.values[option.name]?.value.json ?? .null)
        }
        let children = children.map { child -> JSONValue in
            ["name": .string(child.descriptor.name), "options": child.json.options, "children": child.json.children]
        }
        return (.object(values), .array(children))
    }
}

extension OptionValue {
    fileprivate var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .names(let values): .init(values)
        }
    }
}

extension Fit {
    /// What was settled, as the program itself answered it.
    fileprivate var json: JSONValue {
        [
            "operations": .array(operations.map(\.json)), "dropped": .init(dropped.map(\.name)),
            "selected": selection.map { .init($0.features) } ?? .null,
        ]
    }
}
