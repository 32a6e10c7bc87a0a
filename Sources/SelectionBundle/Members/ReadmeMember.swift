import SparseGLM
import StageJSON
import StageKit

/// `README.md`: the model card, for a person who has only the bundle.
enum ReadmeMember {
    static func bytes(_ record: BundleRecord, _ ranking: FeatureRanking) -> [UInt8] {
        let sections = [
            title(record), data(record), features(record, ranking), metrics(record), gates(record), limits(record),
            use(record),
        ]
        let text = sections.flatMap(\.self).joined(separator: "\n") + "\n"
        // Names come from the data, and a model card is shown on terminals.
        return Array(escapeControls(text, except: ["\n", "\t"]).utf8)
    }

    private static func title(_ record: BundleRecord) -> [String] {
        let summary = record.summary.isEmpty ? [] : [record.summary, ""]
        let family = record.selections[record.mainSelection].selection.family.rawValue
        let model = record.model.map { model in
            let refit = model.model.refitLambda.map { ", refitted with an L2 penalty of λ = \(significant($0))" } ?? ""
            return "A \(family) linear model with \(model.model.link) link for `\(model.signature.target)`\(refit)."
        }
        return ["# \(record.pipeline)", ""] + summary
            + [model ?? "A set of features selected for a \(family) target; there is no model in this bundle.", ""]
            + ["Status: **\(record.status.rawValue)**. Made by fsel \(record.toolVersion).", ""]
    }

    private static func data(_ record: BundleRecord) -> [String] {
        ["## Data", ""] + record.dataFacts.map { "- \($0)" } + [""]
    }

    private static func features(_ record: BundleRecord, _ ranking: FeatureRanking) -> [String] {
        let main = record.selections[record.mainSelection]
        let chosen = main.selection.path.map { " at λ = \(significant($0.chosen.lambda)), rule `\($0.rule)`" } ?? ""
        let count = "\(ranking.ranked.count) of \(main.selection.candidates.count) features selected\(chosen)."
        let rows = ranking.ranked.map { feature in
            let texts = (feature.standardized.isEmpty ? feature.l1 : feature.standardized).map { significant($0) }
            return "| \(feature.rank) | \(cell(feature.name)) | \(texts.joined(separator: " | ")) |"
        }
        // Several classes have a coefficient each.
        let columns = ranking.classes.isEmpty ? ["standardized coefficient"] : ranking.classes.map(cell)
        let table =
            [
                "| rank | feature | \(columns.joined(separator: " | ")) |",
                "|---:|---|\(String(repeating: "---:|", count: columns.count))",
            ] + rows
        let caption = ranking.classes.isEmpty ? [] : ["Standardized coefficients, a column per class:", ""]
        return ["## Features", "", count, ""] + (rows.isEmpty ? [] : caption + table + [""])
    }

    private static func metrics(_ record: BundleRecord) -> [String] {
        guard !record.evaluations.isEmpty else { return [] }
        let rows = record.evaluations.flatMap { item in
            item.evaluation.metrics.map { metric in
                let value = metric.value.map { significant($0) } ?? "undefined: \(cell(metric.reason ?? ""))"
                return
                    "| \(cell(item.stage)) | \(item.evaluation.on) | \(item.evaluation.rows) | \(metric.name) | \(value) |"
            }
        }
        return ["## Metrics", "", "| stage | on | rows | metric | value |", "|---|---|---:|---|---:|"] + rows + [""]
    }

    private static func gates(_ record: BundleRecord) -> [String] {
        guard !record.gates.isEmpty else { return ["## Gates", "", "None.", ""] }
        let rows = record.gates.map { gate in
            let bounds = [gate.min.map { "≥ \(shortest($0))" }, gate.max.map { "≤ \(shortest($0))" }]
            let wanted = bounds.compactMap(\.self).joined(separator: " and ")
            let found = gate.value.map { significant($0) } ?? "undefined"
            return "| \(cell(gate.of)) | \(gate.metric) | \(wanted) | \(found) | \(gate.passed ? "passed" : "failed") |"
        }
        return ["## Gates", "", "| of | metric | wanted | found | |", "|---|---|---|---:|---|"] + rows + [""]
    }

    private static func limits(_ record: BundleRecord) -> [String] {
        guard let model = record.model?.model else { return list(record.limits) }
        let coefficients =
            model.refitLambda == 0
            ? "The features were chosen on the rows on which the coefficients were fitted, so that ordinary p-values and "
                + "intervals do not hold for them."
            : "The coefficients are shrunk towards zero by a penalty; no p-values or intervals belong to them."
        return list(
            record.limits + [
                coefficients,
                "Where features are correlated, others may predict as well as the selected ones; see "
                    + "`features/dropped.csv`.",
                "Rows beyond the ranges in `model/signature.json` are extrapolated linearly"
                    + (model.family == .gaussian ? "." : ", before the \(model.link) link."),
            ])
    }

    private static func list(_ limits: [String]) -> [String] {
        ["## Limits", ""] + (limits.isEmpty ? ["None are known."] : limits.map { "- \($0)" }) + [""]
    }

    private static func use(_ record: BundleRecord) -> [String] {
        var lines = ["## Use", "", "```", "fsel show BUNDLE report/report.md", "fsel verify BUNDLE"]
        if record.model != nil { lines.append("fsel predict BUNDLE rows.csv") }
        return lines + ["```"]
    }

    /// A text as a cell of a table.
    private static func cell(_ text: String) -> String { escapeMarkdown(text) }
}
