import Testing

@testable import SparseGLM

/// The quadratic model of a few blocks, its line search and its solver, by their definitions.
struct BlockModelTests {
    private static let starts = [0, 3, 5, 6]

    /// A model around zero: ½ bᵀGb − cᵀb + Ω(b), with G = AᵀA of a random A.
    private struct Given {
        let rank: Int
        /// A, column after column.
        let columns: [Double]
        let target: [Double]
        let gram: [Double]
        let linear: [Double]
        let penalties: [BlockPenalty]

        init(seed: UInt64, rank: Int, penalties: [BlockPenalty]) {
            let random = KeyedRandom(seed: seed, stream: "blocks")
            let a = (0..<6).map { j in (0..<rank).map { 2 * random.unit(at: UInt64(10 * j + $0)) - 1 } }
            gram = a.flatMap { u in a.map { v in zip(u, v).reduce(0) { $0 + $1.0 * $1.1 } } }
            // In the range of G, as the gradient of a loss is.
            let r = (0..<rank).map { 4 * random.unit(at: UInt64(100 + $0)) - 2 }
            linear = a.map { column in zip(column, r).reduce(0) { $0 + $1.0 * $1.1 } }
            (columns, target) = (a.flatMap { $0 }, r)
            (self.rank, self.penalties) = (rank, penalties)
        }

        /// The gradient by its definition.
        func gradient(_ b: [Double]) -> [Double] {
            (0..<6).map { i in (0..<6).reduce(linear[i]) { $0 - gram[6 * i + $1] * b[$1] } }
        }

        /// The model at b by G, or by the rows of A.
        func with<T>(_ byRows: Bool, _ b: [Double], _ body: (BlockModel) throws -> T) rethrows -> T? {
            let residual = (0..<rank).map { i in (0..<6).reduce(target[i]) { $0 - columns[$1 * rank + i] * b[$1] } }
            return try (byRows ? columns : gram).withUnsafeBufferPointer { values in
                try values.baseAddress.map { base in
                    try body(
                        BlockModel(
                            starts: starts, penalties: penalties,
                            form: byRows
                                ? .rows(RowsView(base: base, stride: rank, rowCount: rank, count: 6))
                                : .gram(GramView(base: base, stride: 6, count: 6)),
                            b: b, q: gradient(b), s: residual))
                }
            }
        }

        func value(_ b: [Double]) -> Double {
            var value = 0.0
            for i in 0..<6 {
                value -= linear[i] * b[i]
                for j in 0..<6 { value += 0.5 * b[i] * gram[6 * i + j] * b[j] }
            }
            for (e, penalty) in penalties.enumerated() { value += penalty.value(b[starts[e]..<starts[e + 1]]) }
            return value
        }
    }

    private static let norms: [BlockPenalty] = [
        BlockPenalty(norm: 0.2, l1: 0, l2: 0), BlockPenalty(norm: 0.3, l1: 0, l2: 0.1),
        BlockPenalty(norm: 0, l1: 0.1, l2: 0),
    ]
    private static let mixed: [BlockPenalty] = [
        BlockPenalty(norm: 0.1, l1: 0.05, l2: 0.2), BlockPenalty(norm: 0.2, l1: 0.1, l2: 0),
        BlockPenalty(norm: 0, l1: 0.1, l2: 0.3),
    ]

    @Test(arguments: [norms, mixed], [false, true])
    func `the slope along a line is the model's, up to the first crossing`(
        penalties: [BlockPenalty], byRows: Bool
    ) throws {
        let given = Given(seed: 1, rank: 4, penalties: penalties)
        let b = [0.5, -0.25, 1, 0.75, -0.5, 0.125]
        let d = [-0.25, 0.5, 0.25, -1.5, 1.25, -0.25]
        let line = try #require(given.with(byRows, b) { BlockLine($0, places: Array(0..<6), direction: d) })
        let first = try #require(line.crossings.map(\.t).min())
        #expect(first < 1 && line.crossings.contains { $0.t == 0.5 && $0.places == 5..<6 })
        for share in [0.1, 0.5, 0.9] {
            let (t, h) = (share * first, 1e-6)
            let ends = [t - h, t + h].map { t in given.value(zip(b, d).map { $0 + t * $1 }) }
            #expect(abs((ends[1] - ends[0]) / (2 * h) - line.slope(t)) < 1e-8)
        }
    }

