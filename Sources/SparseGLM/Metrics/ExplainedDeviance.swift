/// 1 − D/D₀, D the mean deviance and D₀ that of the weighted mean of these rows' target.
///
/// For gaussian it is R²; for binomial it is undefined when only one class is there.
func shareOfDevianceExplained(_ rows: MetricRows) -> MetricValue {
    guard rows.family == .binomial else { return rSquared(rows) }
    let (positive, negative) = rows.classWeights
    guard positive > 0, negative > 0 else { return MetricValue(undefined: oneClassOnly) }
    let share = positive / (positive + negative)
    let null = -2 * (share * Kernels.log(share) + (1 - share) * Kernels.log1p(-share))
    return MetricValue(1 - rows.mean(deviances(family: .binomial, y: rows.y, eta: rows.eta)) / null)
}

/// The reason that the classification metrics share.
let oneClassOnly = "Only one class occurs on these rows."
