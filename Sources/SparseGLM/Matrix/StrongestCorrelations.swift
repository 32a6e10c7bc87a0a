/// For each of some columns, which of others it is most correlated with.
/// ```
/// r_js = Σᵢ vᵢ (xᵢⱼ − x̄ⱼ)(xᵢₛ − x̄ₛ) / (n sⱼ sₛ)
/// ```
/// with weighted means x̄ and population standard deviations s.
///
/// - Parameters:
///   - problem: the rows; its weights v sum to n.
///   - columns: the columns that are asked about.
///   - others: the columns to compare with, ascending.
///   - workers: how many threads may work on it; no result depends on it.
/// - Returns: for each column the other one with the largest |r|, the first of them at a tie, and r; nil where the column
///   is constant, all others are, or there is none.
/// - Complexity: O(n · columns · others), and for a sparse matrix O(n + p + entries) and O(columns + the entries in
///   rows where the other has one) for each other.
public func strongestCorrelations<M>(
    in problem: RegressionProblem<M>, of columns: [Int], with others: [Int], workers: Int = 1
) -> [(column: Int, correlation: Double)?] {
    let moments = problem.x.moments(weights: problem.sampleWeights)
    let asked = columns.indices.filter { !moments[columns[$0]].isConstant }
    let compared = others.filter { !moments[$0].isConstant }
    var best = [(column: Int, correlation: Double)?](repeating: nil, count: columns.count)
    guard !asked.isEmpty, !compared.isEmpty else { return best }
    let scaling = Scaling(
        fitsIntercept: true, centers: moments.map(\.mean),
        scales: moments.map { $0.isConstant ? 1 : $0.standardDeviation }, varies: moments.map { !$0.isConstant },
        targetCenter: 0, targetUnit: 1)
    func take(_ chunk: ArraySlice<Int>, _ products: [[Double]]) {
        for (other, row) in zip(chunk, products) {
            for (place, correlation) in zip(asked, row) where abs(correlation) > abs(best[place]?.correlation ?? 0) {
                best[place] = (other, correlation)
            }
        }
    }
    // As many at once as the kernel takes, fewer where the rows are so many that they would fill the memory.
    let size = max(1, min(24, (1 << 22) / max(1, problem.sampleCount)))
    let chunks = stride(from: 0, to: compared.count, by: size).map {
        compared[$0..<min(compared.count, $0 + size)]
    }
    let wanted = asked.map { columns[$0] }
    let isStored: Void? = problem.x.withStoredColumns { stored in
        let matrix = ScaledColumns(stored, scaling: scaling, weights: problem.sampleWeights)
        for chunk in chunks {
            take(chunk, matrix.products(wanted, residuals: chunk.map(matrix.column), workers: workers))
        }
    }
    if isStored == nil {
        let sparse = problem.x.sparseColumns.map {
            SparseCorrelations($0, moments: moments, weights: problem.sampleWeights, asked: wanted)
        }
        for chunk in chunks {
            take(chunk, chunk.map { sparse?.products(with: $0) ?? products(of: wanted, with: $0, problem, scaling) })
        }
    }
    return best
}

/// Correlations one residual at a time, for a matrix that does not lend its columns.
private func products<M>(
    of columns: [Int], with other: Int, _ problem: RegressionProblem<M>, _ scaling: Scaling
) -> [Double] {
    let n = Double(problem.sampleCount)
    var r = problem.x.column(other)
    for i in r.indices {
        let weight = problem.sampleWeights?[i] ?? 1
        r[i] = weight * ((r[i] - scaling.centers[other]) / scaling.scales[other]) / n
    }
    var out = [Double](repeating: 0, count: problem.featureCount)
    r.withUnsafeBufferPointer { r in
        out.withUnsafeMutableBufferPointer { out in
            problem.x.centredDots(columns: columns, centers: scaling.centers, with: r, into: out)
        }
    }
    return columns.map { out[$0] / scaling.scales[$0] }
}

extension ScaledColumns {
    /// √vᵢ x̃ᵢⱼ, n values.
    fileprivate func column(_ j: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: sampleCount) { out, count in
            if let base = out.baseAddress { copy(j, into: base) }
            count = sampleCount
        }
    }
}