    @Test func `a block crosses where it has turned by a right angle`() throws {
        let given = Given(seed: 2, rank: 6, penalties: Self.norms)
        // b·d = −2 and ‖b‖² = 1: nothing of b's direction is left at t = ½.
        let line = try #require(
            given.with(false, [1, 0, 0, 1, 1, 1]) { BlockLine($0, places: [0, 1, 2], direction: [-2, 1, 0]) })
        #expect(line.crossings.map(\.t) == [0.5] && line.crossings.map(\.places) == [0..<3])
    }

    @Test(arguments: [norms, mixed], [false, true])
    func `a move falls by what the model's values differ by`(penalties: [BlockPenalty], byRows: Bool) throws {
        let given = Given(seed: 3, rank: 6, penalties: penalties)
        let b = [2, -2, 2, 2, -2, 2.0]
        try given.with(byRows, b) { model in
            let line = BlockLine(model, places: Array(0..<6), direction: b.map { -$0 })
            var (moved, fall) = try #require(line.moved(model, to: 0.5, zeros: [.init(t: 0.5, places: 3..<5)]))
            #expect(moved.b == [1, -1, 1, 0, 0, 1])
            #expect(abs(fall - given.value(b) + given.value(moved.b)) < 1e-13)
            #expect(abs(model.value(model.point) - model.value(moved.point) - fall) < 1e-13)
            #expect(zip(moved.q, given.gradient(moved.b)).allSatisfy { abs($0 - $1) < 1e-13 })
            moved.look()
            #expect(zip(moved.q, given.gradient(moved.b)).allSatisfy { abs($0 - $1) < 1e-13 })
        }
    }

    /// Of rank 2, six columns leave four directions to the norms alone.
    @Test(arguments: [norms, mixed], [(2, false), (4, false), (6, false), (2, true), (4, true)])
    func `a minimum has no gap and no violation`(penalties: [BlockPenalty], form: (rank: Int, byRows: Bool)) throws {
        for seed in UInt64(10)..<40 {
            let given = Given(seed: seed, rank: form.rank, penalties: penalties)
            try given.with(form.byRows, [Double](repeating: 0, count: 6)) { start in
                var (model, solver) = (start, BlockSolver(usesNewton: true))
                _ = solver.minimise(&model, target: 1e-13, loss: 1, maxSweeps: 10_000)
                model.look()
                try #require(model.gap(loss: 1) <= 1e-13, "seed \(seed)")
                for (e, penalty) in penalties.enumerated() {
                    let places = Self.starts[e]..<Self.starts[e + 1]
                    #expect(penalty.violation(q: model.q[places], b: model.b[places]) < 1e-5, "seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `extrapolated sweeps get nearer to the minimum`(byRows: Bool) {
        let given = Given(
            seed: 4, rank: 6, penalties: Self.starts.dropLast().map { _ in BlockPenalty(norm: 0, l1: 0, l2: 0.01) })
        given.with(byRows, [Double](repeating: 0, count: 6)) { start in
            var (model, plain) = (start, start)
            var (acceleration, descent) = (BlockAcceleration(), BlockDescent())
            for _ in 0..<36 {
                descent.sweep(&model)
                acceleration.accelerate(&model)
            }
            var other = BlockDescent()
            for _ in 0..<36 { other.sweep(&plain) }
            let least = minimum(start)
            #expect(model.value(model.point) - least < 0.1 * (plain.value(plain.point) - least))
        }
    }

    private func minimum(_ start: BlockModel) -> Double {
        var (model, descent) = (start, BlockDescent())
        for _ in 0..<20_000 { descent.sweep(&model) }
        return model.value(model.point)
    }
}
