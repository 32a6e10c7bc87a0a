import StageJSON
import StageKit
import StageProtocol

/// A request of `fsel`, and how a program answers it.
struct Request {
    private let bytes: [UInt8]
    private let line: HostLine

    init(_ bytes: [UInt8], _ line: HostLine) {
        self.bytes = bytes
        self.line = line
    }

    /// Answers with a result, or with the failure of a stage; says nothing where the work was cancelled.
    func answer(from registry: StageRegistry) async {
        var id = 0
        do {
            let source = JSONFields.Source.message
            var fields = try JSONFields(source.value(of: bytes), at: "", in: source)
            id = try fields.integer("id")
            let result = try await result(try fields.string("message"), &fields, registry)
            line.send(["message": "reply", "id": .integer(id), "result": result])
        } catch is CancellationError where Task.isCancelled {
            return
        } catch let failure as StageFailure {
            line.send(failure.message(id))
        } catch let fault as NumPyFile.Fault {
            line.send(StageFailure(.io, code: "FS721", fault.reason).message(id))
        } catch {
            line.send(StageFailure(.stage, code: "FS310", "\(error)").message(id))
        }
    }

    private func result(
        _ message: String, _ fields: inout JSONFields, _ registry: StageRegistry
    ) async throws -> JSONValue {
        switch message {
        case "hello":
            line.folder = try fields.string("folder")
            return ["protocol": .integer(stageProtocolVersion), "program": "StageHosting"]
        case "describe": return ["stages": .array(registry.descriptors.map(\.json))]
        case "fit": return try await fit(&fields, registry)
        case "apply":
            try await apply(&fields, registry)
            return [:]
        default: throw fields.source.wrong("message", "'\(message)' is unknown")
        }
    }

    private func fit(_ fields: inout JSONFields, _ registry: StageRegistry) async throws -> JSONValue {
        let definition = try registry.stage(&fields)
        let stage = try definition.instance(StageOptions(&fields, definition.descriptor.element))
        guard let learner = stage as? any LearningStageInstance else {
            throw fields.source.wrong("stage", "<\(definition.descriptor.name)> learns nothing from rows")
        }
        let table = try Table(fields.take("table"), fields.source)
        let settled = try fields.settled(table)
        let context = StageContext(
            stageID: try fields.string("stageID"), seed: UInt64(try fields.string("seed")) ?? 0,
            workers: try fields.integer("workers"), isInFold: try fields.bool("isInFold")
        ) { [line] event in
            line.send(event.message)
        }
        let fit = try await learner.fit(StageInput(table: table), settled: settled, context: context)
        return FitMessage(fit).json
    }

    private func apply(_ fields: inout JSONFields, _ registry: StageRegistry) async throws {
        let definition = try registry.stage(&fields)
        guard let compute = definition.computation else {
            throw fields.source.wrong("stage", "<\(definition.descriptor.name)> computes no columns itself")
        }
        let table = try Table(fields.take("table"), fields.source)
        let computation = StageComputation(
            stage: definition.descriptor.name, namespace: definition.descriptor.namespace,
            version: definition.descriptor.version, inputs: table.columns.map(\.name),
            outputs: try fields.strings("outputs"), state: Base64.bytes(of: try fields.string("state")) ?? [])
        let path = "\(line.folder)/\(try fields.string("result"))"
        let columns = try await compute(table, computation)
        let file = try NumPyFile(path, type: "<f8", rows: table.rowCount, columns: columns.count)
        for column in columns { try file.append(column) }
        try file.finish()
    }
}

extension StageRegistry {
    /// The stage that a request names.
    fileprivate func stage(_ fields: inout JSONFields) throws(StageFailure) -> StageDefinition {
        let (name, namespace) = (try fields.string("stage"), try fields.string("namespace"))
        guard let stage = stage(name, namespace: namespace) else {
            throw fields.source.wrong("stage", "there is no <\(name)> in '\(namespace)'")
        }
        return stage
    }
}

extension JSONFields {
    /// What the stage's fit on all training rows learnt, where it keeps to that.
    fileprivate mutating func settled(_ table: Table) throws(StageFailure) -> Fit? {
        let value = try take("settled")
        guard value != .null else { return nil }
        let message = try FitMessage(value, at: "settled", in: source)
        var fit = Fit(operations: message.operations, dropped: message.dropped, facts: message.facts)
        if let selected = message.selected, let target = table.target {
            fit.selection = Selection(
                selected, dropped: message.dropped, candidates: table.features.map(\.name), target: target)
            fit.dropped = []
        }
        return fit
    }
}

extension StageContext.Event {
    /// The event as a message.
    fileprivate var message: JSONValue {
        switch self {
        case .diagnostic(let diagnostic):
            [
                "message": "log", "severity": diagnostic.severity == .note ? "note" : "warning",
                "text": .string(diagnostic.message),
            ]
        case .progress(let completed, let total):
            ["message": "progress", "completed": .integer(completed), "total": .integer(total)]
        }
    }
}

extension StageFailure {
    /// The failure as a message; it names the row by its place in the table, from 0, where it blames one.
    fileprivate func message(_ id: Int) -> JSONValue {
        let word =
            switch kind {
            case .data: "data"
            case .pipeline: "options"
            default: "stage"
            }
        var members: [JSONValue.Member] = [
            .init(key: "message", value: "failure"), .init(key: "id", value: .integer(id)),
            .init(key: "kind", value: .string(word)), .init(key: "text", value: .string(diagnostic.message)),
        ]
        if let place = diagnostic.location, place.file == Table.unnamedFile {
            members.append(.init(key: "row", value: .integer(place.line - 1)))
        }
        return .object(members)
    }
}
