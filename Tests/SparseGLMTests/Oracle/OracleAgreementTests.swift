import Testing

/// The solver against the oracle on random problems.
///
/// The first 60 are small, for builds that are not optimised; those after have up to 200 rows and columns.
struct OracleAgreementTests {
    private static let tolerance = 1e-12

    /// The gap that each answer must have come to: rounding can stop short of what is asked for.
    private static let demandedGap = 1e-10

    /// What rounding alone does to an objective, relative to its size.
    private static let rounding = 1e-13

    @Test(arguments: 0..<caseCount("FSEL_REFERENCE_CASES", otherwise: 60))
    func `the objective is the oracle's within 1e-9, the certificate is true, and threads change no bit`(seed: Int)
        throws
    {
        let families = RegressionCase.families
        let size = seed < 60 ? 1...20 : 1...200
        let drawn = RegressionCase.random(
            seed: seed, family: families[seed % families.count], limits: .init(rows: size, columns: size))
        try compare(drawn, seed: seed)
    }

    @Test(arguments: 0..<caseCount("FSEL_REFERENCE_CASES", otherwise: 60) / 4)
    func `groups and sparse groups have the oracle's objective within 1e-9, too`(seed: Int) throws {
        let families = RegressionCase.families.filter { $0.predictorCount == 1 }
        let size = seed < 15 ? 1...20 : 1...200
        let drawn = RegressionCase.randomGrouped(
            seed: 5_000 + seed, family: families[seed % families.count], limits: .init(rows: size, columns: size))
        try compare(drawn, seed: seed)
    }

    private func compare(_ drawn: RegressionCase, seed: Int) throws {
        let problem = drawn.oracleProblem
        let unit = OracleSolver.nullUnit(of: problem)
        let largest = drawn.oracleLambdaMax()
        guard unit > 1e-12, largest > 0 else {
            // Nothing that is penalised can enter, so nothing may.
            let answer = try drawn.solve(lambdas: [1], tolerance: Self.tolerance)[0]
            let penalty = drawn.oraclePenalty(lambda: 1)
            for (w, l1) in zip(answer.coefficients, penalty.l1) { #expect(w == 0 || l1 == 0, "seed \(seed)") }
            return
        }
        if drawn.l1Ratio > 0 { #expect(abs(try drawn.lambdaMax() / largest - 1) < 1e-9, "seed \(seed)") }
        let lambdas = [0.5, 0.1, 0.01, 0.001].map { $0 * largest }
        let answers = try drawn.solve(lambdas: lambdas, tolerance: Self.tolerance)
        var threaded = drawn
        threaded.workers = 8
        #expect(try threaded.solve(lambdas: lambdas, tolerance: Self.tolerance) == answers, "seed \(seed)")
        for (answer, lambda) in zip(answers, lambdas) {
            let oracle = OracleSolver.solve(problem, drawn.oraclePenalty(lambda: lambda))
            let place: Comment =
                "seed \(seed), \(drawn.family), \(drawn.storage), lambda \(lambda), lambda/lambdaMax \(lambda / largest)"
            try #require(oracle.relativeGap < 1e-10, place)
            check(drawn, answer, oracle, lambda: lambda, place)
        }
    }

    private func check(
        _ drawn: RegressionCase, _ answer: CaseAnswer, _ oracle: OracleAnswer, lambda: Double, _ place: Comment
    ) {
        let unit = oracle.nullUnit
        let objective = drawn.objective(answer, lambda: lambda)
        let slack = Self.rounding * drawn.roundingUnit(objective, nullUnit: unit)
        #expect(abs(objective - oracle.objective) <= 1e-9 * unit, place)
        // No point is below a lower bound of the minimum: of the oracle's bound, and of the solver's.
        #expect(objective >= oracle.lowerBound - slack, place)
        #expect(answer.dualObjective <= oracle.objective + slack, place)
        #expect(objective - oracle.objective <= answer.relativeGap * unit + slack, place)
        #expect(abs(answer.objective - objective) <= slack, place)
        #expect(answer.relativeGap <= Self.demandedGap, place)
        #expect(answer.converged == (answer.relativeGap <= Self.tolerance), place)
        let penalty = drawn.oraclePenalty(lambda: lambda)
        for (j, w) in answer.coefficients.enumerated() {
            #expect(w >= penalty.lower[j] && w <= penalty.upper[j], place)
            #expect(w == 0 || penalty.l1[j].isFinite && penalty.l2[j].isFinite, place)
        }
    }
}
