/// Σ v (y − p)² / Σ v, p the probability of class 1.
func brierScore(_ rows: MetricRows) -> MetricValue {
    MetricValue(rows.mean(zip(rows.y, rows.predictions).map { ($0 - $1) * ($0 - $1) }))
}
