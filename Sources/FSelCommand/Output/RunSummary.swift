import PipelineEngine
import SelectionBundle
import StageKit

/// What a person wants to know when a run is done.
enum RunSummary {
    static func lines(_ result: PipelineRun.Result) -> [String] {
        let outcome = result.outcome
        var lines = outcome.fitted.profiles.compactMap(\.self).flatMap(ProfileText.lines)
        if let selection = outcome.selection {
            let lambda = selection.path.map {
                " at lambda \(significant($0.chosen.lambda, digits: 4)) (\($0.rule)), relative duality gap "
                    + significant($0.chosen.dualityGap, digits: 2)
            }
            lines.append(
                "selected  \(selection.features.count) of \(selection.candidates.count) features\(lambda ?? "")")
            lines += wrapped(outcome.model?.features ?? selection.features)
        }
        if let lambda = outcome.model?.refitLambda {
            lines.append("refitted  with lambda \(significant(lambda, digits: 4))")
        }
        for evaluation in outcome.fitted.evaluations.compactMap(\.self) {
            let metrics = evaluation.metrics.map { metric in
                "\(metric.name) \(metric.value.map { significant($0, digits: 5) } ?? "undefined")\(interval(metric))"
            }
            lines.append("measured  on \(evaluation.on), \(evaluation.rows) rows: \(metrics.joined(separator: ", "))")
        }
        if !result.gates.isEmpty {
            let passed = result.gates.count(where: \.passed)
            lines.append("gates     \(passed) of \(result.gates.count) passed")
        }
        lines.append("digest    \(result.contentDigest)")
        lines.append("report    fsel show \(result.path) report/report.md")
        return lines.map { abridged(escapeControls($0)) }
    }

    private static func interval(_ metric: Evaluation.Metric) -> String {
        guard let low = metric.low, let high = metric.high else { return "" }
        return " (\(significant(low, digits: 4)) to \(significant(high, digits: 4)))"
    }

    /// Names on lines of about a hundred characters, at most four lines.
    private static func wrapped(_ names: [String]) -> [String] {
        var lines: [String] = []
        var line = ""
        for (index, name) in names.enumerated() {
            if !line.isEmpty, line.count + name.count > 90 {
                lines.append(line)
                line = ""
                if lines.count == 4 { return indented(lines) + ["          and \(names.count - index) more"] }
            }
            line += (line.isEmpty ? "" : ", ") + name
        }
        return indented(lines + (line.isEmpty ? [] : [line]))
    }

    private static func indented(_ lines: [String]) -> [String] { lines.map { "          \($0)" } }
}
