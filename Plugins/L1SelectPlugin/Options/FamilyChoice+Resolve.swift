import SparseGLM
import StageKit

extension L1SelectOptions {
    /// The family for a target.
    ///
    /// - Parameter target: What is to be predicted.
    /// - Throws: ``StageFailure`` FS555 where the target does not fit, FS554 and FS558 where another option does not.
    func family(of target: Target) throws(StageFailure) -> Family {
        let resolved = try resolve(target)
        if case .crossValidation(let cv) = choice { try cv.checkMeasure(for: resolved) }
        if resolved != .gaussian, case .fixed(let fixed) = choice, fixed.scale == .mse { throw fixed.scaleMismatch }
        return resolved
    }

    private func resolve(_ target: Target) throws(StageFailure) -> Family {
        switch (family, target.classes) {
        case (.auto, nil), (.gaussian, nil): return .gaussian
        case (.binomial, nil):
            throw mismatch(
                "The family is binomial, but the target '\(target.name)' holds numbers; expected two "
                    + "classes.")
        case (.gaussian, let classes?):
            throw mismatch(
                "The family is gaussian, but the target '\(target.name)' has the classes \(list(classes)); expected "
                    + "numbers.")
        case (.auto, let classes?), (.binomial, let classes?):
            guard classes.count == 2 else {
                throw mismatch("The target '\(target.name)' has the classes \(list(classes)); expected exactly two.")
            }
            return .binomial
        }
    }

    private func mismatch(_ sentence: String) -> StageFailure {
        StageFailure(.data, code: "FS555", sentence, at: familyLocation)
    }

    private func list(_ classes: [String]) -> String {
        let shown = classes.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
        return classes.count > 10 ? "\(shown), … (\(classes.count) in all)" : shown
    }
}
