import SparseGLM
import Synchronization

/// The least and the greatest of some finite numbers.
typealias NumberRangeEnds = (low: Double, high: Double)

/// Values that several columns share.
final class StoredValues: Sendable {
    /// How values lie in memory.
    enum Storage: Sendable {
        /// A number a row, NaN where it is missing.
        case numbers([Double])
        /// The numbers other than 0, none missing.
        case sparse(SparseStorage)
        /// A place among the levels a row, -1 where it is missing.
        case categories(codes: [Int32], levels: [String])
    }

    let storage: Storage
    /// Bounds of the numbers; `nil` where one is missing or infinite, and for categories.
    let range: NumberRangeEnds?
    /// The indicators of levels that were asked for.
    private let indicators = Mutex<[Int32: StoredValues]>([:])

    init(_ values: ColumnValues) {
        switch values {
        case .numeric(let numbers):
            storage = .numbers(numbers)
            range = valueRange(numbers).flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
        case .categorical(let codes, let levels):
            storage = .categories(codes: codes, levels: levels)
            range = nil
        }
    }

    /// - Precondition: The numbers are finite.
    init(_ sparse: SparseStorage) {
        let ends = sparse.range
        precondition(
            sparse.matrix.entries(ofColumn: sparse.column).values.allSatisfy(\.isFinite),
            "Column: a number of a sparse column is not finite")
        storage = .sparse(sparse)
        range = ends
    }

    var count: Int {
        switch storage {
        case .numbers(let numbers): numbers.count
        case .sparse(let sparse): sparse.count
        case .categories(let codes, _): codes.count
        }
    }

    var isNumeric: Bool {
        if case .categories = storage { false } else { true }
    }

    /// 1 for the category of a code, 0 for others, NaN where it is missing; made once for each code.
    func indicator(of code: Int32) -> StoredValues {
        guard case .categories(let codes, _) = storage else { return self }
        return indicators.withLock { known in
            if let found = known[code] { return found }
            let made = StoredValues(.numeric(codes.map { $0 < 0 ? .nan : ($0 == code ? 1 : 0) }))
            known[code] = made
            return made
        }
    }
}
