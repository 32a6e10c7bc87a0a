/// The distribution that a regression assumes of its target.
///
/// With the linear predictor η = xᵀw + b, the loss of one observation is
/// ```
/// gaussian      ½ (y − η)²
/// binomial      log(1 + exp η) − y η,          y ∈ {0, 1}
/// multinomial   log Σₖ exp ηₖ − η_y,           y ∈ {0, 1, … K − 1}
/// poisson       exp η − y η,                   y ≥ 0
/// ```
/// The multinomial family has one linear predictor ηₖ = xᵀwₖ + bₖ for each of K classes, none left out; every wⱼₖ is
/// penalised for itself.
public enum Family: String, Sendable, CaseIterable, Codable {
    /// A numeric target, squared loss, identity link.
    case gaussian
    /// A target of 0 and 1, logistic loss, logit link.
    case binomial
    /// A target of class numbers from 0, cross-entropy loss, softmax link.
    case multinomial
    /// A target of counts or rates ≥ 0, Poisson loss, log link; an offset is the logarithm of the exposure.
    case poisson
}
