/// The penalties of all blocks at one λ.
struct GroupPenalty: Sendable {
    let blocks: [[Int]]
    let penalties: [BlockPenalty]

    init(_ partition: ColumnPartition, lambda: Double) throws(SolverError) {
        blocks = partition.blocks
        penalties = try partition.penalties(lambda)
    }

    /// The penalty of all coefficients; `b` holds p values.
    func value(_ b: [Double]) -> Double {
        blocks.indices.reduce(0) { sum, g in
            let values = blocks[g].lazy.map { b[$0] }
            return values.allSatisfy { $0 == 0 } ? sum : sum + penalties[g].value(values)
        }
    }

    /// The columns that are not penalised, in order.
    var freeColumns: [Int] { blocks.indices.filter { penalties[$0].isFree }.flatMap { blocks[$0] }.sorted() }
}

extension FitState {
    /// Loss and penalty together.
    func objective(_ penalty: GroupPenalty) -> Double { loss + penalty.value(b) }

    /// The gap between the objective and the dual value of the scaled residual θ, over the given blocks.
    ///
    /// ```
    /// D(θ) = −Σ mᵢ fᵢ*(−θᵢ) − Σ over g of Ω_g*(q_g),     qⱼ = Σ mᵢ x̃ᵢⱼ θᵢ,     Σ mᵢ θᵢ = 0 with an intercept
    /// ```
    /// θ is a multiple of the residual, small enough for the dual norm of every block; `gradient` holds q for θ itself.
    func gap(_ penalty: GroupPenalty, over groups: [Int], theta: [Double], gradient: [Double]) -> GapReport {
        let primal = objective(penalty)
        let sums = groups.map { g in penalty.blocks[g].map { gradient[$0] } }
        let largest = zip(groups, sums).reduce(Double.infinity) { bound, block in
            penalty.penalties[block.0].largestScale(block.1, bound: bound)
        }
        let best = problem.datafit.bestScale(theta: theta, shares: problem.shares)
        var dual = -Double.infinity
        for scale in Set([min(1, largest), min(best, largest)]).sorted() {
            var value = self.dual(theta: theta, scale: scale)
            for (g, q) in zip(groups, sums) { value -= penalty.penalties[g].conjugate(q.map { scale * $0 }) }
            dual = max(dual, value)
        }
        let difference = max(0, primal - dual)
        return GapReport(
            objective: primal, dual: primal - difference,
            relativeGap: difference == 0 ? 0 : difference / (nullLoss > 0 ? nullLoss : 1))
    }

    /// The largest violation of the optimality conditions, relative to each block's own strength, or where that is 0 to
    /// `reference`, the largest gradient at the intercept-only model.
    func violation(_ penalty: GroupPenalty, gradient: [Double], reference: Double) -> Double {
        var largest = 0.0
        for (columns, block) in zip(penalty.blocks, penalty.penalties) {
            let distance = block.violation(q: columns.map { gradient[$0] }, b: columns.map { b[$0] })
            guard distance > 0 else { continue }
            let unit = block.strength > 0 ? block.strength : reference
            largest = max(largest, unit > 0 ? distance / unit : distance)
        }
        return largest
    }
}
