import SparseGLM
import StageKit

/// Says of every feature that was not kept why it was not.
struct DropReasons: Sendable {
    /// The regression.
    let task: SelectionTask
    /// The path.
    let solutions: [Solution]
    /// The place of the chosen point.
    let chosenIndex: Int
    /// The place that was chosen before `max-features` raised λ.
    let unlimitedIndex: Int

    /// |r| from which a kept feature counts as having displaced another.
    static let displacingCorrelation = 0.9

    /// The reasons in the table's order.
    ///
    /// A feature that `max-features` left out says so; else one that is correlated with a kept one (|r| ≥ 0.9) names it;
    /// else it entered below the chosen λ or never.
    ///
    /// - Parameter context: The workers.
    /// - Complexity: O(n · kept · dropped).
    func all(context: StageContext) -> [DroppedFeature] {
        let kept = solutions[chosenIndex].support
        let dropped = indices(without: kept)
        let unlimited = Set(solutions[unlimitedIndex].support)
        // Whoever is over the limit is told that, so that nobody looks for what displaced it.
        let others = dropped.filter { !unlimited.contains($0) }
        let problem = task.problem
        let nearest = Dictionary(
            uniqueKeysWithValues: zip(
                others, strongestCorrelations(in: problem, of: others, with: kept, workers: context.workers)))
        let entries = entryIndices()
        return dropped.map { place in
            reason(
                place, entry: entries[place], isOverLimit: unlimited.contains(place), nearest: nearest[place] ?? nil)
        }
    }

    private func indices(without kept: [Int]) -> [Int] {
        var isKept = [Bool](repeating: false, count: task.rows.names.count)
        for place in kept { isKept[place] = true }
        return isKept.indices.filter { !isKept[$0] }
    }

    private func entryIndices() -> [Int?] {
        var entries = [Int?](repeating: nil, count: task.rows.names.count)
        for (index, solution) in solutions.enumerated() {
            for place in solution.support where entries[place] == nil { entries[place] = index }
        }
        return entries
    }

    private func reason(
        _ place: Int, entry: Int?, isOverLimit: Bool, nearest: (column: Int, correlation: Double)?
    ) -> DroppedFeature {
        let name = task.rows.names[place]
        if isOverLimit {
            let lambda = shortest(solutions[unlimitedIndex].lambda)
            return DroppedFeature(name: name, reason: .overMaxFeatures, detail: "non-zero at lambda \(lambda)")
        }
        if let (other, correlation) = nearest, abs(correlation) >= Self.displacingCorrelation {
            return DroppedFeature(
                name: name, reason: .displaced,
                detail: "correlation \(rounded(correlation)) with \(task.rows.names[other])")
        }
        guard let entry else { return DroppedFeature(name: name, reason: .neverEntered) }
        let lambda = shortest(solutions[entry].lambda)
        if entry > chosenIndex { return DroppedFeature(name: name, reason: .enteredBelow, detail: "lambda \(lambda)") }
        // A path can drop what it took up: no reason of the list says so.
        return DroppedFeature(
            name: name, reason: .droppedByStage, detail: "non-zero from lambda \(lambda), zero again at the chosen one")
    }

    private func rounded(_ value: Double) -> String { shortest((value * 10_000).rounded() / 10_000) }
}
