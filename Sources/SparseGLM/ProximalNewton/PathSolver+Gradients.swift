/// The passes over columns: that over all of them certifies, and shows which coordinates are missing.
extension PathSolver {
    /// A coordinate outside the working set and the gradient there.
    typealias Entry = (coordinate: Int, gradient: Double)

    /// The gradients of all candidates, by coordinate, at each θ; 0 for the other coordinates.
    func gradients(at thetas: [[Double]]) -> [[Double]] {
        let problem = state.problem
        let products = products(features, lanes: thetas.flatMap { lanes(of: $0) })
        let classes = state.intercepts.count
        guard classes > 1 || features.count < problem.p else { return products }
        return thetas.indices.map { t in
            var all = [Double](repeating: 0, count: problem.coordinateCount)
            for k in 0..<classes {
                for (j, value) in zip(features, products[t * classes + k]) { all[k * problem.p + j] = value }
            }
            return all
        }
    }

    /// The gradients of some coordinates at the current point.
    func entries(of coordinates: [Int]) -> [Entry] {
        guard !coordinates.isEmpty else { return [] }
        let p = state.problem.p
        let lanes = lanes(of: state.residual)
        guard lanes.count > 1 else {
            return Array(zip(coordinates, products(coordinates, lanes: lanes)[0])).map { ($0, $1) }
        }
        let features = Set(coordinates.map { $0 % p }).sorted()
        let place = Dictionary(uniqueKeysWithValues: zip(features, features.indices))
        let products = products(features, lanes: lanes)
        return coordinates.map { c in (c, products[c / p][place[c % p, default: 0]]) }
    }

    /// n mᵢ θᵢₖ for each class k.
    private func lanes(of theta: [Double]) -> [[Double]] {
        let n = state.problem.n
        return state.intercepts.indices.map { k in
            (0..<n).map { theta[k * n + $0] * state.problem.shares[$0] * Double(n) }
        }
    }

    /// Σᵢ x̃ᵢⱼ of each lane for the given columns j: one pass over them for every 24 lanes.
    private func products(_ features: [Int], lanes: [[Double]]) -> [[Double]] {
        stride(from: 0, to: lanes.count, by: 24).flatMap { first in
            source.products(
                features, residuals: Array(lanes[first..<min(first + 24, lanes.count)]), workers: settings.workers)
        }
    }
}
