public import StageKit

/// Learning stages fitted one after another on a table, and refitted on any of its rows: what the engine does for a
/// pipeline, for tests of stages that cross-validate.
///
/// ```swift
/// let earlier = try await InMemoryResampling(fitting: [normalize, select], on: table)
/// let fit = try await stage.fit(earlier.input(), settled: nil, context: StageContext(stageID: "refit"))
/// ```
public struct InMemoryResampling: Resampling {
    /// The rows on which everything is fitted.
    public let root: Table
    /// The stages, in order.
    public let stages: [any LearningStageInstance]
    /// What each stage learnt from all rows of ``root``.
    public let fits: [Fit]
    private let seed: UInt64

    /// Wraps fits that were made already.
    ///
    /// - Parameters:
    ///   - root: The rows on which everything is fitted.
    ///   - stages: The stages, in order.
    ///   - fits: What each stage learnt from all rows.
    ///   - seed: The pipeline's seed.
    /// - Precondition: one fit per stage.
    public init(root: Table, stages: [any LearningStageInstance] = [], fits: [Fit] = [], seed: UInt64 = 0) {
        precondition(stages.count == fits.count, "InMemoryResampling: \(fits.count) fits for \(stages.count) stages")
        self.root = root
        self.stages = stages
        self.fits = fits
        self.seed = seed
    }

    /// Fits stages on all rows of a table, each on what the one before it left.
    ///
    /// - Parameters:
    ///   - stages: The stages, in order.
    ///   - root: The rows.
    ///   - seed: The pipeline's seed.
    /// - Throws: What a stage throws.
    public init(fitting stages: [any LearningStageInstance], on root: Table, seed: UInt64 = 0) async throws {
        let chain = try await Chain(fitting: stages, on: root, settled: nil, seed: seed, isInFold: false)
        self.init(root: root, stages: stages, fits: chain.fits, seed: seed)
    }

    /// What a stage behind these stages would be given.
    ///
    /// - Parameter test: Test rows as loaded.
    /// - Throws: ``StageFailure`` where an operation does not apply.
    public func input(test: Table? = nil) async throws -> StageInput {
        let operations = fits.flatMap(\.operations)
        return StageInput(
            table: try await root.transformed(by: operations), test: try await test?.transformed(by: operations),
            selection: fits.last { $0.selection != nil }?.selection, model: fits.last { $0.model != nil }?.model,
            resampling: self)
    }

    /// Refits every stage on the training rows and applies it to both parts.
    ///
    /// - Parameters:
    ///   - training: Row indices.
    ///   - heldOut: Row indices.
    ///   - choosing: Whether every stage chooses anew rather than keep what it settled on all rows.
    public func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
        let chain = try await Chain(
            fitting: stages, on: root.rows(training), settled: choosing ? nil : fits, seed: seed, isInFold: true)
        return FoldInput(
            training: chain.table,
            heldOut: try await root.rows(heldOut).transformed(by: chain.fits.flatMap(\.operations)),
            selection: chain.selection, model: chain.model)
    }
}

/// Stages fitted one after another.
private struct Chain {
    var table: Table
    var fits: [Fit] = []
    var selection: Selection?
    var model: Model?

    init(
        fitting stages: [any LearningStageInstance], on root: Table, settled: [Fit]?, seed: UInt64, isInFold: Bool
    ) async throws {
        table = root
        for (index, stage) in stages.enumerated() {
            let earlier = InMemoryResampling(root: root, stages: Array(stages[..<index]), fits: fits, seed: seed)
            let fit = try await stage.fit(
                StageInput(table: table, selection: selection, model: model, resampling: earlier),
                settled: settled?[index],
                context: StageContext(stageID: "stage-\(index + 1)", seed: seed, isInFold: isInFold))
            fits.append(fit)
            table = try await table.transformed(by: fit.operations)
            selection = fit.selection ?? selection
            model = fit.model ?? model
        }
    }
}
