/// 1 − Σ v (y − η)² / Σ v (y − ȳ)², ȳ the weighted mean of these rows; undefined for a constant y.
func rSquared(_ rows: MetricRows) -> MetricValue {
    let moments = columnMoments(rows.y, weights: rows.weights)
    guard !moments.isConstant else { return MetricValue(undefined: "The target is constant on these rows.") }
    let relative = zip(rows.y, rows.eta).map { y, eta in
        let error = (y - eta) / moments.standardDeviation
        return error * error
    }
    return MetricValue(1 - rows.mean(relative))
}
