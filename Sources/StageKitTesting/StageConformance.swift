public import StageKit

/// Checks that any stage author runs on a stage.
///
/// ```swift
/// @Test func conformance() async throws {
///     let options = try StageOptions(NormalizeStage.descriptor.element, ["method": "zscore"])
///     let table = StageConformance.table(hasWeights: true)
///     let violations = await StageConformance(NormalizeStage.self, options: options, table: table).violations()
///     #expect(violations == [])
/// }
/// ```
///
/// What is checked is listed in ``ConformanceViolation/Promise``. A trap cannot be caught: it ends the test run, which
/// is the loudest violation.
public struct StageConformance: Sendable {
    /// How much the order of rows may change.
    public enum RowOrder: Sendable, Hashable {
        /// Nothing but the last digits: numbers agree relative to the largest of their kind.
        case rounding(relativeTolerance: Double)
        /// Not even a bit.
        case exact
        /// Anything: the stage draws folds by the place of a row.
        case matters
    }

    let stage: StageDefinition
    let options: StageOptions
    let table: Table
    let test: Table?
    let earlier: [any LearningStageInstance]
    let rowOrder: RowOrder
    let seed: UInt64

    /// Prepares the checks.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - options: Options under which it accepts the table.
    ///   - table: Training rows, as loaded: at least 8, of which any half is enough for a fit. A stage that takes no
    ///     table needs none.
    ///   - test: Test rows, for a stage that looks at them.
    ///   - earlier: Stages before it, fitted on the table; they give the selection and the model that it refers to.
    ///   - rowOrder: How much the order of rows may change.
    ///   - seed: The pipeline's seed.
    public init(
        _ stage: any Stage.Type, options: StageOptions, table: Table = Table(columns: []), test: Table? = nil,
        earlier: [any LearningStageInstance] = [], rowOrder: RowOrder = .rounding(relativeTolerance: 1e-9),
        seed: UInt64 = 0
    ) {
        self.init(
            StageDefinition(stage), options: options, table: table, test: test, earlier: earlier, rowOrder: rowOrder,
            seed: seed)
    }

    /// Prepares the checks of a stage as a registry holds it.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - options: Options under which it accepts the table.
    ///   - table: Training rows, as loaded.
    ///   - test: Test rows, for a stage that looks at them.
    ///   - earlier: Stages before it, fitted on the table.
    ///   - rowOrder: How much the order of rows may change.
    ///   - seed: The pipeline's seed.
    public init(
        _ stage: StageDefinition, options: StageOptions, table: Table = Table(columns: []), test: Table? = nil,
        earlier: [any LearningStageInstance] = [], rowOrder: RowOrder = .rounding(relativeTolerance: 1e-9),
        seed: UInt64 = 0
    ) {
        self.stage = stage
        self.options = options
        self.table = table
        self.test = test
        self.earlier = earlier
        self.rowOrder = rowOrder
        self.seed = seed
    }

    /// Runs every check that applies to the stage.
    ///
    /// - Returns: The violations; empty for a stage that keeps all promises.
    public func violations() async -> [ConformanceViolation] {
        let found = descriptorViolations()
        do {
            let instance = try stage.instance(options)
            let resampling = try await InMemoryResampling(fitting: earlier, on: table, seed: seed)
            let input = try await resampling.input(test: test)
            let subject = Subject(stage: instance, descriptor: stage.descriptor, input: input, seed: seed)
            return found + (try await behaviourViolations(subject, resampling))
        } catch {
            return found + [ConformanceViolation(.output, "The stage did not accept the table: \(error)")]
        }
    }

    private func behaviourViolations(
        _ subject: Subject, _ resampling: InMemoryResampling
    ) async throws -> [ConformanceViolation] {
        let reference = try await subject.run()
        var found = subject.outputViolations(reference)
        found += try await subject.determinismViolations(reference)
        found += await subject.cancellationViolations(reference)
        guard subject.descriptor.takes.contains(.table) else { return found }
        if let learner = subject.stage as? any LearningStageInstance, let fit = reference.output.fit {
            found += try await applicationViolations(learner)
            found += try await heldOutViolations(learner, settled: resampling.fits + [fit])
            found += try await rowOrderViolations(learner, reference: fit)
        }
        // Last, since a stage that remembers would remember the worst of values.
        return found + (await subject.badInputViolations())
    }
}
