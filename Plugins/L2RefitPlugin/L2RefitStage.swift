import SparseGLM
public import StageKit

/// Fits the selected features again under a ridge penalty, without the shrinkage that selecting needs.
///
/// ```
/// minimise over w, b   (1/n) Σᵢ vᵢ loss(yᵢ, xᵢᵀw + b) + λ/2 Σⱼ wⱼ²          j over the selected features
/// ```
/// with row weights v; the intercept b is not penalised, and 0 where the selection has none. λ is given or found by
/// cross-validation in which every fold selects its own features. See README.md.
public struct L2RefitStage: LearningStage {
    /// The element `l2-refit`.
    public static let descriptor = StageDescriptor(
        L2RefitOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [.table, .selection],
        gives: [.model])

    /// A pipeline with the stage that shows every option.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    let options: L2RefitOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options that agree with ``descriptor``.
    /// - Throws: ``StageFailure`` of kind `pipeline`, FS570, where options contradict each other.
    public init(options: StageOptions) throws {
        self.options = try L2RefitOptions(options)
    }

    /// Refits the features of `input.selection` on the rows of `input.table`.
    ///
    /// - Parameters:
    ///   - input: The training rows, the selection, and how to refit what came before.
    ///   - settled: The fit on all training rows, whose λ is kept; `nil` to choose.
    ///   - context: Seed, workers, progress, cancellation.
    /// - Returns: The model; under `joint` also the selection as it stands at the place that was chosen.
    /// - Throws: ``StageFailure`` FS550–FS557 and FS570–FS576 as README.md lists, or `CancellationError`.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        guard let selection = input.selection else {
            throw StageFailure(
                .fault, code: "FS576", "<l2-refit> was given no selection, expected one.", at: options.location)
        }
        var facts: [Fit.Fact] = []
        let choice: RefitChoice
        if let kept = RefitChoice(settled: settled) {
            choice = kept
        } else {
            (choice, facts) = try await choose(input, selection, context)
        }
        let task = try RefitTask(
            input.table, features: choice.features(of: selection), selection: selection, options: options)
        guard let solution = try task.solve([choice.lambda]).first else {
            throw StageFailure(.fault, code: "FS576", "The refit has no solution, expected one.", at: options.location)
        }
        let selected = choice.pathIndex.flatMap { JointSelection(selection, at: $0)?.selection }
        return Fit(selection: selected, model: model(solution, task), facts: facts)
    }

    private func model(_ solution: Solution, _ task: RefitTask) -> Model {
        Model(
            family: task.family, classes: task.rows.classes, features: solution.support.map { task.rows.names[$0] },
            intercepts: solution.intercepts, coefficients: solution.coefficients, refitLambda: solution.lambda)
    }

    private func choose(
        _ input: StageInput, _ selection: Selection, _ context: StageContext
    ) async throws -> (RefitChoice, [Fit.Fact]) {
        if case .given(let lambda) = options.lambda {
            return (RefitChoice(lambda: lambda), [Fit.Fact("lambda", "\(shortest(lambda)), as given")])
        }
        if options.lambda == .auto, selection.features.isEmpty {
            // The strongest penalty stands for all: there is nothing to penalise.
            let lambda = try RidgeSearch.grid(input.table, selection, options).first ?? 1
            return (RefitChoice(lambda: lambda), [Fit.Fact("lambda", "any: no feature is selected")])
        }
        let search = try RidgeSearch(options, input: input, selection: selection, context: context)
        let outcome = try await search.run(context: context)
        warnOfEdge(outcome, search, context)
        return (outcome.choice, search.facts(outcome))
    }

    private func warnOfEdge(_ outcome: RidgeSearch.Outcome, _ search: RidgeSearch, _ context: StageContext) {
        let hint: String
        switch outcome.gridIndex {
        case 0:
            let rest = search.selection.fitsIntercept ? "the intercept alone" : "predicting 0"
            hint = "largest of its grid, so that the features hardly count: \(rest) may do as well"
        case search.grid.count - 1: hint = "smallest of its grid: an unpenalised refit (lambda=\"0\") may do as well"
        default: return
        }
        context.report(
            Diagnostic(
                code: "FS574", severity: .warning,
                message: "The chosen lambda \(shortest(outcome.choice.lambda)) is the "
                    + "\(hint).", location: options.location))
    }
}
