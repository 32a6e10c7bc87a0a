/// sqrt( Σ v (y − η)² / Σ v ), in the unit of y.
func rootMeanSquaredError(_ rows: MetricRows) -> MetricValue {
    MetricValue(rows.mean(zip(rows.y, rows.eta).map { ($0 - $1) * ($0 - $1) }).squareRoot())
}
