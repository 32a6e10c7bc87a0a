import StageKit

/// Finds columns with the same values, without comparing each with each.
///
/// 1. Columns whose values in a few rows differ are different: a hash of those is compared first.
/// 2. Of the others a hash of all values is taken, and columns with the same one are compared with the first of them.
struct DuplicateColumns {
    /// The later column of each pair with the first one that has its values, in order.
    let pairs: [TableProfile.Duplicate]

    private static let sampleSize = 64

    init(_ columns: [Column]) {
        var pairs: [TableProfile.Duplicate] = []
        var bySample: [Sketch: [Int]] = [:]
        for (place, column) in columns.enumerated() {
            bySample[Sketch(column.values, sampling: Self.sampleSize), default: []].append(place)
        }
        var originals: [Sketch: Int] = [:]
        for (place, column) in columns.enumerated() {
            let values = column.values
            guard let alike = bySample[Sketch(values, sampling: Self.sampleSize)], alike.count > 1 else { continue }
            let sketch = Sketch(values, sampling: .max)
            guard let original = originals[sketch] else {
                originals[sketch] = place
                continue
            }
            if columns[original].values.isSame(as: values) {
                pairs.append(TableProfile.Duplicate(name: column.name, original: columns[original].name))
            }
        }
        self.pairs = pairs
    }

    /// A hash of some of a column's values, the same in every process.
    private struct Sketch: Hashable {
        private var hash: UInt64

        init(_ values: ColumnValues, sampling count: Int) {
            switch values {
            case .numeric(let numbers):
                hash = 1
                numbers.withUnsafeBufferPointer { add(spread: count, over: $0) { ($0 + 0).bitPattern } }
            case .categorical(let codes, let levels):
                hash = 2
                codes.withUnsafeBufferPointer { add(spread: count, over: $0) { UInt64(bitPattern: Int64($0)) } }
                for level in levels.prefix(count) { for byte in level.utf8 { add(UInt64(byte)) } }
            }
        }

        private mutating func add<Value>(
            spread count: Int, over values: UnsafeBufferPointer<Value>, _ bits: (Value) -> UInt64
        ) {
            let step = max(1, values.count / count)
            for place in stride(from: 0, to: values.count, by: step) { add(bits(values[place])) }
        }

        private mutating func add(_ bits: UInt64) {
            hash = (hash ^ bits) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
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
