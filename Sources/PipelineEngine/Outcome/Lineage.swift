package import StageKit

/// How a model's features come from loaded columns: the operations that matter, in order, and the columns they read.
package struct Lineage: Sendable {
    /// The loaded columns that are read, in the loaded table's order.
    package let inputs: [Column]
    /// The operations, in order.
    package let operations: [ColumnOperation]

    /// Keeps, of all operations between loading and a model, those on which its features depend.
    ///
    /// - Parameters:
    ///   - features: The model's features.
    ///   - operations: All operations, in order.
    ///   - loaded: The loaded training rows.
    package init(of features: [String], through operations: [ColumnOperation], from loaded: Table) {
        var needed = Set(features)
        var kept: [ColumnOperation] = []
        for operation in operations.reversed() {
            guard !operation.outputs.isEmpty else {
                kept.append(operation)  // a check or a removal: decided below, when it is known what is there
                continue
            }
            guard !needed.isDisjoint(with: operation.outputs) else { continue }
            needed.subtract(operation.outputs)
            needed.formUnion(operation.inputs)
            kept.append(operation)
        }
        let roots = needed.union(loaded.columns(.offset).map(\.name))
        inputs = loaded.columns.filter { roots.contains($0.name) }
        var present = Set(inputs.map(\.name))
        self.operations = kept.reversed().filter { operation in
            guard !operation.outputs.isEmpty else {
                guard let input = operation.inputs.first, present.contains(input) else { return false }
                if case .drop = operation { present.remove(input) }
                return true
            }
            present.formUnion(operation.outputs)
            if case .rename(let input, _) = operation { present.remove(input) }
            return true
        }
    }
}
