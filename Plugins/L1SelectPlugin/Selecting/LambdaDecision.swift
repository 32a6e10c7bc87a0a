import SparseGLM
import StageKit

/// Which λ of a path was chosen, and how.
struct LambdaDecision: Sendable, Hashable {
    /// The chosen place.
    let index: Int
    /// The place that was chosen before `max-features` raised λ.
    let unlimitedIndex: Int
    /// `1se`, `min`, `aic`, `bic`, `ebic` or `fixed`.
    let rule: String

    /// The parameter γ of the extended Bayesian criterion.
    static let ebicGamma = 0.5

    /// Names a choice that was made before.
    init(index: Int, unlimitedIndex: Int, rule: String) {
        self.index = index
        self.unlimitedIndex = unlimitedIndex
        self.rule = rule
    }

    /// Chooses as the options say, then raises λ until at most `max-features` are selected.
    ///
    /// - Parameters:
    ///   - task: The regression.
    ///   - solutions: The path, by decreasing λ.
    ///   - fixedIndex: The place of the given λ; `nil` where λ is to be chosen.
    ///   - curve: The cross-validation; `nil` without one.
    /// - Throws: ``StageFailure`` FS563 where no λ selects so few features, FS567 where a criterion is undefined.
    init(
        _ task: SelectionTask, solutions: [Solution], fixedIndex: Int?, curve: CrossValidationCurve?
    ) throws {
        let options = task.options
        switch options.choice {
        case .fixed: (unlimitedIndex, rule) = (fixedIndex ?? 0, "fixed")
        case .criterion(let criterion):
            (unlimitedIndex, rule) = (try Self.best(criterion, task, solutions), criterion.rawValue)
        case .crossValidation(let cv):
            (unlimitedIndex, rule) = (curve?.chosenIndex(cv.rule) ?? 0, cv.rule.rawValue)
        }
        let limit = options.maxFeatures ?? Int.max
        guard let index = (0...unlimitedIndex).last(where: { solutions[$0].support.count <= limit }) else {
            throw StageFailure(
                .stage, code: "FS563",
                "Every lambda of the path from \(shortest(solutions[unlimitedIndex].lambda)) up selects more than "
                    + "\(limit) features, the limit of max-features.",
                at: options.maxFeaturesLocation)
        }
        self.index = index
    }

    /// The place of the criterion's least value, the first of them at a tie.
    private static func best(
        _ choice: L1SelectOptions.CriterionChoice, _ task: SelectionTask, _ solutions: [Solution]
    ) throws -> Int {
        var best: (index: Int, value: Double)?
        for (index, solution) in solutions.enumerated() {
            guard let value = try choice.value(solution, task) else { continue }
            if value < best?.value ?? .infinity { best = (index, value) }
        }
        guard let best else {
            throw StageFailure(
                .stage, code: "FS567",
                "The criterion '\(choice.rawValue)' is undefined at every lambda of the path, expected some error "
                    + "to be left.",
                at: task.options.location)
        }
        return best.index
    }
}

extension L1SelectOptions.CriterionChoice {
    /// The criterion at a solution; `nil` where it is undefined.
    ///
    /// - Parameters:
    ///   - solution: The solution.
    ///   - task: The regression.
    func value(_ solution: Solution, _ task: SelectionTask) throws -> Double? {
        let criterion: InformationCriterion =
            switch self {
            case .aic: .aic
            case .bic: .bic
            case .ebic: .ebic(gamma: LambdaDecision.ebicGamma)
            }
        do throws(SolverError) {
            return criterion.value(
                family: task.family, deviance: solution.deviance,
                degreesOfFreedom: try degreesOfFreedom(of: solution, problem: task.problem, penalty: task.penalty),
                sampleCount: task.problem.sampleCount,
                featureCount: task.problem.featureCount * task.problem.predictorCount)
        } catch { throw task.failure(error) }
    }
}
