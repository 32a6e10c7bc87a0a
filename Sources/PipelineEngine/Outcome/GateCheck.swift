import PipelineXML
import SelectionBundle
import StageKit

extension RunOutcome {
    /// Holds the plan's gates against what was measured.
    ///
    /// - Parameter gates: The plan's gates.
    /// - Returns: A result for each, in order. Places name the file without its folder, so that a bundle does not depend on
    ///   where the pipeline lies.
    /// - Throws: ``StageFailure`` where a gate names a metric that its stage does not have (FS316).
    func results(of gates: [PlannedGate]) throws(StageFailure) -> [GateResult] {
        var results: [GateResult] = []
        for gate in gates {
            guard let place = graph.nodes.firstIndex(where: { $0.id == gate.of }) else { continue }
            let known = metrics(of: place)
            guard let metric = known.first(where: { $0.name == gate.metric }) else {
                let nearest = nearestName(to: gate.metric, among: known.map(\.name))
                throw StageFailure(
                    .pipeline, code: "FS316",
                    "Stage '\(gate.of)' has no metric '\(gate.metric)'; it has "
                        + "\(known.isEmpty ? "none" : known.map(\.name).joined(separator: ", ")).",
                    at: gate.location, suggestion: nearest.map { "did you mean '\($0)'?" })
            }
            results.append(
                GateResult(
                    of: gate.of, metric: gate.metric, value: metric.value, min: gate.min, max: gate.max,
                    file: fileName(gate.location.file), line: gate.location.line))
        }
        return results
    }

    private func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
