internal import CKernels

/// Stored columns in the solvers' units and the passes over all of them.
///
/// ```
/// x̃ᵢⱼ = (stored[j][i] − pivots[j]) · inverses[j]
/// ```
struct ScaledColumns: @unchecked Sendable {
    let sampleCount: Int
    /// √vᵢ, or nil for weights of 1.
    let rootWeights: [Double]?
    private let starts: [UnsafePointer<Double>]
    private let pivots: [Double]
    private let inverses: [Double]
    /// inverses / n.
    private let factors: [Double]

    init(_ columns: StoredColumns, scaling: Scaling, weights: [Double]?) {
        sampleCount = columns.sampleCount
        starts = columns.starts
        rootWeights = weights?.map { $0.squareRoot() }
        pivots = starts.indices.map { columns.mean($0) + scaling.centers[$0] * columns.scale($0) }
        inverses = starts.indices.map { 1 / (scaling.scales[$0] * columns.scale($0)) }
        let n = Double(columns.sampleCount)
        factors = inverses.map { $0 / n }
    }

    var featureCount: Int { starts.count }

    /// Writes √vᵢ x̃ᵢⱼ.
    func copy(_ j: Int, into out: UnsafeMutablePointer<Double>) {
        let (start, pivot, inverse) = (starts[j], pivots[j], inverses[j])
        guard let rootWeights else {
            for i in 0..<sampleCount { (out + i).initialize(to: (start[i] - pivot) * inverse) }
            return
        }
        rootWeights.withUnsafeBufferPointer { roots in
            for i in 0..<sampleCount { (out + i).initialize(to: (start[i] - pivot) * inverse * roots[i]) }
        }
    }

    /// Some columns x̃, without the weights.
    func subset(_ columns: [Int]) -> KernelColumns {
        KernelColumns(
            starts: columns.map { starts[$0] }, centers: columns.map { pivots[$0] },
            scales: columns.map { inverses[$0] })
    }

    /// How many columns are one piece of a pass: the same for any number of workers.
    private static let piece = 512

    /// Writes Σᵢ √vᵢ x̃ᵢⱼ rᵢₖ / n to out[k][e] for the e-th of the given columns and each residual k.
    ///
    /// One pass over the columns for up to 24 residuals.
    func products(_ columns: [Int], residuals: [[Double]], workers: Int) -> [[Double]] {
        let n = sampleCount
        let lanes = residuals.count
        let width = fsel_lane_width(lanes)
        var interleaved = [Double](repeating: 0, count: n * width)
        for (k, r) in residuals.enumerated() {
            if let rootWeights {
                for i in 0..<n { interleaved[i * width + k] = r[i] * rootWeights[i] }
            } else {
                for i in 0..<n { interleaved[i * width + k] = r[i] }
            }
        }
        let shared = interleaved
        let count = columns.count
        let pieces = (count + Self.piece - 1) / Self.piece
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: count * lanes) { out -> [[Double]] in
            guard let base = out.baseAddress else { return residuals.map { _ in [] } }
            let target = Target(base: base)
            perform(pieces, workers: workers) { index in
                let part = columns[index * Self.piece..<min(count, (index + 1) * Self.piece)]
                products(part, shared, width, lanes, into: target.base + part.startIndex, count)
            }
            return (0..<lanes).map { Array(UnsafeBufferPointer(start: base + $0 * count, count: count)) }
        }
    }

    private struct Target: @unchecked Sendable { let base: UnsafeMutablePointer<Double> }

    private func products(
        _ columns: ArraySlice<Int>, _ residuals: [Double], _ width: Int, _ lanes: Int,
        into out: UnsafeMutablePointer<Double>, _ stride: Int
    ) {
        let starts = columns.map { self.starts[$0] }
        let pivots = columns.map { self.pivots[$0] }
        let factors = columns.map { self.factors[$0] }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: fsel_products_scratch()) { scratch in
            starts.withUnsafeBufferPointer { starts in
                pivots.withUnsafeBufferPointer { pivots in
                    guard let starts = starts.baseAddress, let scratch = scratch.baseAddress else { return }
                    let view = fsel_columns(
                        columns: starts, centers: pivots.baseAddress, scales: nil, count: columns.count)
                    fsel_products(
                        view, residuals, width, lanes, 0, sampleCount, factors, out, stride, scratch)
                }
            }
        }
    }
}
