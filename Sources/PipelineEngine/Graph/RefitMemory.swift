import StageKit
import Synchronization

/// What stages learnt in folds while they kept what they had settled on, so that stages with the same folds share it.
///
/// A fit is found again only for the very rows and the very table that it was made of.
final class RefitMemory: Sendable {
    private struct Entry {
        let place: Int
        let rows: [Int]
        let table: Table
        let fit: Fit
    }

    private let entries = Mutex<[Entry]>([])

    /// The fit of a stage on some rows of a table; `nil` where it is not known.
    func fit(of place: Int, rows: [Int], of table: Table) -> Fit? {
        entries.withLock { entries in
            entries.first { $0.place == place && $0.table.isSameStorage(as: table) && $0.rows == rows }?.fit
        }
    }

    /// Keeps a fit.
    func keep(_ fit: Fit, of place: Int, rows: [Int], of table: Table) {
        entries.withLock { $0.append(Entry(place: place, rows: rows, table: table, fit: fit)) }
    }
}
