/// 1 − D/D₀, D the mean deviance and D₀ that of the weighted mean of these rows' target.
///
/// For gaussian it is R²; for classes it is undefined when only one is there, for poisson when the target is constant.
func shareOfDevianceExplained(_ rows: MetricRows) -> MetricValue {
    switch rows.family {
    case .gaussian:
        return rSquared(rows)
    case .binomial:
        let (positive, negative) = rows.classWeights
        guard positive > 0, negative > 0 else { return MetricValue(undefined: oneClassOnly) }
        let share = positive / (positive + negative)
        let null = -2 * (share * Kernels.log(share) + (1 - share) * Kernels.log1p(-share))
        return MetricValue(1 - rows.deviance / null)
    case .multinomial:
        let counts = ConfusionMatrix(rows).classWeights.filter { $0 > 0 }
        guard counts.count > 1 else { return MetricValue(undefined: oneClassOnly) }
        let total = counts.reduce(0, +)
        let null = -2 * counts.reduce(0) { $0 + $1 / total * Kernels.log($1 / total) }
        return MetricValue(1 - rows.deviance / null)
    case .poisson:
        guard rows.y.contains(where: { $0 != rows.y[0] }) else {
            return MetricValue(undefined: "The target is constant on these rows.")
        }
        let mean = [Double](repeating: Kernels.log(rows.mean(rows.y)), count: rows.y.count)
        return MetricValue(1 - rows.deviance / rows.mean(deviances(family: .poisson, y: rows.y, eta: mean)))
    }
}

/// The reason that the classification metrics share.
let oneClassOnly = "Only one class occurs on these rows."
