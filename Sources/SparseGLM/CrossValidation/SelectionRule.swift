/// How lambda is chosen on a cross-validation curve.
public enum SelectionRule: String, Sendable, CaseIterable, Codable {
    /// The largest lambda whose mean is within one standard error of the smallest mean.
    case oneStandardError = "1se"
    /// The lambda of the smallest mean; ties go to the larger lambda.
    case minimum = "min"
}
