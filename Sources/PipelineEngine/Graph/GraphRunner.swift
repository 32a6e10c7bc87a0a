package import StageKit

/// Runs stages on rows: all of them on the loaded data, or the earlier ones again on the training part of a fold.
package struct GraphRunner: Sendable {
    /// Something that happens while stages run.
    package enum Event: Sendable {
        /// A stage begins.
        case started(place: Int)
        /// A stage reports.
        case stage(place: Int, StageContext.Event)
        /// A stage is done.
        case finished(place: Int)
    }

    let graph: StageGraph
    let seed: UInt64
    let workers: Int
    let memoryLimit: Int?
    let receive: @Sendable (Event) -> Void

    package init(
        graph: StageGraph, seed: UInt64, workers: Int, memoryLimit: Int? = nil,
        receive: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.graph = graph
        self.seed = seed
        self.workers = workers
        self.memoryLimit = memoryLimit
        self.receive = receive
    }

    /// Runs every stage once, in document order.
    ///
    /// - Throws: ``StageFailure`` of the first stage that fails, or `CancellationError`.
    package func run() async throws -> FittedGraph {
        var fitted = FittedGraph(count: graph.nodes.count)
        for place in graph.nodes.indices {
            try Task.checkCancellation()
            receive(.started(place: place))
            try await run(place, in: &fitted)
            receive(.finished(place: place))
        }
        return fitted
    }

    /// Runs the stages that load data and no other.
    ///
    /// - Returns: Their tables and profiles.
    /// - Throws: As ``run()``.
    package func load() async throws -> FittedGraph {
        var fitted = FittedGraph(count: graph.nodes.count)
        for place in graph.nodes.indices where graph.nodes[place].isSource {
            try Task.checkCancellation()
            try await run(place, in: &fitted)
        }
        return fitted
    }

    private func run(_ place: Int, in fitted: inout FittedGraph) async throws {
        let node = graph.nodes[place]
        let learns = node.stage is any LearningStageInstance
        let input = stageInput(place, fitted, showingTest: !learns)
        let context = StageContext(stageID: node.id, seed: seed, workers: workers, memoryLimit: memoryLimit) {
            [receive] event in
            receive(.stage(place: place, event))
        }
        let output = try await guarded(node) { try await node.stage.run(input, context: context) }
        try checkGiven(output, by: node)
        fitted.evaluations[place] = output.evaluation
        fitted.dropped[place] = output.dropped
        fitted.facts[place] = output.facts + (output.fit?.facts ?? [])
        fitted.profiles[place] = output.profile
        fitted.missingTokens[place] = output.missingTokens
        if let fit = output.fit { try await guarded(node, fit, in: &fitted, place) }
        if let table = output.table {
            fitted.training[place] = table
            fitted.heldOut[place] = output.test
        }
    }

    /// Fits some stages again on other rows of the data that were loaded.
    ///
    /// - Parameters:
    ///   - places: Row-learning stages in document order.
    ///   - fitted: Holds the root's tables; takes what is learnt.
    ///   - settled: What every stage keeps from its fit on all training rows; `nil` where each chooses anew.
    ///   - training: The rows, in indices of the root's table; a stage that has fitted them already is not asked again.
    func refit(
        _ places: [Int], in fitted: inout FittedGraph, settled: FittedGraph?, training: [Int]? = nil
    ) async throws {
        for place in places {
            try Task.checkCancellation()
            let node = graph.nodes[place]
            guard let stage = node.stage as? any LearningStageInstance else { continue }
            let input = stageInput(place, fitted, showingTest: false)
            let context = StageContext(stageID: node.id, seed: seed, workers: 1, isInFold: true)
            let kept = settled?.fits[place]
            if let known = known(place, settled, training) {
                try await guarded(node, known, in: &fitted, place)
                continue
            }
            let fit = try await guarded(node) { try await stage.fit(input, settled: kept, context: context) }
            if let settled, let training, let table = settled.training[graph.root(of: place)] {
                settled.memory.keep(fit, of: place, rows: training, of: table)
            }
            try await guarded(node, fit, in: &fitted, place)
        }
    }

    /// What a stage has learnt already from some rows while it kept what it settled on.
    private func known(_ place: Int, _ settled: FittedGraph?, _ training: [Int]?) -> Fit? {
        guard let settled, let training, let table = settled.training[graph.root(of: place)] else { return nil }
        return settled.fits[place]?.refits.first { $0.training == training }?.fit
            ?? settled.memory.fit(of: place, rows: training, of: table)
    }

    private func stageInput(_ place: Int, _ fitted: FittedGraph, showingTest: Bool) -> StageInput {
        let node = graph.nodes[place]
        return StageInput(
            table: node.input.flatMap { fitted.training[$0] } ?? Table(columns: []),
            test: showingTest ? node.input.flatMap { fitted.heldOut[$0] } : nil,
            selection: node.features.flatMap { fitted.fits[$0]?.selection },
            model: node.model.flatMap { fitted.fits[$0]?.model },
            resampling: node.input == nil ? nil : FoldRefitting(runner: self, place: place, fitted: fitted))
    }
}
