import StageKit

/// Finds columns with the same values, without comparing each with each.
///
/// 1. Columns whose values in a few rows differ are different: a hash of those is compared first.
/// 2. Of the others a hash of all values is taken, and columns with the same one are compared with the first of them.
///
/// Sparse columns are compared by what they store, among each other.
struct DuplicateColumns {
    /// The later column of each pair with the first one that has its values, in order.
    let pairs: [TableProfile.Duplicate]

    private static let sampleSize = 64

    init(_ columns: [Column]) {
        var pairs: [TableProfile.Duplicate] = []
        let samples = columns.map { $0.sparseNumbers.map(Sketch.init) ?? Sketch($0.sample(Self.sampleSize).values) }
        let counts = Dictionary(samples.map { ($0, 1) }, uniquingKeysWith: +)
        var originals: [Sketch: Int] = [:]
        for (place, column) in columns.enumerated() where counts[samples[place]] ?? 0 > 1 {
            let sketch = column.sparseNumbers == nil ? Sketch(column.values) : samples[place]
            guard let original = originals[sketch] else {
                originals[sketch] = place
                continue
            }
            if columns[original].isSame(as: column) {
                pairs.append(TableProfile.Duplicate(name: column.name, original: columns[original].name))
            }
        }
        self.pairs = pairs
    }

    /// A hash of values, the same in every process; of texts their codes alone, since a sample has all levels.
    private struct Sketch: Hashable {
        private var hash: UInt64 = 0

        init(_ values: ColumnValues) {
            switch values {
            case .numeric(let numbers):
                // The sum makes one zero of both.
                numbers.withUnsafeBufferPointer { for number in $0 { add((number + 0).bitPattern) } }
            case .categorical(let codes, let levels):
                codes.withUnsafeBufferPointer { for code in $0 { add(UInt64(bitPattern: Int64(code))) } }
                add(UInt64(levels.count))
            }
        }

        /// A hash of what is stored, and so of all values.
        init(_ sparse: SparseNumbers) {
            for (row, value) in zip(sparse.rows, sparse.values) {
                add(UInt64(row))
                add(value.bitPattern)
            }
        }

        private mutating func add(_ bits: UInt64) {
            hash = (hash ^ bits) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
    }
}

extension Column {
    /// Whether two columns have the same values, by what they store where one is sparse.
    fileprivate func isSame(as other: Column) -> Bool {
        let (a, b) = (sparseNumbers, other.sparseNumbers)
        return a == nil && b == nil ? values.isSame(as: other.values) : a == b
    }
}

extension ColumnValues {
    /// Whether two columns have the same values, missing ones included.
    fileprivate func isSame(as other: ColumnValues) -> Bool {
        switch (self, other) {
        case (.numeric(let a), .numeric(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        case (.categorical(let codes, let levels), .categorical(let otherCodes, let otherLevels)):
            codes == otherCodes && levels == otherLevels
        default: false
        }
    }
}
