/// The mean squared error of the probabilities.
/// ```
/// binomial      Σ v (y − p)² / Σ v                        p the probability of class 1
/// multinomial   Σ v Σₖ ([y = k] − pₖ)² / Σ v
/// ```
/// Two classes as a multinomial target have twice the binomial value.
func brierScore(_ rows: MetricRows) -> MetricValue {
    guard rows.family == .multinomial else {
        return MetricValue(rows.mean(zip(rows.y, rows.predictions).map { ($0 - $1) * ($0 - $1) }))
    }
    var squares = [Double](repeating: 0, count: rows.y.count)
    for (k, probabilities) in meanResponses(rows.etas, family: .multinomial).enumerated() {
        for i in squares.indices {
            let error = (rows.y[i] == Double(k) ? 1 : 0) - probabilities[i]
            squares[i] += error * error
        }
    }
    return MetricValue(rows.mean(squares))
}
