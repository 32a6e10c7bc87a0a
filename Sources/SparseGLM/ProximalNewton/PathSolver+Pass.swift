internal import CKernels

/// The pass over the rows that a Newton step costs: a block of rows at a time, everything is done that concerns it.
extension PathSolver {
    /// Moves the linear predictors by the changes of the coordinates in use and of the intercepts, and computes loss,
    /// residual, curvature and the working set's gradient there.
    mutating func move(by changes: [Double], shift: [Double]) {
        for k in shift.indices { state.intercepts[k] += shift[k] }
        if state.intercepts.count == 1 {
            moveSingle(by: changes, shift[0])
        } else {
            moveClasses(by: changes, shift)
            state.evaluate()
            refreshGradient()
        }
    }

    /// Computes the gradient of the working set from the residual.
    mutating func refreshGradient() {
        let count = state.intercepts.count
        let features = hessian.columns.count
        guard features > 0 else {
            q = []
            return
        }
        var products = [Double](repeating: 0, count: features * count)
        for group in laneGroups {
            let interleaved = interleave(state.weighted(state.residual), group)
            let out = columnProducts(interleaved, group)
            for (lane, k) in group.classes.enumerated() {
                for j in 0..<features { products[k * features + j] = out[lane * features + j] }
            }
        }
        q = (0..<hessian.count).map { e in
            products[hessian.predictor(e) * features + hessian.columns.place[hessian.coordinates[e] % state.problem.p]]
        }
    }

    // MARK: One linear predictor

    private mutating func moveSingle(by changes: [Double], _ shift: Double) {
        let n = state.problem.n
        let moved = hessian.coordinates.indices.filter { changes[$0] != 0 }
        let (movedStarts, movedBy) = (moved.map { hessian.column($0) }, moved.map { changes[$0] })
        let allStarts = (0..<hessian.count).map { hessian.column($0) }
        let size = FitState<M>.pieceSize
        let pieces = (n + size - 1) / size
        var losses = [Double](repeating: 0, count: pieces)
        let count = hessian.count
        var parts = [Double](repeating: 0, count: pieces * count + 1)
        let (datafit, workers) = (state.problem.datafit, settings.workers)
        losses.withUnsafeMutableBufferPointer { losses in
            parts.withUnsafeMutableBufferPointer { parts in
                guard let base = parts.baseAddress else { return }
                let out = (losses: PieceValues(losses), parts: Writable(base: base))
                state.withArrays { point in
                    let work = RowWork(
                        moved: movedStarts, changes: movedBy, all: allStarts, shift: shift, point: point)
                    perform(pieces, workers: workers) { piece in
                        let rows = piece * size..<min(n, (piece + 1) * size)
                        out.losses[piece] = work.run(rows, datafit, into: out.parts.base + piece * count)
                    }
                }
            }
        }
        state.loss = losses.reduce(0, +)
        q = [Double](repeating: 0, count: count)
        for piece in 0..<pieces {
            for e in 0..<count { q[e] += parts[piece * count + e] }
        }
    }

    // MARK: Several classes

    /// Classes that one call of a kernel takes together.
    private struct LaneGroup {
        let classes: Range<Int>
        let width: Int
    }

    private var laneGroups: [LaneGroup] {
        var groups: [LaneGroup] = []
        (0..<state.intercepts.count).forEachPart(of: FSEL_LANES_MAX) {
            groups.append(LaneGroup(classes: $0, width: fsel_lane_width($0.count)))
        }
        return groups
    }

    private mutating func moveClasses(by changes: [Double], _ shift: [Double]) {
        let (n, p) = (state.problem.n, state.problem.p)
        let features = hessian.columns.count
        for group in laneGroups {
            var factors = [Double](repeating: 0, count: features * group.width)
            for (e, change) in changes.enumerated() where group.classes.contains(hessian.predictor(e)) {
                let lane = hessian.predictor(e) - group.classes.lowerBound
                factors[hessian.columns.place[hessian.coordinates[e] % p] * group.width + lane] = change
            }
            var direction = [Double](repeating: 0, count: n * group.width)
            var scratch = [Double](repeating: 0, count: fsel_combine_scratch())
            KernelColumns(starts: (0..<features).map { hessian.columns.start($0) }).withView {
                fsel_combine($0, factors, group.width, 0, n, &direction, &scratch)
            }
            for (lane, k) in group.classes.enumerated() {
                for i in 0..<n { state.eta[k * n + i] += direction[i * group.width + lane] + shift[k] }
            }
        }
    }

    private func interleave(_ values: [Double], _ group: LaneGroup) -> [Double] {
        let n = state.problem.n
        guard group.width > 1 else { return values }
        var out = [Double](repeating: 0, count: n * group.width)
        for (lane, k) in group.classes.enumerated() {
            for i in 0..<n { out[i * group.width + lane] = values[k * n + i] }
        }
        return out
    }

    private func columnProducts(_ interleaved: [Double], _ group: LaneGroup) -> [Double] {
        let features = hessian.columns.count
        var out = [Double](repeating: 0, count: features * group.classes.count)
        var scratch = [Double](repeating: 0, count: fsel_products_scratch())
        KernelColumns(starts: (0..<features).map { hessian.columns.start($0) }).withView {
            fsel_products(
                $0, interleaved, group.width, group.classes.count, 0, state.problem.n, nil, &out, features, &scratch)
        }
        return out
    }
}

/// What the pieces of one pass over the rows share: each reads and writes rows of its own.
private struct RowWork: @unchecked Sendable {
    let moved: [UnsafePointer<Double>]
    let changes: [Double]
    let all: [UnsafePointer<Double>]
    let shift: Double
    let point: PointArrays

    /// Moves and evaluates some rows, adds their part of Xᵀ M ρ to `gradient`, and returns their loss.
    func run(_ rows: Range<Int>, _ datafit: any Datafit, into gradient: UnsafeMutablePointer<Double>) -> Double {
        var loss = 0.0
        let needed = max(fsel_combine_scratch(), fsel_products_scratch())
        withUnsafeTemporaryAllocation(
            of: Double.self, capacity: needed + evaluationBlock + all.count + 1
        ) { memory in
            guard let scratch = memory.baseAddress else { return }
            let weighted = scratch + needed
            let products = weighted + evaluationBlock
            rows.forEachPart(of: evaluationBlock) { part in
                let start = part.lowerBound
                if shift != 0 {
                    for i in part { point.eta[i] += shift }
                }
                KernelColumns(starts: moved.map { $0 + start }).withView {
                    fsel_combine($0, changes, 1, 0, part.count, point.eta + start, scratch)
                }
                loss += datafit.evaluate(rows: part, of: point)
                for i in part { weighted[i - start] = point.shares[i] * point.residual[i] }
                KernelColumns(starts: all.map { $0 + start }).withView {
                    fsel_products($0, weighted, 1, 1, 0, part.count, nil, products, all.count, scratch)
                }
                for e in all.indices { gradient[e] += products[e] }
            }
        }
        return loss
    }
}

/// A buffer of which each piece of work writes a part of its own.
private struct Writable: @unchecked Sendable {
    let base: UnsafeMutablePointer<Double>
}
