/// The columns of a sparse matrix, each seen through one subtraction and one division.
///
/// ```
/// xᵢⱼ = (matrix[i, j] − means[j]) / scales[j]
/// ```
public struct SparseColumns: Sendable {
    /// The matrix underneath.
    public let matrix: SparseMatrix
    /// What is subtracted, p values, or nil for nothing.
    public let means: [Double]?
    /// What is divided by, p values other than 0, or nil for 1.
    public let scales: [Double]?

    /// Describes the columns of `matrix`.
    public init(_ matrix: SparseMatrix, means: [Double]? = nil, scales: [Double]? = nil) {
        self.matrix = matrix
        self.means = means
        self.scales = scales
    }

    /// The columns through one more subtraction and division each.
    func viewed(means: [Double], scales: [Double]) -> SparseColumns {
        let (ownMeans, ownScales) = (self.means, self.scales)
        return SparseColumns(
            matrix,
            means: means.indices.map { (ownMeans?[$0] ?? 0) + means[$0] * (ownScales?[$0] ?? 1) },
            scales: scales.indices.map { (ownScales?[$0] ?? 1) * scales[$0] })
    }
}
