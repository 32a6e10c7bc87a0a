import SparseGLM
import Synchronization

/// The least and the greatest of some finite numbers.
typealias NumberRangeEnds = (low: Double, high: Double)

/// Values that several columns share.
final class StoredValues: Sendable {
    let values: ColumnValues
    /// Bounds of the numbers; `nil` where one is missing or infinite, and for categories.
    let range: NumberRangeEnds?
    /// The indicators of levels that were asked for.
    private let indicators = Mutex<[Int32: StoredValues]>([:])

    init(_ values: ColumnValues) {
        self.values = values
        switch values {
        case .numeric(let numbers):
            range = valueRange(numbers).flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
        case .categorical: range = nil
        }
    }

    var count: Int {
        switch values {
        case .numeric(let numbers): numbers.count
        case .categorical(let codes, _): codes.count
        }
    }

    /// 1 for the category of a code, 0 for others, NaN where it is missing; made once for each code.
    func indicator(of code: Int32) -> StoredValues {
        guard case .categorical(let codes, _) = values else { return self }
        return indicators.withLock { known in
            if let found = known[code] { return found }
            let made = StoredValues(.numeric(codes.map { $0 < 0 ? .nan : ($0 == code ? 1 : 0) }))
            known[code] = made
            return made
        }
    }
}
