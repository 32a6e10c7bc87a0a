internal import CKernels

/// The quadratic model over the blocks of the working set, around the point it is given.
///
/// ```
/// ½ (b − b₀)ᵀ G (b − b₀) − q₀ᵀ (b − b₀) + Σ over blocks of Ω(b),     G = ZᵀZ
/// ```
/// With `b` it keeps what its gradient follows from, so that rounding errors shrink with the step: `q = q₀ − G (b − b₀)`
/// itself, or where the form is by rows `s = s₀ − Z (b − b₀)`, of which `q = Zᵀs` is taken block by block as it is
/// needed, see `look`. Block e has the places starts[e] ..< starts[e + 1].
struct BlockModel {
    /// The first place of each block, and the number of places.
    let starts: [Int]
    /// The blocks' penalties.
    let penalties: [BlockPenalty]
    let form: BlockForm
    /// The coefficients, by place.
    private(set) var b: [Double]
    /// The model's negative gradient at `b`, without the penalty; by rows right for the blocks that were looked at last.
    private(set) var q: [Double]
    /// n values, none where the form is G.
    private var s: [Double]
    /// Where the model was made.
    private let origin: BlockPoint
    /// All places in order.
    private let identity: [Int]

    /// The model around `b`, where the negative gradient is q = Zᵀs.
    init(starts: [Int], penalties: [BlockPenalty], form: BlockForm, b: [Double], q: [Double], s: [Double]) {
        (self.starts, self.penalties, self.form) = (starts, penalties, form)
        (self.b, self.q) = (b, q)
        if case .rows = form { self.s = s } else { self.s = [] }
        origin = BlockPoint(b: b, carrier: q)
        identity = Array(b.indices)
    }

    var blockCount: Int { penalties.count }

    /// The places of a block.
    func places(_ e: Int) -> Range<Int> { starts[e]..<starts[e + 1] }

    /// Whether a block is unpenalised or not zero.
    func isActive(_ e: Int) -> Bool { penalties[e].isFree || !isZero(e) }

    /// Whether all coefficients of a block are zero.
    func isZero(_ e: Int) -> Bool {
        for i in starts[e]..<starts[e + 1] where b[i] != 0 { return false }
        return true
    }

    /// Brings the gradient at some places up to date; by rows O(n · |places|), else it is already.
    mutating func look(at places: Range<Int>) {
        guard case .rows(let rows) = form else { return }
        q.withUnsafeMutableBufferPointer { q in
            guard let q = q.baseAddress else { return }
            rows.products(places, with: s, into: q)
        }
    }

    /// Brings all of the gradient up to date.
    mutating func look() { look(at: 0..<b.count) }

    /// Calls `body` with the coefficients and gradients from the first of some places on.
    func with<R>(_ places: Range<Int>, _ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> R) -> R? {
        b.withUnsafeBufferPointer { b in
            q.withUnsafeBufferPointer { q in
                guard let b = b.baseAddress, let q = q.baseAddress else { return nil }
                return body(b + places.lowerBound, q + places.lowerBound)
            }
        }
    }

    /// Sets the coefficients of some places in a row; `change` is the difference.
    mutating func set(_ places: Range<Int>, to values: UnsafePointer<Double>, change: UnsafePointer<Double>) {
        for (k, i) in places.enumerated() { b[i] = values[k] }
        let first = places.lowerBound
        switch form {
        case .gram(let gram):
            fsel_subtract_columns(
                gram.base + first * gram.stride, gram.stride, identity, change, places.count, &q, gram.count)
        case .rows(let rows):
            fsel_subtract_columns(
                rows.base + first * rows.stride, rows.stride, identity, change, places.count, &s, rows.rowCount)
        }
    }

    /// What the model's value depends on: b, and q or s.
    var point: BlockPoint {
        if case .rows = form { return BlockPoint(b: b, carrier: s) }
        return BlockPoint(b: b, carrier: q)
    }

    /// Goes to a point that is a combination, of weights that sum to 1, of points where the model was.
    mutating func move(to point: BlockPoint) {
        b = point.b
        if case .rows = form { s = point.carrier } else { q = point.carrier }
    }

    /// The model's value at a point, but for a constant.
    func value(_ point: BlockPoint) -> Double {
        var value = 0.0
        switch form {
        case .rows: value = 0.5 * Kernels.dot(point.carrier, point.carrier)
        case .gram:
            for i in point.b.indices {
                value -= 0.5 * (point.b[i] - origin.b[i]) * (origin.carrier[i] + point.carrier[i])
            }
        }
        return point.b.withUnsafeBufferPointer { b in
            penalties.indices.reduce(value) { $0 + penalties[$1].value(UnsafeBufferPointer(rebasing: b[places($1)])) }
        }
    }

    /// Moves all coefficients along `turn`'s direction, given at some places, by the factor t.
    mutating func move(_ places: [Int], along direction: [Double], turn: BlockTurn, times t: Double) {
        for (i, d) in zip(places, direction) { b[i] += t * d }
        for i in q.indices { q[i] += t * turn.q[i] }
        for i in s.indices { s[i] += t * turn.s[i] }
    }

    /// Sets the coefficients of some places.
    mutating func set(_ places: [Int], to values: [Double]) {
        let turn = turn(places, zip(places, values).map { $1 - b[$0] })
        for (i, value) in zip(places, values) { b[i] = value }
        for i in q.indices { q[i] += turn.q[i] }
        for i in s.indices { s[i] += turn.s[i] }
    }

    /// By how much q and s change when the coefficients at some places move by `direction`.
    func turn(_ places: [Int], _ direction: [Double]) -> BlockTurn {
        var turn = BlockTurn(q: q.map { _ in 0 }, s: s.map { _ in 0 })
        switch form {
        case .gram(let gram):
            fsel_subtract_columns(gram.base, gram.stride, places, direction, places.count, &turn.q, gram.count)
        case .rows(let rows):
            fsel_subtract_columns(rows.base, rows.stride, places, direction, places.count, &turn.s, rows.rowCount)
            rows.products(0..<rows.count, with: turn.s, into: &turn.q)
        }
        return turn
    }
}

/// By how much a model's gradient changes, q and s of `BlockModel`.
struct BlockTurn {
    var q: [Double]
    var s: [Double]
}

/// A point of a quadratic model and what carries its gradient there: q, or by rows s.
struct BlockPoint {
    var b: [Double]
    var carrier: [Double]
}
