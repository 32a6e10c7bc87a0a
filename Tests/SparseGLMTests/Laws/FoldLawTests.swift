import Testing

@testable import SparseGLM

/// Cross-validation, however it shares work between folds, against each fold by itself.
struct FoldLawTests {
    private static let tolerance = 1e-12

    @Test func `a fold is a problem of its own rows, beside others, alone and on more threads`() throws {
        for seed in 0..<caseCount("FSEL_LAW_CASES", otherwise: 200) / 4 {
            let families = RegressionCase.families
            var given = RegressionCase.random(
                seed: 20_000 + seed, family: families[seed % families.count],
                limits: .init(rows: 10...40, columns: 1...5, hasScales: false))
            if given.l1Ratio == 0 { given.l1Ratio = 1 }
            try check(given, seed: seed)
        }
    }

    private func check(_ given: RegressionCase, seed: Int) throws {
        var random = CaseRandom(seed: seed, stream: "folds")
        let largest = given.oracleLambdaMax()
        guard largest > 0 else { return }
        let lambdas = [0.5, 0.1, 0.01].map { $0 * largest }
        let folds = folds(given, random.integer(2...4), &random)
        let together = try given.crossValidate(folds, lambdas: lambdas, tolerance: Self.tolerance)
        var threaded = given
        threaded.workers = 3
        let shared = try threaded.crossValidate(folds, lambdas: lambdas, tolerance: Self.tolerance)
        for (index, fold) in folds.enumerated() {
            let place: Comment = "seed \(seed), \(given.family), \(given.storage), fold \(index)"
            #expect(shared[index] == together[index], place)
            let alone = try given.crossValidate([fold], lambdas: lambdas, tolerance: Self.tolerance)[0]
            let standardized = given.standardized(by: fold)
            let training = standardized.keepingRows(fold.training)
            let unit = OracleSolver.nullUnit(of: training.oracleProblem)
            guard unit > 1e-12 else { continue }
            for (k, lambda) in lambdas.enumerated() {
                let oracle = OracleSolver.solve(training.oracleProblem, training.oraclePenalty(lambda: lambda))
                for path in [together[index], alone] {
                    let objective = training.objective(path.answers[k], lambda: lambda)
                    #expect(abs(objective - oracle.objective) <= 1e-9 * unit, place)
                    let scored = path.heldOut.isEmpty ? nil : path.heldOut[k]
                    let expected = standardized.keepingRows(fold.heldOut).meanDeviance(path.answers[k])
                    let difference = scored.flatMap { scored in expected.map { abs(scored - $0) } }
                    #expect((scored == nil) == (expected == nil), place)
                    #expect((difference ?? 0) <= 1e-11 * ((expected ?? 0) + unit), place)
                }
            }
        }
    }

    /// Folds of the rows after the first four, which hold every class and always train.
    private func folds(_ given: RegressionCase, _ count: Int, _ random: inout CaseRandom) -> [FoldProblem] {
        let fold = given.y.indices.map { $0 < 4 ? -1 : ($0 < 4 + count ? $0 - 4 : random.integer(0...count - 1)) }
        return (0..<count).map { index in
            let training = given.y.indices.filter { fold[$0] != index }
            let isStandardized = random.chance(0.6)
            let means = given.columns.map { column in training.reduce(0) { $0 + column[$1] } / Double(training.count) }
            return FoldProblem(
                training: training, heldOut: given.y.indices.filter { fold[$0] == index },
                means: isStandardized ? means : nil,
                scales: isStandardized ? given.columns.map { _ in random.uniform(0.5, 2) } : nil)
        }
    }
}

extension RegressionCase {
    /// The case whose columns are as a fold standardizes them.
    fileprivate func standardized(by fold: FoldProblem) -> RegressionCase {
        var moved = self
        for j in columns.indices {
            let (mean, scale) = (fold.means?[j] ?? 0, fold.scales?[j] ?? 1)
            moved.columns[j] = columns[j].map { ($0 - mean) / scale }
        }
        return moved
    }

    /// Twice the mean loss, measured from the least that any predictor gives; nil where no row has weight.
    fileprivate func meanDeviance(_ answer: CaseAnswer) -> Double? {
        let weights = weights ?? y.map { _ in 1 }
        guard weights.contains(where: { $0 > 0 }) else { return nil }
        let sum = predictors(answer).enumerated().reduce(0) { sum, row in
            let target = y[row.offset]
            let deviance = 2 * (family.loss(target, row.element) - family.saturatedLoss(target))
            return sum + weights[row.offset] * deviance
        }
        return sum / weights.reduce(0, +)
    }
}
