import SparseGLM
import StageKit

/// The features that stay, each as a vector of length 1 whose dot products are correlations.
struct KeptDirections {
    /// How many features are compared at once.
    static let blockSize = 64

    /// An earlier feature that stands in for another one.
    struct Match: Sendable {
        let name: String
        let correlation: Double
    }

    private let threshold: Double
    private var names: [String] = []
    private var blocks: [DenseMatrix] = []

    /// - Parameter threshold: The largest |correlation| between features that both stay.
    init(threshold: Double) { self.threshold = threshold }

    /// Takes the next features.
    ///
    /// - Returns: For each feature the first earlier one that stands in for it; `nil` where it stays.
    mutating func add(_ features: [Column], weights: [Double]?, _ context: StageContext) async throws -> [Match?] {
        let directions = try await context.map(features.count) { direction(features[$0], weights) }
        let count = weights?.count ?? features.first?.count ?? 0
        let fresh = DenseMatrix(
            columns: directions.map { $0 ?? [Double](repeating: 0, count: count) }, sampleCount: count)
        let (known, threshold) = (blocks, threshold)
        // Beside those that stay already, all of the block before it: which of these stay is not known yet.
        let found = try await context.map(features.count) {
            place -> (first: Int?, near: [Double], correlation: Double) in
            guard let own = directions[place] else { return (nil, [], 0) }
            return own.withUnsafeBufferPointer { own in
                var index = 0
                for block in known {
                    for column in 0..<block.featureCount {
                        let r = block.centredDot(column: column, center: 0, with: own)
                        if abs(r) > threshold { return (index, [], r) }
                        index += 1
                    }
                }
                return (nil, (0..<place).map { fresh.centredDot(column: $0, center: 0, with: own) }, 0)
            }
        }
        var matches: [Match?] = []
        var stays: [Int] = []
        for (place, entry) in found.enumerated() {
            if let first = entry.first {
                matches.append(Match(name: names[first], correlation: entry.correlation))
            } else if let earlier = stays.first(where: { !entry.near.isEmpty && abs(entry.near[$0]) > threshold }) {
                matches.append(Match(name: features[earlier].name, correlation: entry.near[earlier]))
            } else {
                matches.append(nil)
                if directions[place] != nil { stays.append(place) }
            }
        }
        names += stays.map { features[$0].name }
        blocks.append(DenseMatrix(columns: stays.compactMap { directions[$0] }, sampleCount: count))
        return matches
    }
}

/// `sqrt(vᵢ) (xᵢ − x̄) / sqrt(Σ v (x − x̄)²)`; `nil` for a feature without variation.
private func direction(_ feature: Column, _ weights: [Double]?) -> [Double]? {
    let numbers = feature.numbers ?? []
    let moments = columnMoments(numbers, weights: weights)
    guard !numbers.isEmpty, !moments.isConstant, moments.standardDeviation.isFinite else { return nil }
    let total = weights?.reduce(0, +) ?? Double(numbers.count)
    return numbers.indices.map { row in
        let z = (numbers[row] - moments.mean) / moments.standardDeviation
        // A weight of 0 takes the row out, whatever its value is.
        return weights.map { $0[row] > 0 ? z * ($0[row] / total).squareRoot() : 0 } ?? z / total.squareRoot()
    }
}
