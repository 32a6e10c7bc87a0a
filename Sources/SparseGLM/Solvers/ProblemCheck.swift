/// What every solver refuses, in one place.
enum ProblemCheck {
    static func check<M>(_ problem: RegressionProblem<M>) throws(SolverError) {
        guard problem.sampleCount > 0 else { throw .invalid("No row has a weight above 0; at least one is needed.") }
        if let weights = problem.sampleWeights {
            guard weights.allSatisfy(\.isFinite) else { throw .nonFinite(what: "A sample weight") }
            if let bad = weights.first(where: { $0 < 0 }) {
                throw .invalid("A sample weight is \(bad); weights must be 0 or above.")
            }
        }
        guard problem.y.allSatisfy(\.isFinite) else { throw .nonFinite(what: "A value of the target") }
        guard problem.offset?.allSatisfy(\.isFinite) ?? true else { throw .nonFinite(what: "An offset") }
        switch problem.family {
        case .gaussian: break
        case .binomial: try checkClasses(problem.y)
        case .multinomial: try checkClasses(of: problem)
        case .poisson: try checkCounts(problem.y)
        }
    }

    private static func checkClasses<M>(of problem: RegressionProblem<M>) throws(SolverError) {
        let count = problem.predictorCount
        guard count >= 2 else {
            throw .invalid("The multinomial target has \(count) class; at least two are needed.")
        }
        guard problem.offset == nil else {
            throw .invalid("There is an offset; added to every class's predictor it would change nothing.")
        }
        var found = [Bool](repeating: false, count: count)
        for value in problem.y {
            guard let k = Int(exactly: value), found.indices.contains(k) else {
                throw .invalid(
                    "A value of the multinomial target is \(value); it must be a whole number from 0 to \(count - 1).")
            }
            found[k] = true
        }
        if let k = found.firstIndex(of: false) {
            throw .emptyClass(number: k, classCount: count, sampleCount: problem.sampleCount)
        }
    }

    private static func checkCounts(_ y: [Double]) throws(SolverError) {
        if let bad = y.first(where: { $0 < 0 }) {
            throw .invalid("A value of the poisson target is \(bad); it must be 0 or above.")
        }
        if y.allSatisfy({ $0 == 0 }) {
            throw .invalid("All \(y.count) values of the poisson target are 0; one above 0 is needed.")
        }
    }

    private static func checkClasses(_ y: [Double]) throws(SolverError) {
        if let bad = y.first(where: { $0 != 0 && $0 != 1 }) {
            throw .invalid("A value of the binomial target is \(bad); it must be 0 or 1.")
        }
        guard let first = y.first, y.contains(where: { $0 != first }) else {
            throw .singleClass(value: y.first ?? 0, sampleCount: y.count)
        }
    }

    static func check(_ penalty: PenaltyShape, featureCount p: Int) throws(SolverError) {
        guard penalty.l1Ratio > 0, penalty.l1Ratio <= 1 else {
            throw .invalid("The L1 ratio is \(penalty.l1Ratio); it must be above 0 and at most 1.")
        }
        try checkFactors(penalty.factors, featureCount: p)
        try checkGroups(penalty, featureCount: p)
        for (name, bounds, isWrong) in [
            ("lower", penalty.lowerBounds, { (x: Double) in !(x <= 0) }),
            ("upper", penalty.upperBounds, { (x: Double) in !(x >= 0) }),
        ] {
            guard let bounds else { continue }
            guard bounds.count == p else {
                throw .invalid("There are \(bounds.count) \(name) bounds for \(p) columns; one per column is needed.")
            }
            if let j = bounds.firstIndex(where: isWrong) {
                throw .invalid("The \(name) bound of column \(j) is \(bounds[j]); the bounds must enclose 0.")
            }
        }
    }

    static func checkFactors(_ factors: [Double]?, featureCount p: Int) throws(SolverError) {
        guard let factors else { return }
        guard factors.count == p else {
            throw .invalid("There are \(factors.count) penalty factors for \(p) columns; one per column is needed.")
        }
        if let j = factors.firstIndex(where: { !($0 >= 0) }) {
            throw .invalid("The penalty factor of column \(j) is \(factors[j]); it must be 0 or above.")
        }
    }

    static func check(_ settings: SolverSettings) throws(SolverError) {
        guard settings.tolerance >= 1e-12, settings.tolerance <= 1 else {
            throw .invalid("The tolerance is \(settings.tolerance); it must be between 1e-12 and 1.")
        }
        if let count = settings.maxIterations, count < 1 {
            throw .invalid("The number of iterations is \(count); it must be at least 1.")
        }
        guard settings.workers >= 1 else {
            throw .invalid("The number of workers is \(settings.workers); it must be at least 1.")
        }
    }

    static func check(lambda: Double) throws(SolverError) {
        guard lambda >= 0, lambda.isFinite else {
            throw .invalid("A lambda is \(lambda); it must be a finite number, 0 or above.")
        }
    }
}
