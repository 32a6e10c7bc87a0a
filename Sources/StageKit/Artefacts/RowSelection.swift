import SparseGLM
import Synchronization

/// Some rows of stored values, in order; shared by all columns of a table.
final class RowSelection: Sendable {
    let indices: [Int]
    /// Where each stored row went, once a sparse column asked.
    private let known = Mutex<RowPlaces?>(nil)

    init(_ indices: [Int]) { self.indices = indices }

    /// Some of these rows.
    func selecting(_ rows: [Int]) -> RowSelection { RowSelection(rows.map { indices[$0] }) }

    /// The numbers of these rows.
    func gather(_ numbers: [Double]) -> [Double] {
        [Double](unsafeUninitializedCapacity: indices.count) { out, count in
            for (place, row) in indices.enumerated() { out.initializeElement(at: place, to: numbers[row]) }
            count = indices.count
        }
    }

    /// Where each of n stored rows is among these.
    ///
    /// - Complexity: O(n) once; the columns of a table ask for the same.
    func places(among n: Int) -> RowPlaces {
        known.withLock { known in
            if let known, known.sampleCount == n { return known }
            let made = RowPlaces(indices, sampleCount: n)
            known = made
            return made
        }
    }
}

/// Rows that are chosen from several columns: those that have the same rows underneath share the outcome.
struct RowChoice {
    let rows: [Int]
    private var known: [(from: RowSelection?, selection: RowSelection)] = []

    init(_ rows: [Int]) { self.rows = rows }

    /// The chosen rows of those that a view has; `nil` is a view of all.
    mutating func selection(from earlier: RowSelection?) -> RowSelection {
        if let found = known.first(where: { $0.from === earlier }) { return found.selection }
        let selection = earlier?.selecting(rows) ?? RowSelection(rows)
        known.append((earlier, selection))
        return selection
    }
}
