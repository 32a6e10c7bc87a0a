/// The probability that a positive row has the larger predictor than a negative one, ties counting one half.
///
/// ```
/// Σ over positive i, negative j of vᵢ vⱼ ([ηᵢ > ηⱼ] + ½ [ηᵢ = ηⱼ]) / (V₊ V₋)
/// ```
/// O(n log n). Undefined when only one class is there. Source: Fawcett, doi:10.1016/j.patrec.2005.10.010.
func areaUnderROC(_ rows: MetricRows) -> MetricValue {
    let (positive, negative) = rows.classWeights
    guard positive > 0, negative > 0 else { return MetricValue(undefined: oneClassOnly) }
    var below = 0.0
    var area = 0.0
    for tie in tiedGroups(rows) {
        area += tie.positive * (below + 0.5 * tie.negative)
        below += tie.negative
    }
    return MetricValue(area / positive / negative)
}

/// The class weights of each distinct predictor, ascending.
func tiedGroups(_ rows: MetricRows) -> [(positive: Double, negative: Double)] {
    let order = rows.eta.indices.sorted { (rows.eta[$0], $0) < (rows.eta[$1], $1) }
    var groups: [(positive: Double, negative: Double)] = []
    var last: Double?
    for i in order {
        if rows.eta[i] != last { groups.append((0, 0)) }
        last = rows.eta[i]
        if rows.y[i] == 1 {
            groups[groups.count - 1].positive += rows.weights[i]
        } else {
            groups[groups.count - 1].negative += rows.weights[i]
        }
    }
    return groups
}
