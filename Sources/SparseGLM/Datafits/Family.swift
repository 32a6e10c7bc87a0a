/// The distribution that a regression assumes of its target.
///
/// With the linear predictor η = xᵀw + b, the loss of one observation is
/// ```
/// gaussian   ½ (y − η)²
/// binomial   log(1 + exp η) − y η,   y ∈ {0, 1}
/// ```
public enum Family: String, Sendable, CaseIterable, Codable {
    /// A numeric target, squared loss, identity link.
    case gaussian
    /// A target of 0 and 1, logistic loss, logit link.
    case binomial
}
