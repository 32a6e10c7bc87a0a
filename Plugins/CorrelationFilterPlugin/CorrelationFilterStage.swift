public import StageKit

/// Drops numeric features that are nearly a multiple of an earlier one on the training rows, and says of which.
///
/// ```
/// r_jk = Σ vᵢ (xᵢⱼ − x̄ⱼ)(xᵢₖ − x̄ₖ) / sqrt(Σ vᵢ(xᵢⱼ − x̄ⱼ)² Σ vᵢ(xᵢₖ − x̄ₖ)²)
/// ```
///
/// Features are taken in the table's order. One is dropped where |r| with an earlier one that stays exceeds
/// `max-correlation`; the first such one is said to stand in for it. A feature without variation is correlated with none
/// and stays.
public struct CorrelationFilterStage: LearningStage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        ElementDescriptor(
            name: "correlation-filter",
            summary: "Drops numeric features that are nearly a multiple of an earlier one, and says of which.",
            options: [maxCorrelationOption.descriptor]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table])

    /// A complete pipeline with the stage's options at their defaults.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    static let maxCorrelationOption = Option<Double>.number(
        "max-correlation", default: 0.95, in: NumberRange(min: 0, max: 1, excludesMax: true),
        help: "The largest |correlation| that a feature may have with an earlier one that stays.")

    private let maxCorrelation: Double
    private let location: SourceLocation?

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `correlation-filter`.
    public init(options: StageOptions) {
        maxCorrelation = options[Self.maxCorrelationOption]
        location = options.location
    }

    /// Finds the near-duplicates.
    ///
    /// - Parameters:
    ///   - input: The training rows.
    ///   - settled: The fit on all training rows, whose dropped features are dropped here.
    ///   - context: Workers, cancellation, diagnostics.
    /// - Returns: A drop per near-duplicate.
    /// - Throws: ``StageFailure`` of kind `data`, FS593, for a missing value; `CancellationError`.
    /// - Complexity: O(n · features · kept features) time, O(n · kept features) memory.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let dropped: [DroppedFeature]
        if let settled { dropped = settled.dropped } else { dropped = try await nearDuplicates(input.table, context) }
        return Fit(
            operations: dropped.map { .drop(input: $0.name) }, dropped: dropped,
            facts: [Fit.Fact("features dropped as near-duplicates", "\(dropped.count)")])
    }

    private func nearDuplicates(_ table: Table, _ context: StageContext) async throws -> [DroppedFeature] {
        let features = table.features.filter(\.isNumeric)
        for feature in features {
            guard let row = feature.firstMissing else { continue }
            throw StageFailure(
                .data, code: "FS593",
                "Feature '\(feature.name)' has no value in this row: put <impute> before <correlation-filter>, or load with "
                    + "missing=\"drop-row\".", at: table.location(ofRow: row) ?? location)
        }
        let weights = table.weights
        var kept = KeptDirections(threshold: maxCorrelation)
        var dropped: [DroppedFeature] = []
        // Blocks of a fixed size, so that no result depends on the number of workers.
        for start in stride(from: 0, to: features.count, by: KeptDirections.blockSize) {
            let block = Array(features[start..<min(start + KeptDirections.blockSize, features.count)])
            for (feature, match) in zip(block, try await kept.add(block, weights: weights, context)) {
                guard let match else { continue }
                dropped.append(
                    DroppedFeature(
                        name: feature.name, reason: .droppedByStage,
                        detail: "correlation \(shortest((match.correlation * 1e4).rounded() / 1e4)) with \(match.name)")
                )
            }
        }
        return dropped
    }
}
