import SparseGLM
import StageKit

extension L1SelectOptions {
    /// The family for a target.
    ///
    /// `auto` is gaussian for numbers, poisson for counts, binomial for two classes and multinomial for more.
    ///
    /// - Parameter target: What is to be predicted.
    /// - Throws: ``StageFailure`` FS555 where the target does not fit, FS554 and FS558 where another option does not.
    func family(of target: Target) throws(StageFailure) -> Family {
        let resolved = try resolve(target)
        if case .crossValidation(let cv) = choice { try cv.checkMeasure(for: resolved) }
        if resolved != .gaussian, case .fixed(let fixed) = choice, fixed.scale == .mse { throw fixed.scaleMismatch }
        return resolved
    }

    /// Refuses what does not go with several linear predictors: groups, and an offset, which would cancel out.
    ///
    /// - Parameters:
    ///   - table: The training rows.
    ///   - penalty: The penalty on them.
    /// - Throws: ``StageFailure`` FS555 where there is either.
    func checkSeveralPredictors(_ table: Table, _ penalty: PenaltyShape) throws(StageFailure) {
        if !penalty.groups.isEmpty {
            throw mismatch(
                "The family is multinomial, which does not know groups; expected no <group>, and "
                    + "categorical=\"separate\".")
        }
        guard let column = table.columns(.offset).first else { return }
        throw mismatch(
            "The family is multinomial, but the column '\(column.name)' has the role 'offset', which would change "
                + "nothing there: it is added to the predictor of every class.")
    }

    /// Refuses an offset that leaves nothing to fit: numbers that do not vary without it, or do so by rounding alone; and one
    /// of counts beyond ±50, which is no logarithm of anything that can be counted over.
    ///
    /// - Parameters:
    ///   - table: The training rows, with a target that is a number.
    ///   - family: The family.
    /// - Throws: ``StageFailure`` FS555.
    func checkOffset(_ table: Table, _ family: Family) throws(StageFailure) {
        guard let column = table.columns(.offset).first, let offset = table.offset, let target = table.target else {
            return
        }
        if family == .poisson, let beyond = offset.first(where: { abs($0) > 50 }) {
            throw mismatch(
                "The family is poisson, but the column '\(column.name)' with the role 'offset' has the value "
                    + "\(shortest(beyond)); expected the logarithm of what the counts were counted over, from -50 to 50."
            )
        }
        guard family == .gaussian else { return }
        let rest = columnMoments(zip(target.values, offset).map { $0 - $1 }, weights: table.weights)
        guard rest.isConstant else { return }
        throw mismatch(
            "The target '\(target.name)' less the offset '\(column.name)' is \(shortest(rest.mean)) in all rows but for "
                + "rounding; expected it to vary.")
    }

    private func resolve(_ target: Target) throws(StageFailure) -> Family {
        switch (family, target.classes) {
        case (.auto, nil): return target.isCount ? .poisson : .gaussian
        case (.gaussian, nil): return .gaussian
        case (.poisson, nil):
            guard let negative = target.values.first(where: { $0 < 0 }) else { return .poisson }
            throw mismatch(
                "The family is poisson, but the target '\(target.name)' has the value \(shortest(negative)); expected "
                    + "counts or rates, from 0.")
        case (.binomial, nil), (.multinomial, nil):
            let (expected, kind) = family == .binomial ? ("two classes", "binary") : ("classes", "multiclass")
            throw mismatch(
                "The family is \(family.rawValue), but the target '\(target.name)' holds numbers; expected \(expected).",
                suggestion: "give <target> type=\"\(kind)\" if the numbers are classes")
        case (.gaussian, let classes?), (.poisson, let classes?):
            let (expected, kind) = family == .gaussian ? ("numbers", "numeric") : ("counts", "count")
            throw mismatch(
                "The family is \(family.rawValue), but the target '\(target.name)' has the classes \(list(classes)); "
                    + "expected \(expected).",
                suggestion: classes.allSatisfy { Double($0) != nil } ? "give <target> type=\"\(kind)\"" : nil)
        case (.auto, let classes?): return classes.count == 2 ? .binomial : .multinomial
        case (.multinomial, _?): return .multinomial
        case (.binomial, let classes?):
            if classes.count == 2 { return .binomial }
            throw mismatch(
                "The family is binomial, but the target '\(target.name)' has the classes \(list(classes)); expected "
                    + "exactly two.", suggestion: "set family=\"multinomial\"")
        }
    }

    private func mismatch(_ sentence: String, suggestion: String? = nil) -> StageFailure {
        StageFailure(.data, code: "FS555", sentence, at: familyLocation, suggestion: suggestion)
    }

    private func list(_ classes: [String]) -> String {
        let shown = classes.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
        return classes.count > 10 ? "\(shown), … (\(classes.count) in all)" : shown
    }
}
