public import StageKit

/// Clips every numeric feature at two of its quantiles, learnt from the training rows: `min(max(x, q(lower)), q(upper))`.
///
/// q is ``weightedQuantile(_:weights:at:)``, so that a row of weight 2 counts like two rows. Categorical features and
/// missing values are left as they are.
public struct WinsorizeStage: LearningStage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        ElementDescriptor(
            name: "winsorize", summary: "Clips every numeric feature at two of its quantiles on the training rows.",
            options: [lowerOption.descriptor, upperOption.descriptor]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table])

    /// A complete pipeline with the stage's options at their defaults.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    static let lowerOption = Option<Double>.number(
        "lower", default: 0.01, in: NumberRange(min: 0, max: 1, excludesMax: true),
        help: "The share of rows below which values are raised to the quantile.")
    static let upperOption = Option<Double>.number(
        "upper", default: 0.99, in: NumberRange(min: 0, max: 1, excludesMin: true),
        help: "The share of rows above which values are lowered to the quantile.")

    private let lower: Double
    private let upper: Double

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `winsorize`.
    /// - Throws: ``StageFailure`` of kind `pipeline`, FS590, where `lower` is not below `upper`.
    public init(options: StageOptions) throws {
        lower = options[Self.lowerOption]
        upper = options[Self.upperOption]
        guard lower < upper else {
            throw StageFailure(
                .pipeline, code: "FS590",
                "'lower' is \(shortest(lower)) and 'upper' \(shortest(upper)); expected 'lower' below 'upper'.",
                at: options.location(of: "lower") ?? options.location(of: "upper") ?? options.location)
        }
    }

    /// Learns two quantiles of every numeric feature.
    ///
    /// - Parameters:
    ///   - input: The training rows.
    ///   - settled: Not needed: nothing is chosen.
    ///   - context: Workers and cancellation.
    /// - Returns: A clip per numeric feature that has a value in a row with a weight above 0.
    /// - Throws: `CancellationError`.
    /// - Complexity: O(n log n) per feature, n the stored numbers of a sparse one.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let features = input.table.features.filter(\.isNumeric)
        let weights = RowWeights(input.table)
        let clips = try await context.map(features.count) { place in clip(features[place], weights) }
        return Fit(
            operations: clips.compactMap(\.self),
            facts: [
                Fit.Fact("quantiles", "\(shortest(lower)) and \(shortest(upper))"),
                Fit.Fact("clipped features", "\(clips.count { $0 != nil })"),
            ])
    }

    /// The clip of a feature; `nil` for one without values.
    private func clip(_ feature: Column, _ weights: RowWeights) -> ColumnOperation? {
        guard let sample = feature.sample(weights) else { return nil }
        let present = sample.values.indices.filter { !sample.values[$0].isNaN }
        let quantiles = weightedQuantiles(
            present.map { sample.values[$0] }, weights: sample.weights.map { w in present.map { w[$0] } },
            at: [lower, upper])
        guard let quantiles else { return nil }
        return .clip(input: feature.name, output: feature.name, low: quantiles[0], high: quantiles[1])
    }
}
