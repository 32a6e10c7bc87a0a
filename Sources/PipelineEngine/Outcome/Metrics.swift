import StageKit

/// A named number that a stage measured; `nil` where it is undefined.
package struct StageMetric: Sendable, Hashable {
    /// The metric's name.
    package let name: String
    /// Its value; `nil` where it is undefined.
    package let value: Double?
}

extension RunOutcome {
    /// All metrics of a stage, in order: what gates may refer to.
    ///
    /// Evaluations have the metrics they were asked for; a selection has `features`, `candidates`, `lambda`, `lambda-max`,
    /// `duality-gap`, `kkt-violation` and `support-margin`; a refit has `features` and `lambda`.
    package func metrics(of place: Int) -> [StageMetric] {
        if let evaluation = fitted.evaluations[place] {
            return evaluation.metrics.map { StageMetric(name: $0.name, value: $0.value) }
        }
        guard let fit = fitted.fits[place] else { return [] }
        // A refit may give back the selection behind its model; it is measured as a refit all the same.
        let selects = graph.nodes[place].descriptor.gives.contains(.selection)
        if selects, let selection = fit.selection { return metrics(of: selection) }
        guard let model = fit.model else { return [] }
        return [
            StageMetric(name: "features", value: Double(model.features.count)),
            StageMetric(name: "lambda", value: model.refitLambda),
        ]
    }

    private func metrics(of selection: Selection) -> [StageMetric] {
        let counts = [
            StageMetric(name: "features", value: Double(selection.features.count)),
            StageMetric(name: "candidates", value: Double(selection.candidates.count)),
        ]
        guard let path = selection.path else { return counts }
        return counts + [
            StageMetric(name: "lambda", value: path.chosen.lambda),
            StageMetric(name: "lambda-max", value: path.lambdaMax),
            StageMetric(name: "duality-gap", value: path.chosen.dualityGap),
            StageMetric(name: "kkt-violation", value: path.chosen.kktViolation),
            StageMetric(name: "support-margin", value: path.supportMargin),
        ]
    }
}
