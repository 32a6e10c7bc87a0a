import Testing

/// Laws that relate the answers to two questions, each on random cases of every family and penalty.
///
/// The tolerances follow from the certificates. Both answers are within their gap of one minimum, so the objectives
/// differ by no more than the two gaps. And at a minimum the gradient is zero, so what an objective lies above it is at
/// least the loss's Bregman divergence, which bounds the distance of the means (Pinsker's inequality for classes);
/// hence the means of the two models differ by no more than the square roots of the gaps.
struct LawTests {
    /// Who answers.
    private struct Answering {
        let solve: (RegressionCase, [Double]) throws -> [CaseAnswer]
        let lambdaMax: (RegressionCase) throws -> Double

        static var solver: Answering {
            Answering(
                solve: { try $0.solve(lambdas: $1, tolerance: LawTests.asked) }, lambdaMax: { try $0.lambdaMax() })
        }

        static var oracle: Answering {
            Answering(solve: { $0.solveByOracle(lambdas: $1) }, lambdaMax: { $0.oracleLambdaMax() })
        }
    }

    /// The tolerance asked for, and the gap that each answer must have come to.
    ///
    /// Where coefficients of hundreds cancel, as with correlations of 0.999, rounding stops short of what is asked for.
    private static let (asked, demanded) = (1e-12, 1e-10)

    /// What rounding alone does to a mean loss, relative to its size.
    private static let rounding = 1e-14

    @Test(arguments: Law.allCases)
    func `a change that is none changes nothing`(law: Law) throws {
        for seed in 0..<caseCount("FSEL_LAW_CASES", otherwise: 200) {
            let families = RegressionCase.families.filter { law.applies(to: $0) }
            try check(law, seed: seed, families[seed % families.count], .solver)
        }
    }

    /// The laws themselves are right: the oracle obeys them, in every family that it has.
    @Test(arguments: Law.allCases)
    func `the oracle obeys the laws`(law: Law) throws {
        let families = OracleTests.families.filter { law.applies(to: $0) }
        for seed in 0..<16 {
            try check(law, seed: seed, families[seed % families.count], .oracle)
        }
    }

    private func check(_ law: Law, seed: Int, _ family: OracleFamily, _ answering: Answering) throws {
        let limits = RegressionCase.Limits(rows: 4...14, columns: 1...8, hasScales: false)
        let isGrouped = law == .groupTurn || family.predictorCount == 1 && seed / 4 % 4 == 3
        let given =
            isGrouped
            ? RegressionCase.randomGrouped(seed: 10_000 + seed, family: family, limits: limits)
            : RegressionCase.random(seed: 10_000 + seed, family: family, limits: limits)
        let place: Comment = "\(law.rawValue), \(family), \(given.storage), seed \(seed)"
        var random = CaseRandom(seed: seed, stream: law.rawValue)
        let pair = law.pair(given, &random)
        let (first, second) = (pair.first, pair.second)
        let largest = first.oracleLambdaMax()
        let unit = OracleSolver.nullUnit(of: first.oracleProblem)
        guard largest > 0, unit > 1e-12 else { return }
        let lambda = random.pick([0.5, 0.1, 0.01]) * largest
        let target = lambda * pair.lambdaFactor
        let (before, beforeOther) = (pair.leading.first.map { $0 * lambda }, pair.leading.second.map { $0 * target })
        let one = try answering.solve(first, before + [lambda])[before.count]
        let after = pair.following.map { $0 * target }
        let other = try answering.solve(second, beforeOther + [target] + after)[beforeOther.count]
        if first.l1Ratio > 0 {
            let (a, b) = (try answering.lambdaMax(first) * pair.lambdaFactor, try answering.lambdaMax(second))
            #expect(pair.isExact ? a == b : abs(a - b) <= 1e-9 * a, place)
        }
        guard !pair.isExact else {
            #expect(one == other, place)
            return
        }
        #expect(one.relativeGap <= Self.demanded && other.relativeGap <= Self.demanded, place)

        let expected = pair.objectiveScale * first.objective(one, lambda: lambda) + pair.objectiveShift
        let objective = second.objective(other, lambda: target)
        let otherUnit = OracleSolver.nullUnit(of: second.oracleProblem)
        let slack = Self.rounding * second.roundingUnit(objective, nullUnit: otherUnit)
        let gapOne = pair.objectiveScale * one.relativeGap * unit + slack
        let gapOther = other.relativeGap * otherUnit + slack
        #expect(abs(objective - expected) <= gapOne + gapOther, place)
        #expect(distance(pair, one, other) <= gapOne.squareRoot() + gapOther.squareRoot(), place)
    }

    /// The root of the mean squared distance of the two models' means, in the metric that the divergence bounds.
    private func distance(_ pair: LawPair, _ one: CaseAnswer, _ other: CaseAnswer) -> Double {
        let (before, after) = (pair.first.means(one), pair.second.means(other))
        let weights = after.indices.map { pair.second.weights?[$0] ?? 1 }
        let sum = after.indices.reduce(0) { sum, i in
            sum + weights[i] * pair.second.family.leastDivergence(after[i], pair.mean(before[pair.rows[i]]))
        }
        return (sum / weights.reduce(0, +)).squareRoot()
    }
}

extension OracleFamily {
    /// A lower bound, symmetric and the square of a metric, of the loss's Bregman divergence of two means.
    /// ```
    /// gaussian   ½ (a − b)²     binomial   2 (a − b)²     poisson   (√a − √b)²     multinomial   ½ ‖a − b‖₁²
    /// ```
    fileprivate func leastDivergence(_ a: [Double], _ b: [Double]) -> Double {
        let differences = zip(a, b).map { abs($0 - $1) }
        switch self {
        case .gaussian: return differences[0] * differences[0] / 2
        case .binomial: return 2 * differences[0] * differences[0]
        case .poisson:
            let roots = a[0].squareRoot() - b[0].squareRoot()
            return roots * roots
        case .multinomial:
            let sum = differences.reduce(0, +)
            return sum * sum / 2
        }
    }
}
