import SparseGLM
public import StageKit

/// Selects features: a penalised regression whose coefficients are exactly zero for all others.
///
/// ```
/// minimise over w, b   (1/n) Σᵢ vᵢ loss(yᵢ, xᵢᵀw + b) + λ Σⱼ fⱼ ( r |wⱼ| + (1 − r)/2 wⱼ² )
/// ```
/// with row weights v, penalty factors f and r the option `l1-ratio`; λ is chosen by cross-validation in which every
/// earlier stage is refitted inside each training fold, by an information criterion, or given. See README.md.
public struct L1SelectStage: LearningStage {
    /// The element `l1-select`.
    public static let descriptor = StageDescriptor(
        L1SelectOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [.table],
        gives: [.selection, .model], wantsNormalizedColumns: true)

    /// A pipeline with the stage that shows every option.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    let options: L1SelectOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options that agree with ``descriptor``.
    /// - Throws: ``StageFailure`` of kind `pipeline`, FS554 or FS558, where options contradict each other.
    public init(options: StageOptions) throws {
        self.options = try L1SelectOptions(options)
    }

    /// Selects features on the rows of `input.table`.
    ///
    /// - Parameters:
    ///   - input: The training rows, and how to refit what came before.
    ///   - settled: The fit on all training rows, whose λ grid and chosen place are kept; `nil` to choose.
    ///   - context: Seed, workers, progress, cancellation.
    /// - Returns: The selection with its path, and the model at the chosen λ.
    /// - Throws: ``StageFailure`` FS550–FS566 as README.md lists, or `CancellationError`.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let task = try SelectionTask(input.table, options: options)
        if !context.isInFold { try options.checkOffset(input.table, task.family) }
        let run =
            if let path = settled?.selection?.path {
                try SelectionRun(task, settled: path)
            } else {
                try await SelectionRun(task, input: input, context: context)
            }
        try run.settle(context: context)
        return try SelectionReport(task: task, run: run).fit(context: context)
    }
}
