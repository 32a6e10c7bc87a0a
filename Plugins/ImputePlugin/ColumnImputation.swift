import SparseGLM
import StageKit

/// What takes the place of the missing values of one feature.
struct ColumnImputation {
    private let column: Column
    private let weights: RowWeights
    private let rule: ImputeOptions.Rule
    private let isOwnRule: Bool
    private let isInFold: Bool

    /// Prepares a feature.
    ///
    /// - Parameters:
    ///   - column: The feature.
    ///   - weights: Those of the rows.
    ///   - rule: How it is imputed.
    ///   - isOwnRule: Whether the rule was written for this feature.
    ///   - isInFold: Whether a feature without any value is the fold's doing.
    init(_ column: Column, weights: RowWeights, rule: ImputeOptions.Rule, isOwnRule: Bool, isInFold: Bool) {
        self.column = column
        self.weights = weights
        self.rule = rule
        self.isOwnRule = isOwnRule
        self.isInFold = isInFold
    }

    /// The operation that imputes.
    ///
    /// - Throws: ``StageFailure`` FS525, FS526 or FS527.
    func operation() throws(StageFailure) -> ColumnOperation {
        let name = column.name
        if let sample = column.sample(weights) {
            return .impute(input: name, output: name, value: try number(sample))
        }
        guard case .categorical(let codes, let levels) = column.values else { throw noValue }
        return .imputeLevel(input: name, output: name, level: try level(codes, levels))
    }

    private func number(_ sample: WeightedNumbers) throws(StageFailure) -> Double {
        if rule.method == .constant {
            guard case .number(let value)? = OptionType.number(NumberRange()).parse(rule.value) else {
                throw StageFailure(
                    .data, code: "FS526",
                    "Feature '\(column.name)' is numeric, but its missing values are to become '\(rule.value)', "
                        + "expected a number.", at: rule.location)
            }
            return value
        }
        let (numbers, weights) = (sample.values, sample.weights)
        let rows = numbers.indices.filter { !numbers[$0].isNaN && (weights?[$0] ?? 1) > 0 }
        let present = rows.map { numbers[$0] }
        let presentWeights = weights.map { w in rows.map { w[$0] } }
        guard !present.isEmpty else {
            // Constant in the fold, whatever the number: its coefficient there is 0.
            if isInFold { return 0 }
            throw noValue
        }
        switch rule.method {
        case .mostFrequent: return mostFrequent(present, presentWeights)
        case .median: return weightedQuantile(present, weights: presentWeights, at: 0.5) ?? 0
        case .mean, .constant: return columnMoments(present, weights: presentWeights).mean
        }
    }

    private func level(_ codes: [Int32], _ levels: [String]) throws(StageFailure) -> String {
        switch rule.method {
        case .constant: return rule.value
        case .mean, .median:
            if isOwnRule {
                throw StageFailure(
                    .data, code: "FS527",
                    "Feature '\(column.name)' is categorical and has no \(rule.method.rawValue), expected the method "
                        + "'most-frequent' or 'constant'.", at: rule.location)
            }
        case .mostFrequent: break
        }
        var sums = [Double](repeating: 0, count: levels.count)
        for row in codes.indices where codes[row] >= 0 { sums[Int(codes[row])] += weight(row) }
        guard let place = firstLargest(sums), sums[place] > 0 else {
            if isInFold, let first = levels.first { return first }
            throw noValue
        }
        return levels[place]
    }

    private func mostFrequent(_ numbers: [Double], _ weights: [Double]?) -> Double {
        // Sorted by weight too, so that the order of rows does not reach the sums.
        let sorted = numbers.indices.map { (numbers[$0], weights?[$0] ?? 1) }.sorted { $0 < $1 }
        var values: [Double] = []
        var sums: [Double] = []
        for (value, weight) in sorted {
            if value == values.last {
                sums[sums.count - 1] += weight
            } else {
                values.append(value)
                sums.append(weight)
            }
        }
        return firstLargest(sums).map { values[$0] } ?? 0
    }

    /// The place of the first of the largest sums; sums within the rounding error of adding weights are equal.
    private func firstLargest(_ sums: [Double]) -> Int? {
        guard let largest = sums.max() else { return nil }
        let slack = weights.values == nil ? 0 : Double(column.count) * 0x1p-52 * largest
        return sums.firstIndex { $0 >= largest - slack }
    }

    private func weight(_ row: Int) -> Double { weights.values?[row] ?? 1 }

    private var noValue: StageFailure {
        StageFailure(
            .data, code: "FS525",
            "Feature '\(column.name)' has no value in any training row, so that there is nothing to impute it from: leave "
                + "it out, or give it a constant.", at: rule.location)
    }
}
