import SparseGLM
package import StageJSON
package import StageKit

/// What a program learnt, as it says it: the answer to `fit`, and later the `settled` of its fits in folds.
package struct FitMessage: Sendable {
    /// What it does to columns, in order.
    package let operations: [ColumnOperation]
    /// Features that are removed or not selected, and why.
    package let dropped: [DroppedFeature]
    /// Facts for the report.
    package let facts: [Fit.Fact]
    /// The selected features; nil for a stage that gives a table.
    package let selected: [String]?

    /// What a fit says of itself; of a selection its path, and of a model all, is left behind.
    package init(_ fit: Fit) {
        operations = fit.operations
        dropped = fit.selection?.dropped ?? fit.dropped
        facts = fit.facts
        selected = fit.selection?.features
    }

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - value: The message.
    ///   - place: Where it stands.
    ///   - source: What messages call the document.
    package init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        var operations: [ColumnOperation] = []
        for (index, operation) in try fields.array("operations").enumerated() {
            operations.append(try ColumnOperation(operation, at: "\(place).operations[\(index)]", in: source))
        }
        self.operations = operations
        var dropped: [DroppedFeature] = []
        for (index, value) in try fields.array("dropped").enumerated() {
            dropped.append(try DroppedFeature(value, at: "\(place).dropped[\(index)]", in: source))
        }
        self.dropped = dropped
        var facts: [Fit.Fact] = []
        for (index, value) in try fields.array("facts").enumerated() {
            var inner = try JSONFields(value, at: "\(place).facts[\(index)]", in: source)
            facts.append(Fit.Fact(try inner.string("name"), String(try inner.string("text").prefix(1000))))
            try inner.finish()
        }
        self.facts = facts
        selected = try fields.optionalStrings("selected")
        try fields.finish()
    }

    /// The message.
    package var json: JSONValue {
        [
            "operations": .array(operations.map(\.json)), "dropped": .array(dropped.map(\.json)),
            "facts": .array(facts.map { ["name": .string($0.name), "text": .string($0.text)] }),
            "selected": selected.map { .init($0) } ?? .null,
        ]
    }
}

extension DroppedFeature {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "detail", value: .string(detail)),
        ]
        if reason != .droppedByStage { members.append(.init(key: "reason", value: .string(reason.rawValue))) }
        return .object(members)
    }

    fileprivate init(_ value: JSONValue, at place: String, in source: JSONFields.Source) throws(StageFailure) {
        var fields = try JSONFields(value, at: place, in: source)
        let (name, detail) = (try fields.string("name"), String(try fields.string("detail").prefix(1000)))
        let word = try fields.textIfPresent("reason") ?? Reason.droppedByStage.rawValue
        guard let reason = Reason(rawValue: word) else {
            throw source.wrong("\(place).reason", "'\(word)' is no reason for which a feature is dropped")
        }
        try fields.finish()
        self.init(name: name, reason: reason, detail: detail)
    }
}

extension Selection {
    /// What a program's selection of some features is to later stages.
    ///
    /// - Parameters:
    ///   - selected: The features that it keeps.
    ///   - dropped: Why it does not keep others, as far as it says.
    ///   - candidates: The features that it could select, in the table's order.
    ///   - target: What is to be predicted.
    package init(_ selected: [String], dropped: [DroppedFeature], candidates: [String], target: Target) {
        let chosen = Set(selected)
        let told = Dictionary(dropped.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.init(
            family: target.classes.map { $0.count == 2 ? .binomial : .multinomial }
                ?? (target.isCount ? .poisson : .gaussian),
            candidates: candidates, features: candidates.filter(chosen.contains),
            dropped: candidates.filter { !chosen.contains($0) }.map {
                told[$0] ?? DroppedFeature(name: $0, reason: .droppedByStage, detail: "not selected")
            }, classes: target.classes)
    }
}
