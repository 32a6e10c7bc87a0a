internal import CKernels

/// Newton's method on the coefficients that are not zero, where the penalty is smooth.
///
/// ```
/// H = G_JJ + l2 + norm/‖b_g‖ (I − u uᵀ) on each block,     u = b_g/‖b_g‖
/// H d = q_J − l2 b_J − l1 sign(b_J) − norm u
/// ```
/// A step is taken as far as it lowers the model; a coefficient with an L1 part that would change its sign stops at zero.
/// O(|J|³/3 + m |J|).
struct BlockNewton {
    private var matrix: [Double] = []
    private var scratch: [Double] = []

    /// Takes one step, and returns whether there was one that does not raise the model.
    mutating func step(_ model: inout BlockModel, gram: GramView) -> Bool {
        let (places, sizes) = smoothPlaces(of: model)
        guard !places.isEmpty, var direction = direction(model, places, sizes, gram) else { return false }
        for _ in 0..<4 {
            if accept(direction, places, &model, gram) { return true }
            for i in direction.indices { direction[i] *= 0.25 }
        }
        return false
    }

    /// How many coefficients a step would move.
    func size(_ model: BlockModel) -> Int { smoothPlaces(of: model).places.count }

    /// The places that move, and how many of each block.
    private func smoothPlaces(of model: BlockModel) -> (places: [Int], sizes: [(block: Int, count: Int)]) {
        var places: [Int] = []
        var sizes: [(block: Int, count: Int)] = []
        for e in 0..<model.blockCount {
            let penalty = model.penalties[e]
            let range = model.places(e)
            guard penalty.isFree || range.contains(where: { model.b[$0] != 0 }) else { continue }
            let before = places.count
            for i in range where penalty.l1 == 0 || model.b[i] != 0 { places.append(i) }
            sizes.append((e, places.count - before))
        }
        return (places, sizes)
    }

    private mutating func direction(
        _ model: BlockModel, _ places: [Int], _ sizes: [(block: Int, count: Int)], _ gram: GramView
    ) -> [Double]? {
        let m = places.count
        let needed = fsel_cholesky_scratch(m)
        if scratch.count < needed { scratch = [Double](repeating: 0, count: needed) }
        if matrix.count < m * m { matrix = [Double](repeating: 0, count: m * m) }
        // A direction in which nothing changes makes the factor fail; a little curvature keeps it from moving.
        for jitter in [0, 1e-11, 1e-8] {
            var right = fill(model, places, sizes, gram, jitter: jitter)
            guard fsel_cholesky(&matrix, m, 0, m, 1e-14, &scratch) == m else { continue }
            fsel_solve_lower(matrix, m, m, &right)
            fsel_solve_upper(matrix, m, m, &right)
            return right.allSatisfy(\.isFinite) ? right : nil
        }
        return nil
    }

    /// Writes the lower triangle of H, and returns the right-hand side.
    private mutating func fill(
        _ model: BlockModel, _ places: [Int], _ sizes: [(block: Int, count: Int)], _ gram: GramView, jitter: Double
    ) -> [Double] {
        let m = places.count
        matrix.withUnsafeMutableBufferPointer { matrix in
            for k in 0..<m {
                let column = gram.base + places[k] * gram.stride
                for i in k..<m { matrix[i + k * m] = column[places[i]] }
                matrix[k + k * m] *= 1 + jitter
            }
        }
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

    private func accept(
        _ direction: [Double], _ places: [Int], _ model: inout BlockModel, _ gram: GramView
    ) -> Bool {
        var moved = model
        var change = direction
        var place = 0
        var (penaltyChange, size) = (0.0, 0.0)
        for e in 0..<model.blockCount {
            let (penalty, range) = (model.penalties[e], model.places(e))
            let first = place
            while place < places.count && places[place] < range.upperBound {
                let i = places[place]
                moved.b[i] += change[place]
                if penalty.l1 > 0 && moved.b[i] * model.b[i] < 0 {
                    moved.b[i] = 0
                    change[place] = -model.b[i]
                }
                place += 1
            }
            guard place > first else { continue }
            let before = penalty.value(model.b[range])
            penaltyChange += penalty.value(moved.b[range]) - before
            size += before
        }
        fsel_subtract_columns(gram.base, gram.stride, places, change, places.count, &moved.q, gram.count)
        // −qᵀs + ½ sᵀGs, from the gradients at both ends.
        var smooth = 0.0
        for (i, s) in zip(places, change) { smooth -= 0.5 * s * (model.q[i] + moved.q[i]) }
        guard smooth + penaltyChange <= 1e-15 * size else { return false }
        model = moved
        return true
    }
}
