/// The curvature of the loss in the intercepts alone, factored.
/// ```
/// B = Σᵢ mᵢ ∇²fᵢ      K × K
/// ```
/// For classes B is singular along equal intercepts, where nothing changes; 1 1ᵀ/K is added, which leaves every solution
/// for residuals that sum to 0 as it is and makes it sum to 0.
struct InterceptCurvature {
    /// The rows of the lower factor of B.
    private var rows: [[Double]] = []

    init<M>(_ state: FitState<M>) {
        let n = state.problem.n
        let count = state.intercepts.count
        guard count > 1 else {
            rows = [[max(state.means(of: state.curvature)[0], 1e-300).squareRoot()]]
            return
        }
        let means = state.means(of: state.curvature)
        for k in 0..<count {
            var row: [Double] = []
            for l in 0...k {
                var value = k == l ? means[k] : 0
                for i in 0..<n {
                    value -= state.problem.shares[i] * state.curvature[k * n + i] * state.curvature[l * n + i]
                }
                row.append(value + 1 / Double(count))
            }
            for l in 0...k {
                for m in 0..<l { row[l] -= row[m] * (l == k ? row[m] : rows[l][m]) }
                row[l] = l == k ? max(row[l], 1e-300).squareRoot() : row[l] / rows[l][l]
            }
            rows.append(row)
        }
    }

    /// L⁻¹ g.
    func halfSolve(_ g: [Double]) -> [Double] {
        var x = g
        for k in x.indices {
            for l in 0..<k { x[k] -= rows[k][l] * x[l] }
            x[k] /= rows[k][k]
        }
        return x
    }

    /// B⁻¹ g.
    func solve(_ g: [Double]) -> [Double] { backSolve(halfSolve(g)) }

    /// L⁻ᵀ g.
    func backSolve(_ g: [Double]) -> [Double] {
        var x = g
        for k in x.indices.reversed() {
            x[k] /= rows[k][k]
            for l in 0..<k { x[l] -= rows[k][l] * x[k] }
        }
        return x
    }
}
