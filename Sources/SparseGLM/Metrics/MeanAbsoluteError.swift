/// Σ v |y − μ| / Σ v, in the unit of y, μ the expected target.
func meanAbsoluteError(_ rows: MetricRows) -> MetricValue {
    MetricValue(rows.mean(zip(rows.y, rows.predictions).map { abs($0 - $1) }))
}
