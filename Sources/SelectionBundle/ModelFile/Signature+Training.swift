package import StageKit

extension Signature {
    /// The signature of a model from the rows it was trained on.
    ///
    /// A column takes missing values, and unknown levels, where the operations give them a number before the model or a
    /// check meets them.
    ///
    /// - Parameters:
    ///   - inputs: The loaded columns that the model needs, on the training rows, in order.
    ///   - operations: The operations between them and the model's features, in order.
    ///   - model: The model.
    ///   - target: The target's name.
    ///   - missingTokens: The texts that stand for no value, besides the empty one.
    /// - Complexity: O(rows × inputs + operations × inputs of one feature).
    package init(
        inputs: [Column], operations: [ColumnOperation], model: Model, target: String,
        missingTokens: [String] = Signature.standardMissingTokens
    ) {
        var trace = OddValueTrace(inputs: inputs.map(\.name))
        for operation in operations { trace.follow(operation) }
        trace.meet(features: model.features)
        let described = inputs.enumerated().map { index, column in
            Input(
                name: column.name, role: column.role == .offset ? .offset : .feature, type: ColumnType(of: column),
                missing: column.role == .offset || trace.refusesMissing.contains(index) ? .error : .accept,
                unknownLevels: column.numbers != nil || trace.refusesUnknown.contains(index) ? .error : .accept)
        }
        self.init(inputs: described, target: target, classes: model.classes, missingTokens: missingTokens)
    }
}

extension Signature.ColumnType {
    fileprivate init(of column: Column) {
        switch column.values {
        case .numeric(let numbers):
            let present = numbers.filter { !$0.isNaN }
            guard let low = present.min(), let high = present.max() else {
                self = .numeric(range: nil)
                return
            }
            self = .numeric(range: low...high)
        case .categorical(_, let levels): self = .categorical(levels: levels)
        }
    }
}
