/// Σ over thresholds, falling, of (recallₖ − recallₖ₋₁) precisionₖ; rows of equal predictor enter together.
///
/// Undefined without positive rows. O(n log n).
func precisionRecallArea(_ rows: MetricRows) -> MetricValue {
    let positive = rows.classWeights.positive
    guard positive > 0 else { return MetricValue(undefined: "No positive row is among these.") }
    var (found, taken, sum) = (0.0, 0.0, 0.0)
    for tie in tiedGroups(rows).reversed() {
        found += tie.positive
        taken += tie.positive + tie.negative
        sum += tie.positive * (found / taken)
    }
    return MetricValue(sum / positive)
}
