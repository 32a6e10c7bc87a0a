import StageKit

extension GraphRunner {
    /// Gives every error of a stage a code and a place: an author's own error becomes a failure of that stage.
    func guarded<Result>(_ node: StageGraph.Node, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as StageFailure {
            throw failure.placed(in: node)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw StageFailure(
                .stage, code: "FS310", "Stage '\(node.id)' failed: \(error).", at: node.options.location)
        }
    }

    /// Records a fit; operations that do not match the table are the fault of the stage that gave them.
    func guarded(_ node: StageGraph.Node, _ fit: Fit, in fitted: inout FittedGraph, _ place: Int) async throws {
        if node.descriptor.isExpressible,
            let name = fit.operations.compactMap({ if case .computed(let made) = $0 { made.outputs[0] } else { nil } })
                .first
        {
            throw StageFailure(
                .stage, code: "FS318",
                "Stage '\(node.id)' computes '\(name)' itself, and its descriptor says that its fit is all in operations.",
                at: node.options.location)
        }
        try await guarded(node) { try await fitted.record(fit, at: place, input: node.input) }
    }

    /// Refuses a stage that does not give what its descriptor promises.
    func checkGiven(_ output: StageOutput, by node: StageGraph.Node) throws {
        let given: [(ArtefactKind, Bool)] = [
            (.table, output.table != nil || output.fit != nil),
            (.selection, output.fit?.selection != nil),
            (.model, output.fit?.model != nil),
            (.evaluation, output.evaluation != nil),
        ]
        for (kind, isThere) in given where node.descriptor.gives.contains(kind) && !isThere {
            throw StageFailure(
                .stage, code: "FS311",
                "Stage '\(node.id)' says that it gives a \(kind.rawValue), but its run gave none.",
                at: node.options.location)
        }
    }
}

extension StageFailure {
    /// The same failure with the stage's place where it has none of its own.
    func placed(in node: StageGraph.Node) -> StageFailure {
        guard diagnostic.location == nil else { return self }
        return StageFailure(
            kind, code: diagnostic.code, "Stage '\(node.id)': \(diagnostic.message)", at: node.options.location,
            suggestion: diagnostic.suggestion)
    }
}
