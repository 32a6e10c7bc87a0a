import SparseGLM
import StageKit

/// The options of `l1-select`: a value of this type holds no contradiction.
struct L1SelectOptions: Sendable {
    /// The family, or `auto` to take it from the target.
    let family: FamilyChoice
    /// Where the family or the element stands.
    let familyLocation: SourceLocation?
    /// The share of the L1 part of the penalty, in (0, 1].
    let l1Ratio: Double
    /// Whether an unpenalised constant term is fitted.
    let fitsIntercept: Bool
    /// The most features to select; `nil` for any number.
    let maxFeatures: Int?
    /// Where `max-features` or the element stands.
    let maxFeaturesLocation: SourceLocation?
    /// The algorithm, its tolerance and its patience.
    let settings: SolverSettings
    /// Whether missing the tolerance fails the run.
    let failsOnNonconvergence: Bool
    /// Where `tolerance` or the element stands.
    let toleranceLocation: SourceLocation?
    /// Whether an empty selection fails the run.
    let failsOnEmpty: Bool
    /// How many values of λ the path has.
    let lambdaCount: Int
    /// The smallest λ over the largest; `nil` leaves it to the shape of the data.
    let minRatio: Double?
    /// How λ is chosen.
    let choice: LambdaChoice
    /// What single features are told, in document order.
    let columnRules: [ColumnRule]
    /// What groups are told, in document order.
    let groupRules: [GroupRule]
    /// Whether the features made from one column are a group.
    let groupsCategorical: Bool
    /// The share of the L1 norm in the penalty of a group.
    let groupL1Ratio: Double
    /// Where the element stands.
    let location: SourceLocation?

    /// Checks what no single option can say.
    ///
    /// - Throws: ``StageFailure`` of kind `pipeline` where options contradict each other.
    init(_ options: StageOptions) throws(StageFailure) {
        location = options.location
        family = options[Self.familyOption]
        familyLocation = options.location(of: "family")
        l1Ratio = options[Self.l1RatioOption]
        fitsIntercept = options[Self.interceptOption] == .fit
        maxFeatures = options[Self.maxFeaturesOption]
        maxFeaturesLocation = options.location(of: "max-features")
        let solver = options[Self.solverOption]
        settings = SolverSettings(
            solver: solver.name, tolerance: options[Self.toleranceOption],
            maxIterations: options[Self.maxIterationsOption])
        toleranceLocation = options.location(of: "tolerance")
        failsOnNonconvergence = options[Self.nonconvergenceOption].map { $0 == .fail } ?? !solver.isTextbook
        failsOnEmpty = options[Self.emptyOption] == .fail
        let path = options.child("path")
        lambdaCount = path?[Self.lambdasOption] ?? Self.standardLambdaCount
        minRatio = path?[Self.minRatioOption]
        choice = try LambdaChoice(options)
        columnRules = try ColumnRule.all(in: options)
        groupRules = options.children("group").map(GroupRule.init)
        groupsCategorical = options[Self.categoricalOption] == .group
        groupL1Ratio = options[Self.groupL1RatioOption]
        try Self.checkGroups(options)
        try checkFamily()
    }

    private static let standardLambdaCount = StageOptions(
        descriptor: ElementDescriptor(name: "path", summary: "", options: [lambdasOption.descriptor]), values: [:]
    )[lambdasOption]

    private func checkFamily() throws(StageFailure) {
        // What auto stands for is known with the target alone.
        guard let known = Family(rawValue: family.rawValue) else { return }
        switch choice {
        case .fixed(let fixed) where fixed.scale == .mse && known != .gaussian: throw fixed.scaleMismatch
        case .crossValidation(let cv): try cv.checkMeasure(for: known)
        default: return
        }
    }
}

extension L1SelectOptions.SolverChoice {
    /// The solver that it names.
    var name: SolverName {
        switch self {
        case .auto: .auto
        case .coordinateDescent: .coordinateDescent
        case .ista: .ista
        case .fista: .fista
        case .subgradient: .subgradient
        }
    }

    /// Whether it is one of the textbook solvers, which need not reach the tolerance.
    var isTextbook: Bool {
        switch self {
        case .auto, .coordinateDescent: false
        case .ista, .fista, .subgradient: true
        }
    }
}
