import StageJSON
import StageKit
import StageProtocol

/// What a program learnt, as it says; believed in nothing that can be checked.
struct ProgramReply {
    private let message: FitMessage
    private let descriptor: StageDescriptor
    private let limits: ProgramLimits

    /// Reads the answer to `fit`.
    ///
    /// - Throws: ``ProgramFault/malformed(_:)``.
    init(_ value: JSONValue, _ descriptor: StageDescriptor, _ limits: ProgramLimits) throws(ProgramFault) {
        self.descriptor = descriptor
        self.limits = limits
        do throws(StageFailure) {
            message = try FitMessage(value, at: "result", in: .message)
        } catch { throw .malformed(error.diagnostic.message) }
    }

    /// What it learnt, found to fit the table.
    ///
    /// - Parameters:
    ///   - table: The rows on which it was fitted.
    ///   - compute: Has the program compute what it leaves to itself.
    /// - Throws: ``ProgramFault/malformed(_:)``: a column that is not there or has another type, a role that is not its business, a
    ///   drop that it does not tell of, a selection that is missing or too much, a computation that was not announced.
    func fit(on table: Table, compute: @escaping StageComputation.Function) throws(ProgramFault) -> Fit {
        try checkOperations(table)
        let operations = message.operations.map { operation -> ColumnOperation in
            if case .computed(let computation) = operation {
                .computed(computation.done(by: compute))
            } else {
                operation
            }
        }
        var fit = Fit(operations: operations, dropped: message.dropped, facts: message.facts)
        if descriptor.gives == [.selection] {
            fit.selection = try selection(on: table)
        } else if message.selected != nil {
            throw .malformed("it selects features, and its descriptor says that it gives a table")
        }
        return fit
    }

    private func checkOperations(_ table: Table) throws(ProgramFault) {
        var features = Set(table.features.map(\.name))
        let others = Set(table.columns.map(\.name)).subtracting(features)
        var removed: Set<String> = []
        for operation in message.operations {
            if case .computed(let computation) = operation { try check(computation) }
            for input in operation.inputs where !features.contains(input) {
                throw .malformed(
                    others.contains(input)
                        ? "its operation '\(operation.name)' touches '\(input)', which is no feature"
                        : "its operation '\(operation.name)' reads '\(input)', which is no column of its table")
            }
            for output in operation.outputs {
                guard !others.contains(output) else {
                    throw .malformed("its operation '\(operation.name)' writes '\(output)', which is no feature")
                }
                if case .rename(let input, _) = operation { features.remove(input) }
                features.insert(output)
            }
            if case .drop(let input) = operation {
                features.remove(input)
                removed.insert(input)
            }
        }
        if descriptor.gives == [.table], let name = message.dropped.map(\.name).first(where: { !removed.contains($0) })
        {
            throw .malformed("it says that '\(name)' was dropped, and none of its operations drops it")
        }
        if features.isEmpty, !table.features.isEmpty { throw .malformed("its operations leave no feature") }
    }

    private func check(_ computation: StageComputation) throws(ProgramFault) {
        guard !descriptor.isExpressible else {
            throw .malformed(
                "it computes columns itself, and its descriptor does not say \"scoring\": \"program\"")
        }
        let (found, own) = (
            (computation.stage, computation.namespace, computation.version),
            (descriptor.name, descriptor.namespace, descriptor.version)
        )
        guard found == own else {
            throw .malformed(
                "it leaves columns to stage <\(found.0)> of '\(found.1)', version \(found.2), and it is <\(own.0)> of '\(own.1)', "
                    + "version \(own.2)")
        }
        guard computation.state.count <= limits.stateBytes else {
            throw .malformed(
                "its state has \(computation.state.count) bytes, and at most \(limits.stateBytes) are allowed")
        }
    }

    private func selection(on table: Table) throws(ProgramFault) -> Selection {
        let candidates = table.features.map(\.name)
        guard let selected = message.selected else {
            throw .malformed("it selects nothing, and its descriptor says that it gives a selection")
        }
        guard message.operations.isEmpty else {
            throw .malformed(
                "it gives both a selection and operations, and a stage that selects leaves the columns as they are")
        }
        guard Set(selected).count == selected.count else { throw .malformed("it selects a feature twice") }
        let known = Set(candidates)
        if let name = selected.first(where: { !known.contains($0) }) {
            throw .malformed("it selects '\(name)', which is no feature of its table")
        }
        guard let target = table.target else { throw .malformed("it gives a selection, and the table has no target") }
        return Selection(selected, dropped: message.dropped, candidates: candidates, target: target)
    }
}
