/// Columns that a stage computes itself, where no other operation says what it learnt.
///
/// What it learnt is in ``state``, bytes that mean something to that stage alone. A bundle that has such an operation scores new rows
/// only where the stage is: compiled in, or as its program.
public struct StageComputation: Sendable {
    /// Computes the outputs from a table that has the inputs and nothing else: a column an output, a number a row, NaN where
    /// there is none.
    public typealias Function = @Sendable (_ table: Table, _ computation: StageComputation) async throws -> [[Double]]

    /// The name of the stage.
    public let stage: String
    /// The namespace of the stage.
    public let namespace: String
    /// The version of the stage's algorithm.
    public let version: Int
    /// The columns that it reads, in order.
    public let inputs: [String]
    /// The numeric columns that it gives, in order; one of an input's name takes its place.
    public let outputs: [String]
    /// What the stage learnt.
    public let state: [UInt8]
    /// Does the work; `nil` where the stage is not here.
    private let function: Function?

    /// What a stage that is compiled in learnt.
    ///
    /// - Parameters:
    ///   - stage: The stage's type.
    ///   - inputs: The columns that it reads, in order.
    ///   - outputs: The numeric columns that it gives, in order, each once.
    ///   - state: What it learnt, equal bytes for equal rows.
    public init<Computing: ComputingStage>(
        by stage: Computing.Type, inputs: [String], outputs: [String], state: [UInt8]
    ) {
        self.init(
            stage: stage.descriptor.name, namespace: stage.descriptor.namespace, version: stage.descriptor.version,
            inputs: inputs, outputs: outputs, state: state
        ) { try await stage.compute($0, by: $1) }
    }

    /// What a stage learnt that may not be here.
    ///
    /// - Parameters:
    ///   - stage: The name of the stage.
    ///   - namespace: The namespace of the stage.
    ///   - version: The version of the stage's algorithm.
    ///   - inputs: The columns that it reads, in order.
    ///   - outputs: The numeric columns that it gives, in order.
    ///   - state: What it learnt.
    ///   - function: Does the work.
    package init(
        stage: String, namespace: String, version: Int, inputs: [String], outputs: [String], state: [UInt8],
        function: Function? = nil
    ) {
        self.stage = stage
        self.namespace = namespace
        self.version = version
        self.inputs = inputs
        self.outputs = outputs
        self.state = state
        self.function = function
    }

    /// The same with somebody who does the work.
    package func done(by function: @escaping Function) -> StageComputation {
        StageComputation(
            stage: stage, namespace: namespace, version: version, inputs: inputs, outputs: outputs, state: state,
            function: function)
    }

    /// The outputs for the rows of a table.
    ///
    /// - Parameter table: A table with the inputs.
    /// - Throws: ``StageFailure``: FS512 where an input is not there, FS518 where the stage is not, FS519 where what it gives is
    ///   not what was asked for; what the stage throws.
    func columns(of table: Table) async throws -> [Column] {
        guard let function else { throw absence }
        var byName: [String: Column] = [:]
        for column in table.columns { byName[column.name] = column }
        let read = try inputs.map { name in
            guard let column = byName[name] else {
                throw StageFailure(
                    .data, code: "FS512", "Operation 'computed' needs the column '\(name)', which is not there.")
            }
            return column
        }
        let numbers = try await function(
            Table(columns: read, rowCount: table.rowCount, origins: table.origins), self)
        guard numbers.count == outputs.count, numbers.allSatisfy({ $0.count == table.rowCount }) else {
            throw misfit("gave \(numbers.count) columns of \(numbers.map(\.count).max() ?? 0) rows")
        }
        return try zip(outputs, numbers).map { name, values in
            if let row = values.firstIndex(where: \.isInfinite) {
                throw misfit("gave an infinite number in column '\(name)'", at: table.location(ofRow: row))
            }
            return Column(name: name, values: .numeric(values), source: byName[name]?.source)
        }
    }

    /// The failure where the stage is not here to do the work.
    var absence: StageFailure {
        StageFailure(
            .plugin, code: "FS518",
            "The columns \(outputs.joined(separator: ", ")) are computed by stage <\(stage)> of '\(namespace)', version "
                + "\(version), which is not here.")
    }

    private func misfit(_ what: String, at location: SourceLocation? = nil) -> StageFailure {
        StageFailure(
            .stage, code: "FS519",
            "Stage <\(stage)> of '\(namespace)' \(what); expected finite numbers, or NaN for a missing one, for "
                + "\(outputs.count) columns and each row.", at: location)
    }
}

extension StageComputation: Hashable {
    /// Whether two are of the same stage and say the same, whoever does the work.
    public static func == (a: StageComputation, b: StageComputation) -> Bool {
        (a.stage, a.namespace, a.version) == (b.stage, b.namespace, b.version) && a.inputs == b.inputs
            && a.outputs == b.outputs && a.state == b.state
    }

    /// Hashes what tells computations apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(stage)
        hasher.combine(outputs)
        hasher.combine(state)
    }
}

extension StageComputation: CustomStringConvertible {
    /// Everything but who does the work.
    public var description: String {
        "\(stage) of \(namespace), version \(version): \(inputs) to \(outputs) by \(state)"
    }
}
