import SparseGLM
import StageKit

extension RidgeSearch {
    /// What the report says of the choice.
    ///
    /// - Parameter outcome: The choice.
    func facts(_ outcome: Outcome) -> [Fit.Fact] {
        let cv = options.crossValidation
        var facts = [
            Fit.Fact("lambda", shortest(outcome.choice.lambda)),
            Fit.Fact("rule", cv.rule.rawValue),
            Fit.Fact("folds", "\(runner.plan.folds.count), split \(runner.plan.split.rawValue)"),
            Fit.Fact("measure", cv.measure.rawValue),
            Fit.Fact("score", "\(shortest(outcome.score.mean)), standard error \(shortest(outcome.score.error))"),
            Fit.Fact(
                "grid", "\(grid.count) values from \(shortest(grid.first ?? 0)) down to \(shortest(grid.last ?? 0))"),
        ]
        if let index = outcome.choice.pathIndex, let path = selection.path {
            facts.append(Fit.Fact("selection lambda, chosen jointly", shortest(path.points[index].lambda)))
        }
        return facts
    }
}
