/// The criteria by which a lambda can be chosen without cross-validation; the smallest value wins.
/// ```
/// aic   fit + 2 df
/// bic   fit + log(n) df
/// ebic  fit + log(n) df + 2 γ log C(p, df)
/// ```
/// `fit` is n log(mean squared error) for gaussian, whose noise variance is unknown, and n times the mean deviance
/// otherwise. Sources: Akaike (1974), doi:10.1109/TAC.1974.1100705; Schwarz (1978), doi:10.1214/aos/1176344136; Chen
/// and Chen (2008), doi:10.1093/biomet/asn034.
public enum InformationCriterion: Sendable, Equatable {
    /// Akaike's.
    case aic
    /// Schwarz's, the Bayesian one.
    case bic
    /// The extended Bayesian one, γ in [0, 1]; γ = 0 is `bic`.
    case ebic(gamma: Double)

    /// The criterion's value, or nil when it is undefined: a gaussian fit without any error left.
    ///
    /// - Parameters:
    ///   - family: the loss.
    ///   - deviance: the mean deviance on the training rows.
    ///   - degreesOfFreedom: see `degreesOfFreedom(of:problem:penalty:)`.
    ///   - sampleCount: n, the rows with weight above 0.
    ///   - featureCount: p, the candidate columns.
    public func value(
        family: Family, deviance: Double, degreesOfFreedom df: Double, sampleCount n: Int, featureCount p: Int
    ) -> Double? {
        let count = Double(n)
        let fit: Double
        switch family {
        case .gaussian:
            guard deviance > 0 else { return nil }
            fit = count * Kernels.log(deviance)
        case .binomial, .multinomial, .poisson:
            fit = count * deviance
        }
        switch self {
        case .aic: return fit + 2 * df
        case .bic: return fit + Kernels.log(count) * df
        case .ebic(let gamma):
            return fit + Kernels.log(count) * df + 2 * gamma * logBinomial(p, Int(df.rounded()))
        }
    }
}

/// The natural logarithm of p choose k, by a sum of logarithms.
func logBinomial(_ p: Int, _ k: Int) -> Double {
    let few = min(k, p - k)
    guard few > 0 else { return 0 }
    return (1...few).reduce(0) { $0 + Kernels.log(Double(p - few + $1) / Double($1)) }
}
