package import StageKit

/// What a selecting stage kept.
package struct StageSelection: Sendable {
    /// The stage's id.
    package let stage: String
    /// What it kept and why.
    package let selection: Selection

    /// - Parameters:
    ///   - stage: The stage's id.
    ///   - selection: What it kept and why.
    package init(stage: String, selection: Selection) {
        self.stage = stage
        self.selection = selection
    }
}

/// The strength with which a refit was penalised.
package struct StageRefit: Sendable {
    /// The stage's id.
    package let stage: String
    /// Its λ; nil where it has none.
    package let lambda: Double?

    /// - Parameters:
    ///   - stage: The stage's id.
    ///   - lambda: Its λ.
    package init(stage: String, lambda: Double?) {
        self.stage = stage
        self.lambda = lambda
    }
}

/// What an evaluating stage measured.
package struct StageEvaluation: Sendable {
    /// The stage's id.
    package let stage: String
    /// Its metrics.
    package let evaluation: Evaluation

    /// - Parameters:
    ///   - stage: The stage's id.
    ///   - evaluation: Its metrics.
    package init(stage: String, evaluation: Evaluation) {
        self.stage = stage
        self.evaluation = evaluation
    }
}

/// A gate and whether its metric passed it.
package struct GateResult: Sendable, Equatable {
    /// The id of the stage whose metric it looks at.
    package let of: String
    /// The metric.
    package let metric: String
    /// The metric's value; nil where it is undefined, and then the gate is not passed.
    package let value: Double?
    /// The least value that passes.
    package let min: Double?
    /// The greatest value that passes.
    package let max: Double?
    /// The file of the pipeline in which the gate stands, named from the pipeline's own folder, so that the bundle does not
    /// depend on where it was made.
    package let file: String
    /// The gate's line in it, from 1.
    package let line: Int

    /// - Parameters:
    ///   - of: The id of the stage whose metric it looks at.
    ///   - metric: The metric.
    ///   - value: The metric's value; nil where it is undefined.
    ///   - min: The least value that passes.
    ///   - max: The greatest value that passes.
    ///   - file: The file in which the gate stands.
    ///   - line: The gate's line in it.
    package init(of: String, metric: String, value: Double?, min: Double?, max: Double?, file: String, line: Int) {
        self.of = of
        self.metric = metric
        self.value = value
        self.min = min
        self.max = max
        self.file = file
        self.line = line
    }

    /// Whether `min ≤ value ≤ max`.
    package var passed: Bool {
        guard let value, value.isFinite else { return false }
        return value >= min ?? -.infinity && value <= max ?? .infinity
    }
}
