import StageKit

/// Refits the stages on which one stage depends, on some of the rows it was given.
///
/// The training part goes through every stage before the held-out rows are looked at, and those only ever pass through
/// operations that were fitted without them: that is why nothing leaks.
struct FoldRefitting: Resampling {
    let runner: GraphRunner
    let place: Int
    let fitted: FittedGraph

    func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
        let graph = runner.graph
        let node = graph.nodes[place]
        let root = graph.root(of: place)
        guard let input = node.input, let loaded = fitted.training[root] else {
            throw StageFailure(.fault, code: "FS312", "Stage '\(node.id)' has no loaded rows to refit on.")
        }
        var fold = FittedGraph(count: graph.nodes.count)
        fold.training[root] = loaded.rows(training)
        fold.heldOut[root] = loaded.rows(heldOut)
        let earlier = graph.ancestors(of: place).filter { $0 != root }
        try await runner.refit(earlier, in: &fold, settled: choosing ? nil : fitted, training: training)
        guard let trainingTable = fold.training[input], let heldOutTable = fold.heldOut[input] else {
            throw StageFailure(.fault, code: "FS312", "Stage '\(node.id)' has no table to refit on.")
        }
        return FoldInput(
            training: trainingTable, heldOut: heldOutTable,
            selection: node.features.flatMap { fold.fits[$0]?.selection },
            model: node.model.flatMap { fold.fits[$0]?.model })
    }
}
