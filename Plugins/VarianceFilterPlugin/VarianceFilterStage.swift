import SparseGLM
public import StageKit

/// Drops numeric features that hardly vary on the training rows: those with a variance of `min-variance` or less.
///
/// ```
/// variance = Σ vᵢ(xᵢ − x̄)² / Σ vᵢ      over the rows with a value
/// ```
///
/// The variance is in the squared unit of the column: put the stage before `normalize`, which makes it 1. With the default
/// of 0 the columns that go are those that are constant within the rounding error of their variance.
public struct VarianceFilterStage: LearningStage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        ElementDescriptor(
            name: "variance-filter", summary: "Drops numeric features that hardly vary on the training rows.",
            options: [minVarianceOption.descriptor]),
        namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table])

    /// A complete pipeline with the stage's options at their defaults.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    static let minVarianceOption = Option<Double>.number(
        "min-variance", default: 0, in: NumberRange(min: 0),
        help: "The variance, in the squared unit of the column, that a feature has to exceed.")

    private let minVariance: Double
    private let location: SourceLocation?

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `variance-filter`.
    public init(options: StageOptions) {
        minVariance = options[Self.minVarianceOption]
        location = options.location
    }

    /// Finds the features that hardly vary.
    ///
    /// - Parameters:
    ///   - input: The training rows.
    ///   - settled: The fit on all training rows, whose dropped features are dropped here.
    ///   - context: Workers, cancellation, diagnostics.
    /// - Returns: A drop per feature with a variance of `min-variance` or less, or without any value.
    /// - Throws: ``StageFailure`` of kind `data`, FS592, where no feature would be left; `CancellationError`.
    /// - Complexity: O(n · features), n the stored numbers of a sparse feature.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let dropped: [DroppedFeature]
        if let settled { dropped = settled.dropped } else { dropped = try await flat(input.table, context) }
        if settled == nil, !dropped.isEmpty, dropped.count == input.table.features.count {
            throw StageFailure(
                .data, code: "FS592",
                "None of the \(dropped.count) features has a variance above \(shortest(minVariance)) on the training rows.",
                at: location)
        }
        return Fit(
            operations: dropped.map { .drop(input: $0.name) }, dropped: dropped,
            facts: [Fit.Fact("features dropped for their variance", "\(dropped.count)")])
    }

    private func flat(_ table: Table, _ context: StageContext) async throws -> [DroppedFeature] {
        let features = table.features.filter(\.isNumeric)
        let weights = RowWeights(table)
        let found = try await context.map(features.count) { place -> DroppedFeature? in
            guard let sample = features[place].sample(weights) else { return nil }
            let present = sample.values.indices.filter {
                !sample.values[$0].isNaN && (sample.weights?[$0] ?? 1) > 0
            }
            guard !present.isEmpty else {
                return DroppedFeature(name: features[place].name, reason: .constant, detail: "no value")
            }
            let moments = columnMoments(
                present.map { sample.values[$0] }, weights: sample.weights.map { w in present.map { w[$0] } })
            if moments.isConstant {
                return DroppedFeature(
                    name: features[place].name, reason: .constant,
                    detail: "\(shortest(moments.mean)) on all training rows")
            }
            guard moments.variance <= minVariance else { return nil }
            return DroppedFeature(
                name: features[place].name, reason: .droppedByStage,
                detail: "variance \(shortest(moments.variance)), not above \(shortest(minVariance))")
        }
        return found.compactMap(\.self)
    }
}
