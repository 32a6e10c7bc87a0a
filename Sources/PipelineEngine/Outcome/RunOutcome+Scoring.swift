package import SelectionBundle
import StageKit

extension RunOutcome {
    /// About how many rows a bundle carries with their expected outputs.
    static let goldenRowCount = 20

    /// The final model with the operations before it, its signature and its golden rows.
    package var scoringModel: ScoringModel? {
        guard let model, let loaded else { return nil }
        let lineage = Lineage(of: model.features, through: operations, from: loaded)
        let signature = Signature(
            inputs: lineage.inputs, operations: lineage.operations, model: model,
            target: loaded.target?.name ?? "target",
            missingTokens: fitted.missingTokens[graph.root(of: modelPlace ?? selectionPlace)]
                ?? Signature.standardMissingTokens)
        return ScoringModel(
            model: model, operations: lineage.operations, signature: signature,
            goldenRows: loaded.rows(spread(Self.goldenRowCount, over: loaded.rowCount)))
    }

    /// Places spread evenly over some rows, the first and the last among them.
    private func spread(_ count: Int, over rows: Int) -> [Int] {
        guard rows > count else { return Array(0..<rows) }
        return (0..<count).map { $0 * (rows - 1) / (count - 1) }
    }
}
