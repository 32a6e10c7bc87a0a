/// The pass over the columns that certifies, and that shows which coordinates are missing.
extension PathSolver {
    /// The gradients of the given coordinates, by coordinate, at each θ: one pass over their columns.
    func gradients(of coordinates: [Int], thetas: [[Double]]) -> [[Double]] {
        let problem = state.problem
        let (n, p) = (problem.n, problem.p)
        var all = thetas.map { _ in [Double](repeating: 0, count: problem.coordinateCount) }
        guard !coordinates.isEmpty else { return all }
        var isNeeded = [Bool](repeating: false, count: p)
        for c in coordinates { isNeeded[c % p] = true }
        let features = (0..<p).filter { isNeeded[$0] }
        let lanes = thetas.indices.flatMap { t in state.intercepts.indices.map { (t, $0) } }
        for first in stride(from: 0, to: lanes.count, by: 24) {
            let part = lanes[first..<min(first + 24, lanes.count)]
            let residuals = part.map { t, k in
                (0..<n).map { thetas[t][k * n + $0] * problem.shares[$0] * Double(n) }
            }
            let products = source.products(features, residuals: residuals, workers: settings.workers)
            for ((t, k), values) in zip(part, products) {
                for (j, value) in zip(features, values) { all[t][k * p + j] = value }
            }
        }
        return all
    }
}
