import SparseGLM
import StageKit

/// The selected features by rank: by the largest |standardized coefficient| of the final model, ties by name.
///
/// Without a model the selection's own coefficients rank them.
struct FeatureRanking {
    /// A feature and its numbers.
    struct Feature {
        let name: String
        /// From 1.
        let rank: Int
        /// The final model's coefficients on the scale after `normalize`, a class each; empty without a model.
        let standardized: [Double]
        /// The selection's own coefficient, a class each; empty without a path.
        let l1: [Double]
        /// The largest λ of the grid at which the feature is in; nil without a path.
        let lambdaEntry: Double?
        /// What `normalize` subtracts.
        let mean: Double
        /// What `normalize` divides by.
        let scale: Double
    }

    let ranked: [Feature]
    /// The classes whose coefficients are listed apart; empty where there is one linear predictor.
    let classes: [String]

    init(_ record: BundleRecord) {
        let selection = record.selections[record.mainSelection].selection
        let model = record.model?.model
        classes = (model?.family ?? selection.family) == .multinomial ? model?.classes ?? selection.classes ?? [] : []
        let places = Self.places(of: model?.features ?? [])
        let entries = Self.entries(selection.path)
        let own = Self.ownCoefficients(selection.path, classes: classes)
        let scales = Self.scales(record.model?.operations ?? [])
        let unranked = selection.features.map { name in
            Feature(
                name: name, rank: 0,
                standardized: model.map { model in
                    model.coefficients.map { row in places[name].map { row[$0] } ?? 0 }
                } ?? [],
                l1: own[name] ?? [], lambdaEntry: entries[name], mean: scales[name]?.mean ?? 0,
                scale: scales[name]?.scale ?? 1)
        }
        let byRank = unranked.sorted { a, b in
            let (left, right) = (a.weight, b.weight)
            return left == right ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : left > right
        }
        ranked = byRank.enumerated().map { $1.ranked($0 + 1) }
    }

    private static func places(of names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func entries(_ path: SelectionPath?) -> [String: Double] {
        var entries: [String: Double] = [:]
        for point in path?.points ?? [] {
            for coefficient in point.coefficients where entries[coefficient.name] == nil {
                entries[coefficient.name] = point.lambda
            }
        }
        return entries
    }

    private static func ownCoefficients(_ path: SelectionPath?, classes: [String]) -> [String: [Double]] {
        var own: [String: [Double]] = [:]
        for coefficient in path?.chosen.coefficients ?? [] {
            let place = coefficient.classLabel.flatMap { classes.firstIndex(of: $0) } ?? 0
            own[coefficient.name, default: [Double](repeating: 0, count: max(classes.count, 1))][place] =
                coefficient.value
        }
        return own
    }

    /// The centre and scale of each feature: the affine operations on it in place, taken together.
    private static func scales(_ operations: [ColumnOperation]) -> [String: (mean: Double, scale: Double)] {
        var scales: [String: (mean: Double, scale: Double)] = [:]
        for operation in operations {
            if case .computed = operation { for output in operation.outputs { scales[output] = nil } }
            guard let output = operation.outputs.first else { continue }
            guard case .affine(let input, _, let center, let scale) = operation else {
                if operation.inputs != [output] || !operation.keepsScale { scales[output] = nil }
                continue
            }
            let before = input == output ? scales[input] ?? (mean: 0, scale: 1) : (mean: 0, scale: 1)
            // ((x − m) / s − c) / d = (x − (m + c s)) / (s d)
            scales[output] = (before.mean + center * before.scale, before.scale * scale)
        }
        return scales
    }
}

extension FeatureRanking.Feature {
    fileprivate var weight: Double { (standardized.isEmpty ? l1 : standardized).map(abs).max() ?? 0 }

    fileprivate func ranked(_ rank: Int) -> Self {
        Self(
            name: name, rank: rank, standardized: standardized, l1: l1, lambdaEntry: lambdaEntry, mean: mean,
            scale: scale)
    }
}

extension ColumnOperation {
    /// Whether the operation leaves present values within its bounds as they are.
    fileprivate var keepsScale: Bool {
        switch self {
        case .clip, .impute: true
        default: false
        }
    }
}
