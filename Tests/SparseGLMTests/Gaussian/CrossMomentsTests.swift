import Testing

@testable import SparseGLM

struct CrossMomentsTests {
    private func moments(
        _ columns: [[Double]], weights: [Double]? = nil, rows: RowSet
    ) throws -> CrossMoments {
        let flat = columns.flatMap { $0 }
        let n = columns[0].count
        return try flat.withUnsafeBufferPointer { buffer in
            let base = try #require(buffer.baseAddress)
            let source = MomentSource(starts: columns.indices.map { base + $0 * n }, weights: weights)
            return try CrossMoments(source, rows: rows)
        }
    }

    /// The same by definition, in higher precision.
    private func expectMoments(
        _ found: CrossMoments, of columns: [[Double]], weights: [Double]? = nil, rows: [Int], within tolerance: Double
    ) {
        let v = rows.map { Float80(weights?[$0] ?? 1) }
        let total = v.reduce(0, +)
        let means = columns.map { x in zip(v, rows).reduce(0) { $0 + $1.0 * Float80(x[$1.1]) } / total }
        #expect(abs(found.weight - Double(total)) <= 1e-14 * Double(total))
        let deviations = columns.indices.map { j in
            (zip(v, rows).reduce(0) { sum, row in
                let d = Float80(columns[j][row.1]) - means[j]
                return sum + row.0 * d * d
            } / total).squareRoot()
        }
        for j in columns.indices where found.units[j] > 0 {
            let slack = Float80(tolerance) * (deviations[j] + 1e-3 * abs(means[j]))
            #expect(abs(Float80(found.centers[j]) - means[j]) <= slack)
            for k in 0...j where found.units[k] > 0 {
                let exact = zip(v, rows).reduce(Float80(0)) {
                    $0 + $1.0 * (Float80(columns[j][$1.1]) - means[j]) * (Float80(columns[k][$1.1]) - means[k])
                }
                let value =
                    Float80(found.products[found.column(k) + j]) * Float80(found.units[j])
                    * Float80(found.units[k])
                #expect(abs(value - exact) <= Float80(tolerance) * total * deviations[j] * deviations[k])
            }
        }
    }

    private static let columns = RandomProblem(seed: 4, n: 700, p: 5, family: .gaussian).columns

    @Test func `moments are those of the definition, in ranges and lists of rows`() throws {
        let weights = (0..<700).map { 0.5 + Double($0 % 3) }
        expectMoments(
            try moments(Self.columns, rows: .range(0..<700)), of: Self.columns, rows: Array(0..<700), within: 1e-13)
        let odd = (0..<700).filter { $0 % 3 != 1 }
        expectMoments(
            try moments(Self.columns, weights: weights, rows: RowSet(odd)), of: Self.columns, weights: weights,
            rows: odd,
            within: 1e-13)
    }

    @Test func `merged parts are the whole, in any cut`() throws {
        for cut in [1, 13, 350, 699] {
            let merged = try moments(Self.columns, rows: .range(0..<cut))
                .merged(with: try moments(Self.columns, rows: .range(cut..<700)))
            expectMoments(merged, of: Self.columns, rows: Array(0..<700), within: 1e-12)
        }
        let whole = try moments(Self.columns, rows: .range(0..<700))
        #expect(CrossMoments(count: 5).merged(with: whole).products == whole.products)
        #expect(whole.merged(with: CrossMoments(count: 5)).products == whole.products)
    }

    /// What the first rows, from which the pivots are guessed, tell nothing or a lie about.
    private static var misleading: [[Double]] {
        let base = columns[0]
        return [
            base.enumerated().map { $0 < 300 ? 0 : $1 },
            base.map { 1e6 + $0 },
            base.enumerated().map { $0 < 300 ? 1e-9 * $1 : $1 },
            base.enumerated().map { $0 < 300 ? 1e9 + $1 : $1 },
            base.enumerated().map { i, _ in i == 650 ? 1 : 0 },
        ]
    }

    @Test func `first rows that mislead cost no digits`() throws {
        expectMoments(
            try moments(Self.misleading, rows: .range(0..<700)), of: Self.misleading, rows: Array(0..<700), within: 1e-9
        )
    }

    @Test(arguments: [1e-150, 1e150])
    func `columns of any scale keep their digits`(_ scale: Double) throws {
        let columns = Self.columns.map { $0.map { $0 * scale } }
        expectMoments(
            try moments(columns, rows: .range(0..<700)), of: columns, rows: Array(0..<700), within: 1e-12)
    }

    @Test func `constant columns are known as such, and become what they are when parts merge`() throws {
        var columns = Self.columns
        columns[1] = [Double](repeating: 0.1, count: 700)
        columns[2] = (0..<700).map { $0 < 350 ? 3 : 5 }
        let first = try moments(columns, rows: .range(0..<350))
        #expect(first.isConstant(1) && first.isConstant(2) && !first.isConstant(0))
        let merged = first.merged(with: try moments(columns, rows: .range(350..<700)))
        #expect(merged.isConstant(1) && !merged.isConstant(2))
        #expect(merged.centers[2] == 4)
        #expect(abs(merged.squares(2) * merged.units[2] * merged.units[2] - 700) < 1e-10)
    }

    @Test func `a value that is no number is named by its column`() {
        var columns = Self.columns
        for row in [3, 600] {
            columns[2][row] = .infinity
            #expect(throws: SolverError.nonFinite(what: "A value of column 2")) {
                try moments(columns, rows: .range(0..<700))
            }
            columns[2][row] = 0
            columns[4][row] = .nan
            #expect(throws: SolverError.nonFinite(what: "A value of the target")) {
                try moments(columns, rows: .range(0..<700))
            }
            columns[4][row] = 0
        }
    }
}
