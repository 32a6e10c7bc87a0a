/// Σ v |y − η| / Σ v, in the unit of y.
func meanAbsoluteError(_ rows: MetricRows) -> MetricValue {
    MetricValue(rows.mean(zip(rows.y, rows.eta).map { abs($0 - $1) }))
}
