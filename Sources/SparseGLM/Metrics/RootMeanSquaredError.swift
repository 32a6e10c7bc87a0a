/// sqrt( Σ v (y − μ)² / Σ v ), in the unit of y, μ the expected target.
func rootMeanSquaredError(_ rows: MetricRows) -> MetricValue {
    MetricValue(rows.mean(zip(rows.y, rows.predictions).map { ($0 - $1) * ($0 - $1) }).squareRoot())
}
