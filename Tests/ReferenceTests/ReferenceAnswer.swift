import FoundationEssentials

/// What every file of answers begins with.
struct ReferenceHeader: Decodable {
    var dataset: String
    var family: String
}

/// The answers of one data set, as far as these tests read them.
struct ReferenceAnswer: Decodable {
    var dataset: String
    var file: String
    var family: String
    var variants: [String: ReferenceVariant]
}

struct ReferenceVariant: Decodable {
    var rows_used: Int
    var rows_dropped: Int
    var predictors: Int
    var positive_class: String?
    var classes: [String]?
    var columns: [String]?
    var mean: [Double]?
    var sd: [Double]?
    var missing: String
    var coding: String
    var null_model: NullAnswer
    var l1_ratio: [String: RatioAnswer]
    var refit: [String: RefitAnswer]?
}

/// A value for the only linear predictor, or one for each class by its name.
enum ByClass<Value: Decodable & Sendable>: Decodable, Sendable {
    case one(Value)
    case each([String: Value])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let values = try? container.decode([String: Value].self) {
            self = .each(values)
        } else {
            self = .one(try container.decode(Value.self))
        }
    }

    /// The values in the order of the classes; one where there are none.
    func values(_ classes: [String]?, missing: Value) -> [Value] {
        switch self {
        case .one(let value): [value]
        case .each(let values): classes?.map { values[$0] ?? missing } ?? [missing]
        }
    }
}

struct NullAnswer: Decodable {
    var intercept: [Double]
    var mean_loss: Double
}

struct RatioAnswer: Decodable {
    var lambda_max: Double
    var at_lambda_max_div_10: PointAnswer
    var at_lambda_max_div_100: PointAnswer
    var path_ratio: Double?
    var path: [PointAnswer]?
    var cv: CrossValidationAnswer?
}

struct PointAnswer: Decodable {
    var lambda: Double
    var objective: Double
    var duality_gap: Double
    var intercept_std: ByClass<Double>?
    var coef_std: ByClass<[String: Double]>?
    var train_mean_loss: Double
    var support_margin: Double?
    var not_unique_features: [String]?
}

struct CrossValidationAnswer: Decodable {
    var folds: Int
    var fold_sizes: [Int]
    var fold_error: [[Double]]
    var cvm: [Double]
    var cvsd: [Double]
    var index_min: Int
    var index_1se: Int
}

struct RefitAnswer: Decodable {
    var selected: [String]
    var lambda_l1: Double
    var light: RefitPoint?
    var heavy: RefitPoint?
    var leastSquares: RefitPoint?
    var maximumLikelihood: RefitPoint?

    enum CodingKeys: String, CodingKey {
        case selected, lambda_l1
        case light = "ridge_lambda2_0.1"
        case heavy = "ridge_lambda2_1.0"
        case leastSquares = "ols"
        case maximumLikelihood = "mle_unpenalised"
    }
}

struct RefitPoint: Decodable {
    var intercept_std: ByClass<Double>
    var coef_std: ByClass<[String: Double]>?
    var objective: Double
}
