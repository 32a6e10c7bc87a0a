/// How the columns and the target of a problem are brought to the solvers' own units.
///
/// ```
/// x̃ᵢⱼ = (xᵢⱼ − centerⱼ)/scaleⱼ      ỹᵢ = (yᵢ − targetCenter)/targetUnit      wⱼ = b̃ⱼ · targetUnit/scaleⱼ
/// ```
/// In these units all gradients are of order 1, whatever the data's scale.
struct Scaling: Sendable {
    let fitsIntercept: Bool
    /// What is taken off each column, p values; 0 without an intercept.
    let centers: [Double]
    /// What each difference is divided by, p values above 0.
    let scales: [Double]
    /// Whether a column can have a coefficient at all: not constant.
    let varies: [Bool]
    /// What was taken off a gaussian target, and what it was then divided by; 0 and 1 for other families.
    let targetCenter: Double
    let targetUnit: Double
    /// What gradients were divided by with the target: its unit for gaussian and poisson, 1 for classes.
    let gradientUnit: Double

    init(
        fitsIntercept: Bool, centers: [Double], scales: [Double], varies: [Bool], targetCenter: Double,
        targetUnit: Double, gradientUnit: Double? = nil
    ) {
        self.fitsIntercept = fitsIntercept
        self.centers = centers
        self.scales = scales
        self.varies = varies
        self.targetCenter = targetCenter
        self.targetUnit = targetUnit
        self.gradientUnit = gradientUnit ?? targetUnit
    }

    /// What the loss was divided by.
    var lossUnit: Double { targetUnit * gradientUnit }

    /// A scaled coefficient on the scale of the matrix as it was given.
    func original(_ j: Int, _ b: Double) -> Double { b / scales[j] * targetUnit }

    /// The constant term on the scale of the matrix as it was given, for scaled coefficients of some columns.
    func originalIntercept(_ intercept: Double, columns: [Int], b: [Double]) -> Double {
        guard fitsIntercept else { return 0 }
        var value = intercept * targetUnit + targetCenter
        for (j, b) in zip(columns, b) where b != 0 { value -= original(j, b) * centers[j] }
        return value
    }
}
