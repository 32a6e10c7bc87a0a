/// A design matrix x of n rows (samples) and p columns (features), seen through verbs on whole columns.
///
/// Dense, sparse and standardized data all meet the solvers through this protocol. A conformer writes the four verbs
/// below; every one of them takes a `center` c and acts on the column minus c, so that a solver never needs a centred
/// copy. Values must be finite. Columns and rows count from 0; an index or a buffer length out of range is a fault of
/// the program.
public protocol DesignMatrix: Sendable {
    /// The number of rows, n.
    var sampleCount: Int { get }

    /// The number of columns, p.
    var featureCount: Int { get }

    /// Returns Σᵢ (xᵢⱼ − center) rᵢ in O(n). `r` holds n values.
    func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double

    /// Adds `factor` · (xᵢⱼ − center) to each of the n values of `out` in O(n).
    func addCentred(column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>)

    /// Writes column j into the n values of `out`.
    func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>)

    /// The matrix of the given rows alone, in the given order; a row may be given twice.
    func keepingRows(_ rows: [Int]) -> Self
}

extension DesignMatrix {
    /// A copy of column j, n values.
    public func column(_ j: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: sampleCount) { buffer, count in
            buffer.initialize(repeating: 0)
            copyColumn(j, into: UnsafeMutableBufferPointer(rebasing: buffer[..<sampleCount]))
            count = sampleCount
        }
    }
}
