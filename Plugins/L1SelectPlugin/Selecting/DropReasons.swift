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
    private static let chunk = 64

    /// The reasons in the table's order.
    ///
    /// A feature that `max-features` left out says so; else one that is correlated with a kept one (|r| ≥ 0.9) names it;
    /// else it entered below the chosen λ or never.
    ///
    /// - Parameter context: The workers.
    /// - Complexity: O(n · kept · dropped).
    func all(context: StageContext) async throws -> [DroppedFeature] {
        let kept = solutions[chosenIndex].support
        let dropped = indices(without: kept)
        let finder = CorrelationFinder(task.problem, kept: kept)
        let entries = entryIndices()
        let unlimited = Set(solutions[unlimitedIndex].support)
        // Pieces of a fixed size, so that the work is shaped by the data and not by the workers.
        let count = (dropped.count + Self.chunk - 1) / Self.chunk
        let parts = try await context.map(count) { piece in
            dropped[(piece * Self.chunk)..<min(dropped.count, (piece + 1) * Self.chunk)].map { place in
                reason(place, entry: entries[place], isOverLimit: unlimited.contains(place), finder)
            }
        }
        return parts.flatMap(\.self)
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
        _ place: Int, entry: Int?, isOverLimit: Bool, _ finder: CorrelationFinder
    ) -> DroppedFeature {
        let name = task.rows.names[place]
        if isOverLimit {
            let lambda = shortest(solutions[unlimitedIndex].lambda)
            return DroppedFeature(name: name, reason: .overMaxFeatures, detail: "non-zero at lambda \(lambda)")
        }
        if let (other, correlation) = finder.nearest(to: place), abs(correlation) >= Self.displacingCorrelation {
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
