public import StageKit

/// Adds the product of two features about their means, `(a − mean a)(b − mean b)`, which no operation of the vocabulary computes.
public struct CentredProductStage: ComputingStage {
    /// What the stage is.
    public static let descriptor = StageDescriptor(
        ElementDescriptor(
            name: "centred-product", summary: "Adds the product of two features about their means.",
            options: [ofOption.descriptor]),
        namespace: "urn:fsel:hosted", takes: [.table], gives: [.table], version: 2, isExpressible: false)

    private static let ofOption = Option<[String]>.names("of", default: ["x1", "x2"], help: "The two features.")

    private let names: [String]

    /// Takes checked options.
    ///
    /// - Parameter options: Options of `centred-product`.
    public init(options: StageOptions) throws {
        names = options[Self.ofOption]
        guard names.count == 2 else {
            throw StageFailure(
                .pipeline, code: "EX001", "'of' names \(names.count) features; expected two.", at: options.location)
        }
    }

    /// Learns the two means.
    public func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        let means = try names.map { name in
            guard let numbers = input.table.column(name)?.numbers else {
                throw StageFailure(.data, code: "EX002", "The table has no numeric feature '\(name)'; expected one.")
            }
            // From the least to the greatest, so that the order of rows is irrelevant.
            let present = numbers.filter { !$0.isNaN }.sorted()
            return present.reduce(0, +) / Double(max(1, present.count))
        }
        let state = means.flatMap { mean in (0..<8).map { UInt8(truncatingIfNeeded: mean.bitPattern >> (8 * $0)) } }
        let product = StageComputation(by: Self.self, inputs: names, outputs: ["\(names[0])*\(names[1])"], state: state)
        return Fit(operations: [.computed(product)], facts: [Fit.Fact("product", product.outputs[0])])
    }

    /// The products of some rows.
    public static func compute(_ table: Table, by computation: StageComputation) async throws -> [[Double]] {
        guard computation.state.count == 16 else {
            throw StageFailure(
                .data, code: "EX003", "The state has \(computation.state.count) bytes; expected two numbers of 8.")
        }
        let means = [0, 8].map { start in
            Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(computation.state[start + $1]) << (8 * $1) })
        }
        let columns = table.columns.map { $0.numbers ?? [] }
        return [zip(columns[0], columns[1]).map { ($0 - means[0]) * ($1 - means[1]) }]
    }
}
