import StageJSON
import StageKit
import StageProtocol

/// A stage that is a program of its own, as the engine sees it.
final class ProgramStage: LearningStageInstance {
    private let descriptor: StageDescriptor
    private let options: StageOptions
    private let conversation: ProgramConversation
    private let limits: ProgramLimits

    init(
        descriptor: StageDescriptor, options: StageOptions, conversation: ProgramConversation, limits: ProgramLimits
    ) {
        self.descriptor = descriptor
        self.options = options
        self.conversation = conversation
        self.limits = limits
    }

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let (descriptor, limits, conversation) = (descriptor, limits, conversation)
        return try await conversation.ask("fit", of: input.table) { _ in
            members(settled, context)
        } receive: { [location = options.location] event in
            switch event {
            case .progress(let completed, let total): context.progress(max(0, completed), of: max(1, total))
            case .log(let isWarning, let text):
                context.report(
                    Diagnostic(
                        code: "FS730", severity: isWarning ? .warning : .note, message: text, location: location))
            }
        } take: { result, _, _ throws(ProgramFault) in
            try ProgramReply(result, descriptor, limits).fit(on: input.table) {
                try await conversation.compute($0, by: $1)
            }
        }
    }

    private func members(_ settled: Fit?, _ context: StageContext) -> [JSONValue.Member] {
        [
            .init(key: "stage", value: .string(descriptor.name)),
            .init(key: "namespace", value: .string(descriptor.namespace)),
            .init(key: "stageID", value: .string(context.stageID)),
            .init(key: "seed", value: .string(String(context.seed))),
            .init(key: "workers", value: .integer(context.workers)),
            .init(key: "isInFold", value: .bool(context.isInFold)),
            .init(key: "settled", value: settled.map { FitMessage($0).json } ?? .null),
        ] + options.members
    }
}

extension ProgramConversation {
    /// What a stage of the program computes from rows by what it learnt.
    ///
    /// - Returns: A column an output, a number a row; NaN where there is none.
    /// - Throws: ``StageFailure``, `CancellationError`.
    func compute(_ table: Table, by computation: StageComputation) async throws -> [[Double]] {
        func file(_ id: Int) -> String { "\(id)-computed.npy" }
        return try await ask("apply", of: table) { id in
            [
                .init(key: "stage", value: .string(computation.stage)),
                .init(key: "namespace", value: .string(computation.namespace)),
                .init(key: "state", value: .string(Base64.text(of: computation.state))),
                .init(key: "outputs", value: .init(computation.outputs)),
                .init(key: "result", value: .string(file(id))),
            ]
        } take: { result, folder, id throws(ProgramFault) in
            let path = "\(folder)/\(file(id))"
            defer { PrivateFolder.remove(path) }
            guard result == .object([]) else {
                throw .malformed("its answer to 'apply' is more than {}")
            }
            do throws(NumPyFile.Fault) {
                let columns = try NumPyColumns(
                    path, type: "<f8", rows: table.rowCount, columns: computation.outputs.count,
                    followsLinks: false)
                return computation.outputs.indices.map { columns.column($0) }
            } catch { throw .malformed("what it computed cannot be read, \(error.reason)") }
        }
    }
}
