import Foundation

extension RegressionCase {
    /// What a family lets one do to its target without asking another question.
    func pairOfTargets(_ random: inout CaseRandom) -> LawPair {
        switch family {
        case .gaussian: pairOfAffineTargets(&random)
        case .binomial: pairOfSwappedClasses()
        case .poisson: pairOfExposures(&random)
        case .multinomial(let classes): pairOfNumberings(random.order(classes))
        }
    }

    /// y′ = a y + b has w′ = a w, and the objective grows by a² if λ′r′ = |a| λr and λ′(1 − r′) = λ(1 − r).
    private func pairOfAffineTargets(_ random: inout CaseRandom) -> LawPair {
        // Far from 1, a would take the digits of r′ or of 1 − r′.
        let isMixed = l1Ratio > 0 && l1Ratio < 1
        let a = random.pick(isMixed ? [-3, -0.4, 0.3, 2] : [-1_000, -0.01, 0.2, 30])
        // A shift far beyond the target's size would cost it digits.
        let b = fitsIntercept ? random.uniform(-5, 5) * abs(a) * y.reduce(0) { max($0, abs($1)) } : 0
        var moved = self
        moved.y = y.map { a * $0 + b }
        moved.offset = offset.map { $0.map { a * $0 } }
        moved.stretchBounds(by: a)
        var pair = LawPair(self, moved)
        pair.lambdaFactor = abs(a) * l1Ratio + (1 - l1Ratio)
        pair.second.l1Ratio = l1Ratio == 1 ? 1 : abs(a) * l1Ratio / pair.lambdaFactor
        pair.objectiveScale = a * a
        pair.mean = { $0.map { a * $0 + b } }
        return pair
    }

    /// With the classes' names swapped, the model changes sign.
    private func pairOfSwappedClasses() -> LawPair {
        var swapped = self
        swapped.y = y.map { 1 - $0 }
        swapped.offset = offset.map { $0.map { -$0 } }
        swapped.stretchBounds(by: -1)
        var pair = LawPair(self, swapped)
        pair.mean = { $0.map { 1 - $0 } }
        return pair
    }

    /// a times the counts are the same rates at a times the exposure: a′s loss is a (loss) − a log a · mean y.
    private func pairOfExposures(_ random: inout CaseRandom) -> LawPair {
        let a = random.pick([0.1, 0.5, 4, 50])
        var exposed = self
        exposed.y = y.map { a * $0 }
        if !fitsIntercept { exposed.offset = y.indices.map { (offset?[$0] ?? 0) + log(a) } }
        var pair = LawPair(self, exposed)
        pair.lambdaFactor = a
        pair.objectiveScale = a
        let total = y.indices.reduce(0) { $0 + (weights?[$1] ?? 1) }
        pair.objectiveShift = -a * log(a) * y.indices.reduce(0) { $0 + (weights?[$1] ?? 1) / total * y[$1] }
        pair.mean = { $0.map { a * $0 } }
        return pair
    }

    /// Class k is called order[k].
    private func pairOfNumberings(_ order: [Int]) -> LawPair {
        var numbered = self
        numbered.y = y.map { Double(order[Int($0)]) }
        var pair = LawPair(self, numbered)
        pair.mean = { mean in
            var moved = mean
            for (k, value) in mean.enumerated() { moved[order[k]] = value }
            return moved
        }
        return pair
    }

    private mutating func stretchBounds(by a: Double) {
        guard let lower, let upper else { return }
        self.lower = zip(lower, upper).map { min($0 * a, $1 * a) }
        self.upper = zip(lower, upper).map { max($0 * a, $1 * a) }
    }
}
