public import StageKit

/// Brings every numeric feature to one scale: `(x − center) / scale`, both learnt from the training rows.
///
/// ```
/// zscore   center = Σ vᵢxᵢ / Σ vᵢ      scale = sqrt(Σ vᵢ(xᵢ − center)² / Σ vᵢ)
/// minmax   center = min xᵢ             scale = max xᵢ − min xᵢ
/// maxabs   center = 0                  scale = max |xᵢ|
/// robust   center = q(½)               scale = q(¾) − q(¼)
/// none     the column as it is
/// ```
///
/// vᵢ are the row weights, 1 without a weight column; rows of weight 0 do not count. q is
/// ``weightedQuantile(_:weights:at:)``. A feature with one value on the training rows, as
/// the error bound of its variance tells, is dropped or stops the run; one that is constant only inside a fold is centred
/// on that value and keeps its unit, so that it is 0 on the fold's rows and its coefficient 0.
public struct NormalizeStage: LearningStage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        NormalizeOptions.element, namespace: StageDescriptor.builtInNamespace, takes: [.table], gives: [.table],
        normalizesColumns: true)

    /// A complete pipeline with the stage's options at their defaults.
    public static var sample: String? { String(decoding: PackageResources.sample_xml, as: UTF8.self) }

    private let options: NormalizeOptions

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `normalize`.
    public init(options: StageOptions) {
        self.options = NormalizeOptions(options)
    }

    /// Learns centre and scale of every feature.
    ///
    /// - Parameters:
    ///   - input: The training rows.
    ///   - settled: The fit on all training rows, whose dropped columns are dropped here and whose others are kept.
    ///   - context: Workers, cancellation, diagnostics.
    /// - Returns: An affine operation or a drop per feature.
    /// - Throws: ``StageFailure``: a feature is constant and may not be (FS540), is categorical (FS541), has a missing
    ///   value (FS542), there is no row to learn from (FS543), a scale is beyond the range of a double or
    ///   below it (FS544).
    /// - Complexity: O(stored numbers), which is n · features but for sparse columns, and a sort per feature for `robust`.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let table = input.table
        let features = try NormalizeInput(table, location: options.location).features
        let method = options.method
        let weights = RowWeights(table)
        // Pieces of a fixed size, so that neither progress nor work depends on the number of workers. No more than a
        // column of a piece is gathered at a time.
        let pieceSize = 8
        let pieces = try await context.map((features.count + pieceSize - 1) / pieceSize) { piece in
            features[(piece * pieceSize)..<min((piece + 1) * pieceSize, features.count)].compactMap {
                $0.sample(weights).map { ColumnScale($0, method: method) }
            }
        }
        let scales = Array(zip(features.map(\.name), pieces.joined()))
        // Inside a fold nothing is dropped that was not dropped on all rows: later stages refer to columns by name.
        let dropped = try settled?.dropped ?? (context.isInFold ? [] : constantColumns(scales, context))
        return try makeFit(scales, dropped, context)
    }

    private func constantColumns(
        _ scales: [(name: String, scale: ColumnScale)], _ context: StageContext
    ) throws -> [DroppedFeature] {
        let constant = scales.filter(\.scale.isConstant)
        guard let first = constant.first else { return [] }
        let names = listed(constant.map(\.name))
        if options.constantColumns == .error {
            throw StageFailure(
                .data, code: "FS540",
                "Feature '\(first.name)' has the one value \(shortest(first.scale.mean)) on all training rows, and "
                    + "constant-columns is 'error'; constant are: \(names).", at: options.location)
        }
        context.report(
            Diagnostic(
                code: "FS545", severity: .warning,
                message: "Dropped as constant on the training rows: \(names).", location: options.location))
        return constant.map {
            DroppedFeature(
                name: $0.name, reason: .constant, detail: "\(shortest($0.scale.mean)) on all training rows")
        }
    }

    private func makeFit(
        _ scales: [(name: String, scale: ColumnScale)], _ dropped: [DroppedFeature], _ context: StageContext
    ) throws -> Fit {
        let droppedNames = Set(dropped.map(\.name))
        var operations: [ColumnOperation] = []
        var withoutSpread: [String] = []
        for (name, scale) in scales {
            if droppedNames.contains(name) {
                operations.append(.drop(input: name))
                continue
            }
            operations += try self.operations(for: name, scale)
            if scale.hasNoSpread { withoutSpread.append(name) }
        }
        if !withoutSpread.isEmpty {
            context.report(
                Diagnostic(
                    code: "FS546", severity: .warning,
                    message: "Centred but not scaled, since the interquartile range is 0: \(listed(withoutSpread)).",
                    location: options.location))
        }
        let kept = scales.count - dropped.count
        return Fit(
            operations: operations, dropped: dropped,
            facts: [
                Fit.Fact("method", options.method.rawValue), Fit.Fact("normalized features", String(kept)),
                Fit.Fact("constant features", String(dropped.count)),
            ])
    }

    private func operations(for name: String, _ scale: ColumnScale) throws -> [ColumnOperation] {
        if options.method == .none { return [] }
        if scale.isConstant {
            // The values of a column that is constant but for rounding differ by that: clipped, it is 0 to the last bit.
            return [
                .clip(input: name, output: name, low: scale.mean, high: scale.mean),
                .affine(input: name, output: name, center: scale.mean, scale: 1),
            ]
        }
        guard scale.scale.isFinite else {
            throw StageFailure(
                .data, code: "FS544",
                "Feature '\(name)' spans more than the range of a double, so that \(options.method.rawValue) has no "
                    + "scale for it.", at: options.location)
        }
        guard scale.scale.isNormal else {
            throw StageFailure(
                .data, code: "FS544",
                "Feature '\(name)' has the scale \(shortest(scale.scale)), and a double below 2.2e-308 has few digits left; "
                    + "expected it in another unit.", at: options.location)
        }
        return [.affine(input: name, output: name, center: scale.center, scale: scale.scale)]
    }

    /// Names for a message: the first few, and how many more.
    private func listed(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
