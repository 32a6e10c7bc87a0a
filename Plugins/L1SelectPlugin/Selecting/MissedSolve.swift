import SparseGLM
import StageKit

/// A solve that did not reach the tolerance.
struct MissedSolve: Sendable, Hashable {
    /// The fold, from 0; `nil` for the fit on all training rows.
    let fold: Int?
    /// The penalty's strength.
    let lambda: Double
    /// The relative duality gap that was reached.
    let gap: Double
    /// How many iterations it took.
    let iterations: Int

    /// The solves of a path that missed the tolerance.
    ///
    /// - Parameters:
    ///   - solutions: The path.
    ///   - fold: The fold, from 0; `nil` for the fit on all training rows.
    static func all(in solutions: [Solution], fold: Int?) -> [MissedSolve] {
        solutions.filter { !$0.certificate.converged }.map {
            MissedSolve(
                fold: fold, lambda: $0.lambda, gap: $0.certificate.dualityGap, iterations: $0.certificate.iterations)
        }
    }

    /// Fails or records, as the options say.
    ///
    /// - Parameters:
    ///   - missed: The solves that missed the tolerance, the fit on all rows first.
    ///   - solveCount: How many solves there were.
    ///   - options: The stage's options.
    ///   - context: Takes the warning.
    /// - Throws: ``StageFailure`` FS560 where missing the tolerance fails the run.
    static func settle(
        _ missed: [MissedSolve], of solveCount: Int, options: L1SelectOptions, context: StageContext
    ) throws(StageFailure) {
        // The first of the largest gaps, so that the sentence is the same in every run.
        guard let worst = missed.reduce(missed.first, { $1.gap > ($0?.gap ?? 0) ? $1 : $0 }) else { return }
        let place = worst.fold.map { "in fold \($0 + 1)" } ?? "on all training rows"
        let reached =
            worst.gap.isFinite
            ? "reached a relative duality gap of \(shortest(worst.gap))"
            : "found no bound of "
                + "its duality gap"
        let sentence =
            "\(missed.count) of \(solveCount) solves missed the tolerance \(shortest(options.settings.tolerance)): "
            + "the worst, "
            + "\(place) at lambda \(shortest(worst.lambda)), \(reached) in \(worst.iterations) iterations."
        if options.failsOnNonconvergence {
            throw StageFailure(
                .stage, code: "FS560", sentence, at: options.toleranceLocation,
                suggestion: "raise 'tolerance' or 'max-iterations', or write on-nonconvergence=\"record\""
                    + (options.leavesUnpenalised
                        ? "; a feature without a penalty may have no finite coefficient, where it alone tells classes apart or "
                            + "marks counts that are all 0: a <penalty> with a small factor gives it one" : ""))
        }
        context.report(
            Diagnostic(code: "FS560", severity: .warning, message: sentence, location: options.toleranceLocation))
    }
}
