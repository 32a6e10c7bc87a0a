import StageKit

/// Row numbers spread evenly over some rows, the first and the last among them: all of them where there are few.
func spread(_ count: Int, over rows: Int) -> [Int] {
    guard rows > count else { return Array(0..<rows) }
    return (0..<count).map { $0 * (rows - 1) / (count - 1) }
}

extension Column {
    /// The column on a few rows, by which most questions are answered without a look at the others.
    ///
    /// - Parameter count: How many rows, from 2.
    /// - Complexity: O(count).
    func sample(_ count: Int) -> Column { rows(spread(count, over: self.count)) }
}
