/// What a fitted stage does to columns: a small closed vocabulary, so that a bundle scores new rows without any stage.
///
/// Every operation reads its inputs and writes its output; an output of the name of an existing column takes its place,
/// another one is placed beside the columns that came from the same loaded column. A missing value (NaN) stays missing
/// unless the operation says otherwise.
public enum ColumnOperation: Sendable, Hashable {
    /// `(x − center) / scale`.
    case affine(input: String, output: String, center: Double, scale: Double)
    /// `min(max(x, low), high)`.
    case clip(input: String, output: String, low: Double, high: Double)
    /// `value` where x is missing.
    case impute(input: String, output: String, value: Double)
    /// `level` where the category is missing.
    case imputeLevel(input: String, output: String, level: String)
    /// 1 where the category is `level`, else 0; missing stays missing.
    case indicator(input: String, output: String, level: String)
    /// The number that belongs to the category; a category that is not listed becomes missing.
    case lookup(input: String, output: String, levels: [String], numbers: [Double])
    /// `constant + Σ weights[j] · inputs[j]`, summed in this order.
    case linearCombination(inputs: [String], output: String, weights: [Double], constant: Double)
    /// `ln(x + shift)`; missing where `x + shift ≤ 0`.
    case log(input: String, output: String, shift: Double)
    /// `x ^ exponent` for x ≥ 0 (x > 0 where the exponent is negative); missing otherwise.
    case power(input: String, output: String, exponent: Double)
    /// Linear between the points (x increasing), constant beyond the ends.
    case piecewise(input: String, output: String, x: [Double], y: [Double])
    /// Removes the column.
    case drop(input: String)
    /// Gives the column another name.
    case rename(input: String, output: String)
    /// Refuses a missing value.
    case requirePresent(input: String)
    /// Refuses a category that is not listed; missing passes.
    case requireLevel(input: String, levels: [String])
    /// What only the stage itself computes: outside the vocabulary, so that scoring needs the stage.
    case computed(StageComputation)
}

extension ColumnOperation {
    /// The operation's name in a bundle.
    public var name: String {
        switch self {
        case .affine: "affine"
        case .clip: "clip"
        case .impute: "impute"
        case .imputeLevel: "impute-level"
        case .indicator: "indicator"
        case .lookup: "lookup"
        case .linearCombination: "linear-combination"
        case .log: "log"
        case .power: "power"
        case .piecewise: "piecewise"
        case .drop: "drop"
        case .rename: "rename"
        case .requirePresent: "require-present"
        case .requireLevel: "require-level"
        case .computed: "computed"
        }
    }

    /// The columns that it reads.
    public var inputs: [String] {
        switch self {
        case .affine(let input, _, _, _), .clip(let input, _, _, _), .impute(let input, _, _),
            .imputeLevel(let input, _, _), .indicator(let input, _, _), .lookup(let input, _, _, _),
            .log(let input, _, _), .power(let input, _, _), .piecewise(let input, _, _, _), .drop(let input),
            .rename(let input, _), .requirePresent(let input), .requireLevel(let input, _):
            [input]
        case .linearCombination(let inputs, _, _, _): inputs
        case .computed(let computation): computation.inputs
        }
    }

    /// The columns that it writes; none for one that only removes or checks.
    public var outputs: [String] {
        switch self {
        case .affine(_, let output, _, _), .clip(_, let output, _, _), .impute(_, let output, _),
            .imputeLevel(_, let output, _), .indicator(_, let output, _), .lookup(_, let output, _, _),
            .linearCombination(_, let output, _, _), .log(_, let output, _), .power(_, let output, _),
            .piecewise(_, let output, _, _), .rename(_, let output):
            [output]
        case .computed(let computation): computation.outputs
        case .drop, .requirePresent, .requireLevel: []
        }
    }
}
