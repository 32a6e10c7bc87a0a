/// Some rows of a matrix, ascending: a range of them, or a list.
enum RowSet: Sendable {
    case range(Range<Int>)
    case list([Int32])

    /// From row numbers; a run of consecutive ones becomes a range.
    init(_ rows: [Int]) {
        guard let first = rows.first, let last = rows.last else {
            self = .range(0..<0)
            return
        }
        let isRun = last - first == rows.count - 1 && zip(rows, first...).allSatisfy { $0 == $1 }
        self = isRun ? .range(first..<last + 1) : .list(rows.map { Int32($0) })
    }

    var count: Int {
        switch self {
        case .range(let range): range.count
        case .list(let rows): rows.count
        }
    }

    /// The first of the rows, at most `most`.
    func prefix(_ most: Int) -> RowSet {
        switch self {
        case .range(let range): .range(range.prefix(most))
        case .list(let rows): .list(Array(rows.prefix(most)))
        }
    }

    /// The rows' values of a column that holds all rows.
    func gather(_ column: UnsafePointer<Double>) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let out = buffer.baseAddress { gather(column, first: 0, count: count, into: out) }
            initialized = count
        }
    }

    /// The rows' values of an array that holds all rows.
    func gather(_ values: [Double]) -> [Double] {
        values.withUnsafeBufferPointer { $0.baseAddress.map { gather($0) } ?? [] }
    }

    /// Writes the values of the rows numbered `first` ..< `first` + `size` within this set.
    func gather(_ column: UnsafePointer<Double>, first: Int, count size: Int, into out: UnsafeMutablePointer<Double>) {
        switch self {
        case .range(let range):
            out.initialize(from: column + range.lowerBound + first, count: size)
        case .list(let rows):
            rows.withUnsafeBufferPointer { rows in
                for i in 0..<size { (out + i).initialize(to: column[Int(rows[first + i])]) }
            }
        }
    }
}
