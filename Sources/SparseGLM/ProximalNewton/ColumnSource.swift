/// Where a solver takes scaled columns from: those of a matrix that lie in memory, or any matrix through its verbs.
protocol ColumnSource: Sendable {
    /// Writes the n values of the scaled column x̃ⱼ.
    func copy(_ j: Int, into out: UnsafeMutablePointer<Double>)

    /// Returns Σᵢ x̃ᵢⱼ rᵢ / n for each of the given columns j and each residual r of n values: one list per residual.
    func products(_ columns: [Int], residuals: [[Double]], workers: Int) -> [[Double]]
}

extension ScaledColumns: ColumnSource {}

/// The scaled columns of any matrix.
struct MatrixColumns<M: DesignMatrix>: ColumnSource {
    let problem: PreparedProblem<M>

    func copy(_ j: Int, into out: UnsafeMutablePointer<Double>) {
        let buffer = UnsafeMutableBufferPointer(start: out, count: problem.n)
        buffer.initialize(repeating: 0)
        problem.scaledColumn(j, into: buffer)
    }

    func products(_ columns: [Int], residuals: [[Double]], workers: Int) -> [[Double]] {
        let n = Double(problem.n)
        return residuals.map { r in
            var out = [Double](repeating: 0, count: problem.p)
            r.withUnsafeBufferPointer { r in
                out.withUnsafeMutableBufferPointer {
                    problem.x.centredDots(columns: columns, centers: problem.centers, with: r, into: $0)
                }
            }
            return columns.map { out[$0] / problem.scales[$0] / n }
        }
    }
}

extension PreparedProblem {
    /// Calls `body` with the problem's scaled columns, read where they lie if the matrix lends them.
    func withColumns<R>(
        _ body: (any ColumnSource) throws(SolverError) -> R
    ) throws(SolverError) -> R {
        let result = x.withStoredColumns { columns in
            Result { () throws(SolverError) -> R in
                try body(ScaledColumns(columns, scaling: scaling, weights: nil))
            }
        }
        guard let result else { return try body(MatrixColumns(problem: self)) }
        return try result.get()
    }
}
