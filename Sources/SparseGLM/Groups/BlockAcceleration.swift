/// Anderson's extrapolation of the points that sweeps lead through.
///
/// ```
/// b = Σ cₖ bₖ,     c = the weights of sum 1 for which ‖Σ cₖ (bₖ − bₖ₋₁)‖ is least
/// ```
/// Sweeps over blocks that stay as they are change b nearly linearly, and then this is what they would come to. The point
/// is taken if it lowers the model.
///
/// Source: Bertrand and Massias (2021), arXiv:2011.10065.
struct BlockAcceleration {
    private var points: [BlockPoint] = []

    /// The number of differences.
    private static let depth = 5

    /// Forgets the points.
    mutating func reset() { points.removeAll(keepingCapacity: true) }

    /// Adds the model's point, and where there are enough of them moves the model.
    mutating func accelerate(_ model: inout BlockModel) {
        points.append(model.point)
        guard points.count > Self.depth else { return }
        defer { reset() }
        guard let weights = weights() else { return }
        var mixed = BlockPoint(b: model.b.map { _ in 0 }, carrier: points[0].carrier.map { _ in 0 })
        for (weight, point) in zip(weights, points.dropFirst()) {
            for i in mixed.b.indices { mixed.b[i] += weight * point.b[i] }
            for i in mixed.carrier.indices { mixed.carrier[i] += weight * point.carrier[i] }
        }
        guard model.value(mixed) < model.value(points[Self.depth]) else { return }
        model.move(to: mixed)
    }

    /// c, with a little of ‖c‖² added to what is least, as differences that are nearly one line are no reason to give up;
    /// nil where rounding is all there is.
    private func weights() -> [Double]? {
        let changes = (0..<Self.depth).map { k in zip(points[k + 1].b, points[k].b).map { $0 - $1 } }
        let ridge = 1e-12 * changes.reduce(0) { $0 + Kernels.dot($1, $1) }
        var factor = CholeskyFactor(capacity: Self.depth)
        for k in 0..<Self.depth {
            let row = (0...k).map { Kernels.dot(changes[k], changes[$0]) + ($0 == k ? ridge : 0) }
            _ = factor.append(row, threshold: 1e-15)
            guard factor.count == k + 1 else { return nil }
        }
        var weights = [Double](repeating: 1, count: Self.depth)
        factor.solve(&weights)
        let sum = weights.reduce(0, +)
        let normed = weights.map { $0 / sum }
        // Large weights would multiply what the points were rounded by.
        return normed.allSatisfy { abs($0) < 1e6 } ? normed : nil
    }
}
