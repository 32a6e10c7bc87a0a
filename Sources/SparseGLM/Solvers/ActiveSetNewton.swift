/// Minimises a `QuadraticModel` exactly, by Newton steps on the free coefficients and a Cholesky factor of their Gram.
///
/// 1. Step towards the minimum over the free coefficients, each inside its sign's interval: one that comes to an end of
///    it is held there, and the others go on for as long as the model falls. Fix what was held, and step again.
/// 2. Free the coefficients whose gradient the penalty does not hold, the largest excess first; go on with 1.
/// 3. Done when there is none.
///
/// Every step lowers the objective, and few are freed at a time once there were many sweeps, so the method is finite.
/// A column that depends on the free ones moves along the null direction until one of them reaches an end and makes
/// room for it. The free set and its factor outlive one lambda.
///
/// Sources: Lawson and Hanson, Solving Least Squares Problems (1974), ch. 23; Lee, Battle, Raina and Ng, Efficient
/// sparse coding algorithms, NIPS 19 (2006); Bertsekas, Projected Newton methods for optimization problems with simple
/// constraints, SIAM J. Control and Optimization 20 (1982), doi:10.1137/0320018 (bent lines).
struct ActiveSetNewton: ~Copyable {
    /// Free places, in the factor's order.
    private(set) var free: [Int] = []
    /// The sign of each free coefficient's linear part, in the factor's order.
    private(set) var signs: [Double] = []
    /// By place.
    private(set) var isFree: [Bool] = []
    /// By place: what cannot move is left alone until the next call.
    var isBlocked: [Bool] = []
    var factor: CholeskyFactor
    /// So many of the free coefficients, the first ones, are known to have a slope of 0.
    var settled = 0

    /// A pivot below this share of its diagonal means that a column depends on the free ones.
    private static let collinearity = 1e-12
    /// Rows that join the factor together; what comes after a refused one is computed in vain.
    private static let blockSize = 96

    /// A solver of models with at most `most` coefficients.
    init(most: Int) { factor = CholeskyFactor(capacity: CholeskyFactor.firstCapacity(most: most)) }

    /// Forgets the free set.
    mutating func reset() {
        settled = 0
        free.removeAll()
        signs.removeAll()
        isFree.removeAll()
        factor.removeAll()
    }

    /// Frees what is not at the end of an interval, anew: after G or the l2 part changed.
    mutating func refactor(_ model: QuadraticModel, gram: GramView, penalty: PlacePenalty) {
        let before = zip(free, signs).map { (place: $0, sign: $1) }
        reset()
        isFree = [Bool](repeating: false, count: gram.count)
        appendAll(before.filter { $0.place < gram.count && model.b[$0.place] != 0 }, gram: gram, penalty: penalty)
        let others = (0..<gram.count).filter { !isFree[$0] && isInside($0, model.b[$0], penalty) }
        appendAll(
            others.map { (place: $0, sign: penalty.l1[$0] == 0 ? 0 : (model.b[$0] > 0 ? 1 : -1)) }, gram: gram,
            penalty: penalty)
    }

    /// Frees coefficients, but for those that depend on others before them.
    private mutating func appendAll(_ all: [(place: Int, sign: Double)], gram: GramView, penalty: PlacePenalty) {
        var rest = all[...]
        while !rest.isEmpty {
            let block = rest.prefix(Self.blockSize)
            let count = append(block, gram: gram, penalty: penalty)
            rest = rest.dropFirst(count < block.count ? count + 1 : count)
        }
    }

    private func isInside(_ e: Int, _ b: Double, _ penalty: PlacePenalty) -> Bool {
        (b != 0 || penalty.l1[e] == 0) && b > penalty.lower[e] && b < penalty.upper[e]
    }

    /// Minimises the model in place.
    ///
    /// Returns false when it gave up, with the model at its best point so far.
    mutating func minimise(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty
    ) -> Bool {
        while isFree.count < gram.count { isFree.append(false) }
        isBlocked = [Bool](repeating: false, count: gram.count)
        settled = 0
        let limit = 50 + 20 * gram.count
        for sweep in 0..<limit {
            let moved = descend(&model, gram: gram, penalty: penalty)
            let violators = violators(model, penalty: penalty)
            if violators.isEmpty { return true }
            let cap = sweep < 10 ? max(20, free.count / 3) : (sweep < 30 ? 3 : 1)
            if !moved && sweep > 30, let stuck = violators.first?.place { isBlocked[stuck] = true }
            var entering = violators.prefix(cap).map { (place: $0.place, sign: $0.sign) }[...]
            while !entering.isEmpty {
                let block = entering.prefix(Self.blockSize)
                let count = append(block, gram: gram, penalty: penalty)
                entering = entering.dropFirst(count)
                // A column that depends on the free ones comes in by exchange.
                guard count < block.count, let next = entering.popFirst() else { continue }
                enter(next.place, sign: next.sign, &model, gram: gram, penalty: penalty)
            }
        }
        return false
    }

    /// Frees coefficients up to the first that depends on those before it, and returns how many.
    private mutating func append(
        _ new: ArraySlice<(place: Int, sign: Double)>, gram: GramView, penalty: PlacePenalty
    ) -> Int {
        let places = free + new.map(\.place)
        let first = free.count
        let count = factor.append(new.count, threshold: Self.collinearity) { row, column in
            let (e, f) = (places[first + row], places[column])
            return e == f ? gram.value(e, e) + penalty.l2[e] : gram.value(e, f)
        }
        for (place, sign) in new.prefix(count) {
            free.append(place)
            signs.append(sign)
            isFree[place] = true
        }
        return count
    }

    /// A coefficient that the penalty does not hold.
    private struct Candidate {
        var place: Int
        var sign: Double
        var excess: Double
    }

    private func violators(_ model: QuadraticModel, penalty: PlacePenalty) -> [Candidate] {
        var found: [Candidate] = []
        for e in model.b.indices where !isFree[e] && !isBlocked[e] {
            let g = model.q[e] - penalty.l2[e] * model.b[e]
            guard let (sign, excess) = penalty.escape(e, b: model.b[e], g: g), excess > penalty.slack(e) else {
                continue
            }
            found.append(Candidate(place: e, sign: sign, excess: excess))
        }
        return found.sorted { ($0.excess, $1.place) > ($1.excess, $0.place) }
    }

    /// Frees a coefficient unless it depends on the free ones, and returns what they leave of its diagonal.
    mutating func append(
        _ e: Int, sign: Double, gram: GramView, penalty: PlacePenalty
    ) -> Double {
        var row = free.map { gram.value(e, $0) }
        row.append(gram.value(e, e) + penalty.l2[e])
        let before = factor.count
        let left = factor.append(row, threshold: Self.collinearity)
        if factor.count > before {
            free.append(e)
            signs.append(sign)
            isFree[e] = true
        }
        return left
    }

    /// Fixes the i-th free coefficient where it is.
    mutating func drop(_ i: Int) {
        factor.remove(at: i)
        forget(i)
    }

    /// The same for several, ascending, with a vector L⁻¹ v, which becomes that of the smaller factor.
    mutating func drop(_ held: [Int], rotating forward: inout [Double]) {
        factor.remove(at: held, rotating: &forward)
        for i in held.reversed() { forget(i) }
    }

    private mutating func forget(_ i: Int) {
        if i < settled { settled -= 1 }
        isFree[free[i]] = false
        free.remove(at: i)
        signs.remove(at: i)
    }
}
