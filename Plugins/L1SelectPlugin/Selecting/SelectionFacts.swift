import SparseGLM
import StageKit

/// What the report says of a selection besides its numbers.
struct SelectionFacts: Sendable {
    /// The regression.
    let task: SelectionTask
    /// The path and the choice.
    let run: SelectionRun

    private static let trajectoryLines = 30

    /// The facts, in order.
    var all: [Fit.Fact] {
        [Fit.Fact("family", task.family.rawValue), Fit.Fact("objective", objective)]
            + lambdas + choice + solver
            + [
                Fit.Fact("selected", "\(run.chosen.support.count) of \(task.rows.names.count) candidates"),
                Fit.Fact(
                    "inference",
                    "no p-values or intervals of coefficients: they are not valid on the rows that chose the features"),
            ]
            + trajectories
    }

    private var objective: String {
        let loss =
            switch task.family {
            case .gaussian: "1/(2n) RSS"
            case .binomial: "mean logistic loss"
            case .multinomial: "mean cross-entropy"
            case .poisson: "mean Poisson loss"
            }
        let ratio = task.options.l1Ratio
        guard ratio < 1 else { return "\(loss) + lambda * L1 norm" }
        return "\(loss) + lambda * (\(shortest(ratio)) * L1 norm + \(shortest((1 - ratio) / 2)) * squared L2 norm)"
    }

    private var lambdas: [Fit.Fact] {
        let lambda = run.chosen.lambda
        var facts: [Fit.Fact] = []
        if case .fixed(let fixed) = task.options.choice {
            facts.append(Fit.Fact("lambda as given", "\(shortest(fixed.value)), scale \(fixed.scale.rawValue)"))
        }
        facts.append(Fit.Fact("lambda, scale half-mse", shortest(lambda)))
        if task.family == .gaussian { facts.append(Fit.Fact("lambda, scale mse", shortest(2 * lambda))) }
        let perSample = Double(task.problem.sampleCount) * lambda
        return facts + [
            Fit.Fact("lambda, scale per-sample", shortest(perSample)),
            Fit.Fact(
                "largest "
                    + "lambda", shortest(run.lambdaMax)),
        ]
    }

    private var choice: [Fit.Fact] {
        var facts = [Fit.Fact("rule", run.decision.rule)]
        if let result = run.crossValidation {
            facts += [
                Fit.Fact("folds", "\(result.curve.foldScores.count), split \(result.split.rawValue)"),
                Fit.Fact("measure", result.options.measure.rawValue),
            ]
        }
        if case .criterion(.ebic) = task.options.choice {
            facts.append(Fit.Fact("ebic gamma", shortest(LambdaDecision.ebicGamma)))
        }
        if run.decision.index != run.decision.unlimitedIndex {
            let before = run.solutions[run.decision.unlimitedIndex]
            facts.append(
                Fit.Fact(
                    "max-features",
                    "lambda was raised from \(shortest(before.lambda)), where \(before.support.count) features are "
                        + "selected"))
        }
        return facts
    }

    private var solver: [Fit.Fact] {
        let certificate = run.chosen.certificate
        return [
            Fit.Fact("solver", task.options.settings.solver.rawValue),
            Fit.Fact("tolerance", shortest(task.options.settings.tolerance)),
            Fit.Fact("duality gap, relative", shortest(certificate.dualityGap)),
            Fit.Fact("iterations", String(certificate.iterations)),
        ]
    }

    /// The way of a textbook solver at the chosen λ, thinned to evenly spaced iterations and the last one.
    private var trajectories: [Fit.Fact] {
        guard let points = run.chosen.trajectory, let last = points.last else { return [] }
        let step = max(1, (points.count + Self.trajectoryLines - 1) / Self.trajectoryLines)
        var shown = points.enumerated().filter { $0.offset % step == 0 }.map(\.element)
        if shown.last != last { shown.append(last) }
        return shown.map {
            Fit.Fact(
                "iteration \($0.iteration)",
                "objective \(shortest($0.objective)), relative gap \(shortest($0.dualityGap)), \($0.nonZeroCount) "
                    + "non-zero")
        }
    }
}
