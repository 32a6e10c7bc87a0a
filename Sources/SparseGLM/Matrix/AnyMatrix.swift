/// Any design matrix behind one type.
///
/// A solver that is generic over the matrix is compiled for this one, and asks for whole columns through it: what that
/// costs per call is nothing to a column, while generic code that is not specialized costs at every element.
struct AnyMatrix: DesignMatrix {
    private let base: any DesignMatrix

    init(_ base: any DesignMatrix) { self.base = base }

    var sampleCount: Int { base.sampleCount }
    var featureCount: Int { base.featureCount }

    func centredDot(column j: Int, center: Double, with r: UnsafeBufferPointer<Double>) -> Double {
        base.centredDot(column: j, center: center, with: r)
    }

    func addCentred(
        column j: Int, center: Double, times factor: Double, to out: UnsafeMutableBufferPointer<Double>
    ) {
        base.addCentred(column: j, center: center, times: factor, to: out)
    }

    func copyColumn(_ j: Int, into out: UnsafeMutableBufferPointer<Double>) { base.copyColumn(j, into: out) }

    func keepingRows(_ rows: [Int]) -> AnyMatrix { AnyMatrix(base.keepingRows(rows)) }

    func centredDots(
        columns: [Int], centers: [Double], with r: UnsafeBufferPointer<Double>,
        into out: UnsafeMutableBufferPointer<Double>
    ) {
        base.centredDots(columns: columns, centers: centers, with: r, into: out)
    }

    func addCentred(
        columns: [Int], centers: [Double], times factors: [Double], to out: UnsafeMutableBufferPointer<Double>
    ) {
        base.addCentred(columns: columns, centers: centers, times: factors, to: out)
    }

    func moments(weights: [Double]?) -> [ColumnMoments] { base.moments(weights: weights) }

    func valueRanges() -> [(low: Double, high: Double)?] { base.valueRanges() }

    func largestMagnitudes() -> [Double] { base.largestMagnitudes() }

    func withStoredColumns<R>(_ body: (StoredColumns) -> R) -> R? { base.withStoredColumns(body) }

    var sparseColumns: SparseColumns? { base.sparseColumns }
}
