package import StageKit

/// What a check of a pipeline gives: its plan, or everything that is wrong with it.
package struct PipelineCheck: Sendable {
    /// The plan; `nil` where there is an error, or where a value was left open because the environment is not read.
    package let plan: PipelinePlan?
    /// All errors and warnings: faults of `--set` first, then in document order, with included files in the place of their
    /// `<include>`.
    package let diagnostics: [Diagnostic]
    /// The kind that decides the exit code; `nil` where there is no error.
    ///
    /// Of several kinds the first of `usage`, `pipeline`, `plugin` counts.
    package let failureKind: StageFailure.Kind?

    /// Checks a document: structure and types, parameters, wiring.
    ///
    /// Nothing but the document is read.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - stages: The stages that are known.
    ///   - overrides: What `--set` says; of two for the same thing the later one counts.
    ///   - environment: The environment's variables for parameters with `env`; `nil` leaves it unread: such a parameter
    ///     then has its default, and where it has none its uses are left open.
    /// - Complexity: O(elements × attributes + stages²).
    package init(
        _ document: PipelineDocument, stages: [StageDescriptor], overrides: [PipelineOverride] = [],
        environment: [String: String]? = [:]
    ) {
        let context = CheckContext(faults: document.faults)
        let checker = PipelineChecker(
            document: document, known: stages, overrides: overrides, environment: environment, context: context)
        let plan = checker.plan()
        let sorted = context.faults.enumerated().sorted { a, b in
            if a.element.order == b.element.order { return a.offset < b.offset }
            return a.element.order.lexicographicallyPrecedes(b.element.order)
        }.map(\.element)
        diagnostics = Self.bounded(sorted.map(\.diagnostic))
        let kinds = sorted.compactMap(\.kind)
        failureKind = [.usage, .pipeline, .plugin].first(where: kinds.contains) ?? kinds.first
        self.plan = kinds.isEmpty ? plan : nil
    }

    private static func bounded(_ all: [Diagnostic]) -> [Diagnostic] {
        let rest = all.count - ParseLimits.faults
        guard rest > 0 else { return all }
        return all.prefix(ParseLimits.faults) + [
            Diagnostic(
                code: FaultCode.tooManyFaults.rawValue, severity: .error, message: "\(rest) more faults are not shown")
        ]
    }
}
