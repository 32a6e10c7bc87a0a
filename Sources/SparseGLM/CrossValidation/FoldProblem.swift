/// One fold: which rows train, which are held out, and how the training part standardizes the columns.
///
/// Without held-out rows it is a fit on its training rows and nothing is scored.
public struct FoldProblem: Sendable, Equatable {
    /// The rows that train, ascending.
    public let training: [Int]
    /// The rows that are held out, ascending.
    public let heldOut: [Int]
    /// What is subtracted from each column, p values, or nil for nothing.
    public let means: [Double]?
    /// What each difference is divided by, p values other than 0, or nil for 1.
    public let scales: [Double]?

    /// Describes a fold of rows of a matrix of p columns.
    public init(training: [Int], heldOut: [Int], means: [Double]? = nil, scales: [Double]? = nil) {
        self.training = training
        self.heldOut = heldOut
        self.means = means
        self.scales = scales
    }
}

/// What a fold gives: the path on its training rows and how well it does on the others.
public struct FoldPath: Sendable, Equatable {
    /// One solution for each lambda; coefficients are on the scale to which the fold standardizes.
    public let solutions: [Solution]
    /// The mean deviance of the held-out rows at each lambda, weighted; empty without held-out rows.
    public let heldOutDeviance: [Double]

    /// Puts a fold's results together.
    public init(solutions: [Solution], heldOutDeviance: [Double]) {
        self.solutions = solutions
        self.heldOutDeviance = heldOutDeviance
    }
}
