import SelectionBundle
import SparseGLM
import StageKit

/// The report of a run in Markdown: what was done, what came out, and what proves it.
struct MarkdownReport {
    let pipeline: String
    let summary: String
    let outcome: RunOutcome
    let gates: [GateResult]
    let warnings: [String]

    /// The whole text.
    var text: String {
        let sections = [
            heading, data, selection, path, model, evaluations, gateTable, dropped, stages, warningList, reading,
        ]
        let text = sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
        // Names come from the data, and a report is shown on terminals.
        return escapeControls(text, except: ["\n", "\t"])
    }

    private var heading: [String] {
        let status = gates.allSatisfy(\.passed) ? "accepted" : "rejected: a gate failed"
        return ["# \(escaped(pipeline))", ""] + (summary.isEmpty ? [] : [escaped(summary), ""]) + [
            "Status: **\(status)**"
        ]
    }

    private var data: [String] {
        guard let loaded = outcome.loaded else { return [] }
        let test = outcome.loadedTest.map { " and \($0.rowCount) test rows, which nothing was fitted on" } ?? ""
        let target = loaded.target.map { target in
            "The target is `\(target.name)`"
                + (target.classes.map { " with the classes \($0.map { "`\($0)`" }.joined(separator: ", "))" } ?? "")
                + (target.isCount ? ", a count." : ".")
        }
        return [
            "## Data", "",
            "\(loaded.rowCount) training rows\(test); \(loaded.features.count) feature columns. \(target ?? "")",
        ]
    }

    private var selection: [String] {
        guard let selection = outcome.selection else { return [] }
        let id = outcome.graph.nodes[outcome.selectionPlace].id
        var lines = [
            "## Selection (`\(id)`)", "",
            "\(selection.features.count) of \(selection.candidates.count) candidate features were kept.", "",
        ]
        guard let path = selection.path else { return lines }
        let chosen = path.chosen
        lines += [
            "| quantity | value |", "|---|---|",
            "| λ, by rule `\(path.rule)` | \(shortest(chosen.lambda)) |",
            "| λmax, the smallest λ that keeps nothing | \(shortest(path.lambdaMax)) |",
            "| duality gap, relative to the intercept-only model | \(shortest(chosen.dualityGap)) |",
            "| largest violation of the optimality conditions | \(shortest(chosen.kktViolation)) |",
            "| support margin: how far the set is from changing | \(shortest(path.supportMargin)) |",
        ]
        return lines
    }

    private var path: [String] {
        guard let path = outcome.selection?.path, path.points.count > 1 else { return [] }
        let step = max(1, path.points.count / 12)
        let shown = path.points.indices.filter {
            $0 % step == 0 || $0 == path.chosenIndex || $0 == path.points.count - 1
        }
        return [
            "### Along the path", "",
            "| λ | features | training deviance | cross-validated mean | standard error | gap |",
            "|---|---|---|---|---|---|",
        ]
            + shown.map { index in
                let point = path.points[index]
                let mark = index == path.chosenIndex ? " ← chosen" : ""
                return "| \(short(point.lambda))\(mark) | \(point.features.count) | \(short(point.deviance)) "
                    + "| \(short(point.crossValidationMean)) | \(short(point.crossValidationError)) | \(short(point.dualityGap)) |"
            } + ["", "The whole path is in `features/path.csv`."]
    }

    private var model: [String] {
        guard let model = outcome.model, let place = outcome.modelPlace else { return [] }
        let refit = model.refitLambda.map { ", refitted with an L2 penalty of λ = \(short($0))" } ?? ""
        let ranked = model.features.indices.sorted { a, b in
            let (x, y) = (size(model, a), size(model, b))
            return x == y ? model.features[a] < model.features[b] : x > y
        }
        // Several classes have a coefficient each.
        let columns =
            model.family == .multinomial ? (model.classes ?? []).map { "`\(escaped($0))`" } : ["coefficient"]
        return [
            "## Model (`\(outcome.graph.nodes[place].id)`)", "",
            "A \(model.family.rawValue) model with the \(model.link) link\(refit). Coefficients are on the scale after the stages "
                + "before it; `features/features.csv` has them on the scale of the data too.", "",
            "| feature | \(columns.joined(separator: " | ")) |",
            "|---|\(String(repeating: "---|", count: columns.count))",
        ]
            + ranked.map { feature in
                "| \(escaped(model.features[feature])) | \(model.coefficients.map { short($0[feature]) }.joined(separator: " | ")) |"
            } + ["| intercept | \(model.intercepts.map { short($0) }.joined(separator: " | ")) |"]
    }

    private func size(_ model: Model, _ feature: Int) -> Double {
        model.coefficients.map { abs($0[feature]) }.max() ?? 0
    }
}
