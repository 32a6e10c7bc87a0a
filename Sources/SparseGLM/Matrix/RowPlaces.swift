/// Where each row of a matrix goes when rows are kept, dropped or repeated.
package struct RowPlaces: Sendable {
    /// How many rows the matrix has.
    package let sampleCount: Int
    /// Whether the kept rows ascend strictly, as those of a fold do.
    package let ascend: Bool
    private let starts: [Int32]
    private let places: [Int32]

    /// How many rows stay.
    package var count: Int { places.count }

    /// - Parameters:
    ///   - kept: The rows of the matrix that stay, in their new order.
    ///   - n: How many rows the matrix has.
    /// - Complexity: O(n + kept).
    package init(_ kept: [Int], sampleCount n: Int) {
        precondition(kept.count <= Int32.max, "keepingRows: \(kept.count) rows")
        var starts = [Int32](repeating: 0, count: n + 1)
        for i in kept {
            precondition(0 <= i && i < n, "keepingRows: row \(i) of \(n)")
            starts[i + 1] += 1
        }
        for i in 0..<n { starts[i + 1] += starts[i] }
        var next = starts
        var places = [Int32](repeating: 0, count: kept.count)
        for (place, i) in kept.enumerated() {
            places[Int(next[i])] = Int32(place)
            next[i] += 1
        }
        sampleCount = n
        self.starts = starts
        self.places = places
        ascend = zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// The new places of a row, ascending.
    package subscript(row: Int32) -> ArraySlice<Int32> { places[Int(starts[Int(row)])..<Int(starts[Int(row) + 1])] }
}
