/// The columns of a matrix as they lie in memory, each seen through one subtraction and one division.
///
/// ```
/// xᵢⱼ = (stored[j][i] − means[j]) / scales[j]
/// ```
/// Valid only inside the closure that was given it.
public struct StoredColumns {
    /// The number of values in each column, n.
    public let sampleCount: Int
    /// Where each column begins, p pointers.
    public var starts: [UnsafePointer<Double>]
    /// What is subtracted, p values, or nil for nothing.
    public var means: [Double]?
    /// What is divided by, p values other than 0, or nil for 1.
    public var scales: [Double]?

    /// Describes columns of `sampleCount` values.
    public init(
        sampleCount: Int, starts: [UnsafePointer<Double>], means: [Double]? = nil, scales: [Double]? = nil
    ) {
        self.sampleCount = sampleCount
        self.starts = starts
        self.means = means
        self.scales = scales
    }

    /// The number of columns, p.
    public var featureCount: Int { starts.count }

    func mean(_ j: Int) -> Double { means?[j] ?? 0 }

    func scale(_ j: Int) -> Double { scales?[j] ?? 1 }
}
