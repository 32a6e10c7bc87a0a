import SelectionBundle
import StageKit

extension MarkdownReport {
    var evaluations: [String] {
        let lines = outcome.fitted.evaluations.enumerated().flatMap { place, evaluation -> [String] in
            guard let evaluation else { return [] }
            let rows = evaluation.metrics.map { metric in
                let value = metric.value.map { short($0) } ?? "undefined: \(metric.reason ?? "")"
                return "| \(metric.name) | \(value) | \(interval(metric)) | \(metric.direction) |"
            }
            return [
                "", "## Evaluation (`\(outcome.graph.nodes[place].id)`)", "",
                "On `\(evaluation.on)`, \(evaluation.rows) rows.", "",
                "| metric | value | interval | better |", "|---|---|---|---|",
            ] + rows + confusion(evaluation)
        }
        return Array(lines.dropFirst())
    }

    private func interval(_ metric: Evaluation.Metric) -> String {
        guard let low = metric.low, let high = metric.high, let level = metric.level else { return "" }
        return "\(short(low)) … \(short(high)) (\(shortest(level * 100)) %)"
    }

    private func confusion(_ evaluation: Evaluation) -> [String] {
        guard let confusion = evaluation.confusion else { return [] }
        let labels = confusion.labels.map { escaped($0) }
        return [
            "", "| actual \\ predicted | \(labels.joined(separator: " | ")) |",
            "|---|\(String(repeating: "---|", count: labels.count))",
        ]
            + zip(labels, confusion.counts).map { label, counts in
                "| \(label) | \(counts.map { short($0) }.joined(separator: " | ")) |"
            }
    }

    var gateTable: [String] {
        guard !gates.isEmpty else { return [] }
        return ["## Gates", "", "| gate | value | bounds | passed |", "|---|---|---|---|"]
            + gates.map { gate in
                let bounds = [gate.min.map { "≥ \(shortest($0))" }, gate.max.map { "≤ \(shortest($0))" }]
                return "| \(gate.metric) of `\(gate.of)` (line \(gate.line)) | \(short(gate.value)) "
                    + "| \(bounds.compactMap(\.self).joined(separator: ", ")) | \(gate.passed ? "yes" : "**no**") |"
            }
    }

    var dropped: [String] {
        let all = (outcome.selection?.dropped ?? []) + outcome.dropped.filter { $0.reason != .excludedByRole }
        guard !all.isEmpty else { return [] }
        let shown = all.prefix(50).map {
            "| \(escaped($0.name)) | \($0.reason.rawValue) | \(escaped($0.detail)) |"
        }
        let rest = all.count > 50 ? ["", "\(all.count - 50) more are in `features/dropped.csv`."] : []
        return ["## Features that were not kept", "", "| feature | reason | detail |", "|---|---|---|"] + shown + rest
    }

    var stages: [String] {
        let lines = outcome.graph.nodes.enumerated().flatMap { place, node in
            ["- **\(node.id)** (`\(node.descriptor.name)`, version \(node.descriptor.version))"]
                + outcome.fitted.facts[place].map { "  - \(escaped($0.name)): \(escaped($0.text))" }
        }
        return ["## Stages", ""] + lines
    }

    var warningList: [String] {
        warnings.isEmpty ? [] : ["## Warnings", ""] + warnings.map { "- \(escaped($0))" }
    }

    var reading: [String] {
        [
            "## How to read this", "",
            "The L1 penalty sets coefficients exactly to zero, and the features with a non-zero one are selected; the duality gap "
                + "bounds how far the solution can be from the optimum.",
            "No p-values or confidence intervals of coefficients are given: after a selection on the same rows the usual ones "
                + "are not valid. Bootstrap intervals are of the metrics, with the model held fixed.",
        ]
    }

    /// A text that Markdown shows as it is.
    func escaped(_ text: String) -> String { escapeMarkdown(text) }

    /// A number in six significant digits; the bundle's tables have them all.
    func short(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return significant(value)
    }
}
