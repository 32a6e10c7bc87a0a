/// A question put in two ways, whose answers determine each other.
struct LawPair {
    var first: RegressionCase
    var second: RegressionCase
    /// The second question's λ over the first's.
    var lambdaFactor = 1.0
    /// The second objective is scale · first + shift, wherever the two models correspond.
    var objectiveScale = 1.0
    var objectiveShift = 0.0
    /// For each row of the second case, its row in the first.
    var rows: [Int]
    /// The second model's means of a row, from the first's.
    var mean: @Sendable ([Double]) -> [Double] = { $0 }
    /// Whether the answers are equal to the last bit.
    var isExact = false
    /// The λ, relative to each question's own, that the first and the second solve come by on their way.
    var leading: (first: [Double], second: [Double]) = ([], [])
    /// Those to which the second solve goes on afterwards.
    var following: [Double] = []

    /// Two cases that differ in form alone.
    init(_ first: RegressionCase, _ second: RegressionCase) {
        self.first = first
        self.second = second
        rows = Array(second.y.indices)
    }
}

/// What must hold between the answers to two questions.
enum Law: String, CaseIterable, Sendable {
    case rowOrder = "the order of rows"
    case columnOrder = "the order of columns"
    case columnScale = "the scale of columns, their penalty going with it"
    case targetScale = "the scale, origin or naming of the target"
    case rowsDoubled = "rows twice instead of weights twice"
    case rowsDeleted = "rows deleted instead of weights of zero"
    case weightUnit = "the unit of the weights"
    case sharedOffset = "an offset shared by all rows"
    case sparseStorage = "sparse instead of dense columns"
    case viewedStorage = "a standardized view instead of the columns"
    case groupTurn = "an orthogonal turn within groups"
    case pathBefore = "the path that leads to a lambda"
    case pathAfter = "the path that goes on after a lambda"

    /// Whether a family has the question: offsets and groups are for one predictor.
    func applies(to family: OracleFamily) -> Bool {
        family.predictorCount == 1 || ![.sharedOffset, .groupTurn].contains(self)
    }

    /// Puts a case's question in two ways.
    func pair(_ given: RegressionCase, _ random: inout CaseRandom) -> LawPair {
        switch self {
        case .rowOrder: given.pairOfRowOrders(&random)
        case .columnOrder: given.pairOfColumnOrders(&random)
        case .columnScale: given.pairOfColumnScales(&random)
        case .targetScale: given.pairOfTargets(&random)
        case .rowsDoubled: given.pairOfDoubledRows(&random)
        case .rowsDeleted: given.pairOfDeletedRows(&random)
        case .weightUnit: given.pairOfWeightUnits(&random)
        case .sharedOffset: given.pairOfSharedOffsets(&random)
        case .sparseStorage: given.pairOfStorages(.sparse, &random)
        case .viewedStorage: given.pairOfStorages(.standardizedView, &random)
        case .groupTurn: given.pairOfTurns(&random)
        case .pathBefore: given.pairOfPathsBefore()
        case .pathAfter: given.pairOfPathsAfter()
        }
    }
}
