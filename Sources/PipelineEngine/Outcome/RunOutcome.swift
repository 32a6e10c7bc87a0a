package import StageKit

/// What a run came to: the fitted stages, and which of them the bundle is about.
package struct RunOutcome: Sendable {
    /// The stages.
    package let graph: StageGraph
    /// What they learnt and measured.
    package let fitted: FittedGraph
    /// The stage that gave the final model; `nil` where none did.
    package let modelPlace: Int?
    /// The stage that gave the selection behind the final model, or else the last selection.
    package let selectionPlace: Int

    /// Finds the final model and its selection.
    ///
    /// - Throws: ``StageFailure`` where no stage gave a selection, so that there is nothing to bundle.
    package init(graph: StageGraph, fitted: FittedGraph) throws(StageFailure) {
        self.graph = graph
        self.fitted = fitted
        modelPlace = fitted.fits.lastIndex { $0?.model != nil }
        let behindModel = modelPlace.flatMap { place -> Int? in
            fitted.fits[place]?.selection == nil ? graph.nodes[place].features : place
        }
        guard let selection = behindModel ?? fitted.fits.lastIndex(where: { $0?.selection != nil }) else {
            throw Self.nothingToBundle(at: nil)
        }
        selectionPlace = selection
    }

    static func nothingToBundle(at location: SourceLocation?) -> StageFailure {
        StageFailure(
            .pipeline, code: "FS313", "No stage gives a selection, so there is nothing to put into a bundle.",
            at: location)
    }

    /// The final model.
    package var model: Model? { modelPlace.flatMap { fitted.fits[$0]?.model } }

    /// The main selection.
    package var selection: Selection? { fitted.fits[selectionPlace]?.selection }

    /// The loaded training rows behind the final model or, without one, behind the selection.
    package var loaded: Table? { fitted.training[graph.root(of: modelPlace ?? selectionPlace)] }

    /// The loaded test rows.
    package var loadedTest: Table? { fitted.heldOut[graph.root(of: modelPlace ?? selectionPlace)] }

    /// All operations between the loaded columns and the final model's table, in order.
    package var operations: [ColumnOperation] {
        guard let input = graph.nodes[modelPlace ?? selectionPlace].input else { return [] }
        return graph.tableChain(to: input).flatMap { fitted.fits[$0]?.operations ?? [] }
    }

    /// Features that stages other than the selecting one removed, and columns that are no features by their role.
    package var dropped: [DroppedFeature] {
        guard let input = graph.nodes[selectionPlace].input else { return [] }
        let byStages = graph.tableChain(to: input).flatMap { fitted.dropped[$0] + (fitted.fits[$0]?.dropped ?? []) }
        let byRole = (loaded?.columns ?? []).filter { $0.role != .feature }.map {
            DroppedFeature(name: $0.name, reason: .excludedByRole, detail: "role \($0.role.rawValue)")
        }
        return byStages + byRole
    }
}
