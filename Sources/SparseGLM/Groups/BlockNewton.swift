internal import CKernels

/// Newton's method on the coefficients that are not zero, where the penalty is smooth.
///
/// ```
/// H = G_JJ + l2 + norm/‖b_g‖ (I − u uᵀ) on each block,     u = b_g/‖b_g‖
/// H d = q_J − l2 b_J − l1 sign(b_J) − norm u
/// ```
/// Coefficients with an L1 part that would change their sign stop at zero, and so do blocks that would turn round. Where that
/// does not lower the model, the step ends where it is least, at the first such crossing at the latest: so a direction in
/// which the loss does not change leads to a smaller set as well.
/// O(|J|³/3 + m |J|).
struct BlockNewton {
    private var matrix: [Double] = []
    private var scratch: [Double] = []

    /// Takes one step, and returns by how much it lowers the model; nil where no step does so, but for rounding.
    mutating func step(_ model: inout BlockModel) -> Double? {
        model.look()
        let (places, sizes) = smoothPlaces(of: model)
        guard !places.isEmpty, let direction = direction(model, places, sizes) else { return nil }
        let line = BlockLine(model, places: places, direction: direction)
        let first = line.crossings.min { $0.t < $1.t }
        let t = line.minimum(upTo: first?.t ?? 1)
        var best: (model: BlockModel, fall: Double)?
        if let first {
            // All the way, every crossing stopped at zero; or to the first alone.
            best = line.moved(model, to: 1, zeros: line.crossings)
            let near = t == first.t ? line.moved(model, to: t, zeros: [first]) : nil
            if let near, near.fall >= best?.fall ?? -.infinity { best = near }
        }
        guard let best = best ?? line.moved(model, to: t, zeros: []) else { return nil }
        model = best.model
        return best.fall
    }

    /// How many coefficients a step would move.
    func size(_ model: BlockModel) -> Int { smoothPlaces(of: model).places.count }

    /// The places that move, and how many of each block.
    private func smoothPlaces(of model: BlockModel) -> (places: [Int], sizes: [(block: Int, count: Int)]) {
        let smooth = (0..<model.blockCount).map { model.smoothPlaces($0) }
        return (smooth.flatMap { $0 }, smooth.enumerated().map { ($0.offset, $0.element.count) })
    }

    private mutating func direction(
        _ model: BlockModel, _ places: [Int], _ sizes: [(block: Int, count: Int)]
    ) -> [Double]? {
        let m = places.count
        let needed = fsel_cholesky_scratch(m)
        if scratch.count < needed { scratch = [Double](repeating: 0, count: needed) }
        if matrix.count < m * m { matrix = [Double](repeating: 0, count: m * m) }
        // A direction in which the loss does not change makes the factor fail; with a little curvature the step goes far along
        // it, to the next crossing.
        for jitter in [0, 1e-11, 1e-8] {
            var right = fill(model, places, sizes, jitter: jitter)
            guard fsel_cholesky(&matrix, m, 0, m, 1e-14, &scratch) == m else { continue }
            fsel_solve_lower(matrix, m, m, &right)
            fsel_solve_upper(matrix, m, m, &right)
            return right.allSatisfy(\.isFinite) ? right : nil
        }
        return nil
    }

    /// Writes the lower triangle of H, and returns the right-hand side.
    private mutating func fill(
        _ model: BlockModel, _ places: [Int], _ sizes: [(block: Int, count: Int)], jitter: Double
    ) -> [Double] {
        let m = places.count
        model.form.write(places, into: &matrix, scratch: &scratch)
        for k in 0..<m { matrix[k + k * m] *= 1 + jitter }
        var right = [Double](repeating: 0, count: m)
        var start = 0
        for (e, count) in sizes {
            let penalty = model.penalties[e]
            let range = start..<(start + count)
            let size = range.reduce(0) { $0 + model.b[places[$1]] * model.b[places[$1]] }.squareRoot()
            let pull = penalty.norm > 0 ? penalty.norm / size : 0
            for k in range {
                let b = model.b[places[k]]
                let sign: Double = b > 0 ? 1 : (b < 0 ? -1 : 0)
                right[k] = model.q[places[k]] - (penalty.l2 + pull) * b - penalty.l1 * sign
                matrix[k + k * m] += penalty.l2 + pull
                guard pull > 0 else { continue }
                for i in k..<range.upperBound {
                    matrix[i + k * m] -= pull * (model.b[places[i]] / size) * (b / size)
                }
            }
            start += count
        }
        return right
    }
}
