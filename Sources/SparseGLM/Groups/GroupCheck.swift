extension ProblemCheck {
    /// Refuses groups that are empty, overlap, name columns that are not there, or meet bounds or factors of their
    /// columns.
    static func checkGroups(_ penalty: PenaltyShape, featureCount p: Int) throws(SolverError) {
        guard penalty.groupL1Ratio >= 0, penalty.groupL1Ratio <= 1 else {
            throw .invalid("The L1 ratio within groups is \(penalty.groupL1Ratio); it must be between 0 and 1.")
        }
        guard !penalty.groups.isEmpty else { return }
        guard penalty.lowerBounds == nil, penalty.upperBounds == nil else {
            throw .invalid("There are groups and bounds; bounds are for columns without groups.")
        }
        var owner = [Int?](repeating: nil, count: p)
        for (g, group) in penalty.groups.enumerated() {
            guard !group.columns.isEmpty else { throw .invalid("Group \(g) has no column; it needs at least one.") }
            guard group.factor >= 0 else {
                throw .invalid("The penalty factor of group \(g) is \(group.factor); it must be 0 or above.")
            }
            for j in group.columns {
                guard owner.indices.contains(j) else {
                    throw .invalid("Group \(g) names column \(j); there are \(p) columns, counted from 0.")
                }
                if let other = owner[j] {
                    throw .invalid(
                        other == g
                            ? "Group \(g) names column \(j) twice."
                            : "Column \(j) is in the groups \(other) and \(g); it may be in one.")
                }
                if let factor = penalty.factors?[j], factor != 1, factor != .infinity {
                    throw .invalid(
                        "Column \(j) is in group \(g) and has the penalty factor \(factor); a group has one factor.")
                }
                owner[j] = g
            }
        }
    }

    /// Refuses what is not solved with groups.
    static func checkGroups<M>(_ problem: RegressionProblem<M>, _ settings: SolverSettings) throws(SolverError) {
        guard problem.predictorCount == 1 else {
            throw .invalid(
                "The target has \(problem.predictorCount) classes; groups are for a single linear predictor.")
        }
        switch settings.solver {
        case .auto, .coordinateDescent: return
        case .ista, .fista, .subgradient:
            throw .invalid(
                "The solver is \(settings.solver.rawValue); groups are solved by auto or coordinate-descent.")
        }
    }
}
