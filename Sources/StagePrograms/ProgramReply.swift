import SparseGLM
import StageJSON
import StageKit

/// What a program learnt, as it says; believed in nothing that can be checked.
struct ProgramReply {
    private let operations: [ColumnOperation]
    private let dropped: [DroppedFeature]
    private let facts: [Fit.Fact]
    private let selected: [String]?
    private let descriptor: StageDescriptor

    /// Reads the answer to `fit`.
    ///
    /// - Throws: ``ProgramFault/malformed(_:)``.
    init(_ value: JSONValue, _ descriptor: StageDescriptor) throws(ProgramFault) {
        self.descriptor = descriptor
        do throws(StageFailure) {
            let source = JSONFields.Source.message
            var fields = try JSONFields(value, at: "result", in: source)
            var operations: [ColumnOperation] = []
            for (place, operation) in try fields.array("operations").enumerated() {
                operations.append(try ColumnOperation(operation, at: "result.operations[\(place)]", in: source))
            }
            self.operations = operations
            dropped = try Self.pairs(&fields, "dropped", "name", "detail").map {
                DroppedFeature(name: $0, reason: .droppedByStage, detail: $1)
            }
            facts = try Self.pairs(&fields, "facts", "name", "text").map { Fit.Fact($0, $1) }
            selected = try fields.optionalStrings("selected")
            try fields.finish()
        } catch { throw .malformed(error.diagnostic.message) }
    }

    /// The objects of a list with two texts each.
    private static func pairs(
        _ fields: inout JSONFields, _ key: String, _ first: String, _ second: String
    ) throws(StageFailure) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for (place, value) in try fields.array(key).enumerated() {
            var inner = try JSONFields(value, at: "\(fields.place).\(key)[\(place)]", in: fields.source)
            pairs.append((try inner.string(first), String(try inner.string(second).prefix(1000))))
            try inner.finish()
        }
        return pairs
    }

    /// What it learnt, found to fit the table.
    ///
    /// - Throws: ``ProgramFault/malformed(_:)``: a column that is not there or has another type, a role that is not its business, a
    ///   drop that it does not tell of, a selection that is missing or too much.
    func fit(on table: Table) throws(ProgramFault) -> Fit {
        try checkOperations(table)
        var fit = Fit(operations: operations, dropped: dropped, facts: facts)
        if descriptor.gives == [.selection] {
            fit.selection = try selection(on: table)
        } else if selected != nil {
            throw .malformed("it selects features, and its descriptor says that it gives a table")
        }
        return fit
    }

    private func checkOperations(_ table: Table) throws(ProgramFault) {
        var features = Set(table.features.map(\.name))
        let others = Set(table.columns.map(\.name)).subtracting(features)
        var removed: Set<String> = []
        for operation in operations {
            for input in operation.inputs where !features.contains(input) {
                throw .malformed(
                    others.contains(input)
                        ? "its operation '\(operation.name)' touches '\(input)', which is no feature"
                        : "its operation '\(operation.name)' reads '\(input)', which is no column of its table")
            }
            if let output = operation.output {
                guard !others.contains(output) else {
                    throw .malformed("its operation '\(operation.name)' writes '\(output)', which is no feature")
                }
                if case .rename(let input, _) = operation { features.remove(input) }
                features.insert(output)
            } else if case .drop(let input) = operation {
                features.remove(input)
                removed.insert(input)
            }
        }
        if descriptor.gives == [.table], let name = dropped.map(\.name).first(where: { !removed.contains($0) }) {
            throw .malformed("it says that '\(name)' was dropped, and none of its operations drops it")
        }
        if features.isEmpty, !table.features.isEmpty { throw .malformed("its operations leave no feature") }
    }

    private func selection(on table: Table) throws(ProgramFault) -> Selection {
        let candidates = table.features.map(\.name)
        guard let selected else {
            throw .malformed("it selects nothing, and its descriptor says that it gives a selection")
        }
        guard operations.isEmpty else {
            throw .malformed(
                "it gives both a selection and operations, and a stage that selects leaves the columns as they are")
        }
        let chosen = Set(selected)
        guard chosen.count == selected.count else { throw .malformed("it selects a feature twice") }
        if let name = selected.first(where: { !candidates.contains($0) }) {
            throw .malformed("it selects '\(name)', which is no feature of its table")
        }
        guard let target = table.target else { throw .malformed("it gives a selection, and the table has no target") }
        let details = Dictionary(dropped.map { ($0.name, $0.detail) }, uniquingKeysWith: { first, _ in first })
        return Selection(
            family: target.classes.map { $0.count == 2 ? .binomial : .multinomial }
                ?? (target.isCount ? .poisson : .gaussian),
            candidates: candidates, features: candidates.filter(chosen.contains),
            dropped: candidates.filter { !chosen.contains($0) }.map {
                DroppedFeature(name: $0, reason: .droppedByStage, detail: details[$0] ?? "not selected")
            }, classes: target.classes)
    }
}
