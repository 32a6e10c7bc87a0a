internal import CKernels

/// The exact solver for a batch whose sweeps converge slowly: active-set Newton on a dense Gram matrix of the columns in
/// use.
///
/// Worth its O(m² · entries per column + m³) where m is moderate and the columns are correlated; the Gram matrix
/// outlives a batch.
final class SparseNewton {
    /// The most columns that it takes on.
    static let mostColumns = 3_000

    private static let mostRounds = 20

    private let problem: SparseProblem
    private let most: Int
    /// Places in the working set, in the order of the Gram matrix.
    private var places: [Int] = []
    private var isEntered: [Bool] = []
    private var gram = AlignedBuffer<Double>([])
    private var stride = 0
    private let dense: AlignedBuffer<Double>
    private var newton: ActiveSetNewton

    init(_ problem: SparseProblem, most: Int) {
        (self.problem, self.most) = (problem, most)
        dense = AlignedBuffer(repeating: 0, count: problem.y.count)
        newton = ActiveSetNewton(most: most)
    }

    /// Minimises over the columns in use in the open lanes, one lane after the other, until those of the working set that
    /// are not in use have no cause to be.
    ///
    /// Returns false where there are too many columns, or where it gave up; the lanes are then as good as they were.
    func solve(_ lanes: SparseLanes, open: [Int], _ columns: SparseWorkingSet) -> Bool {
        for round in 0..<Self.mostRounds {
            lanes.refresh(columns)
            let gradient = columns.gradients(of: columns.count, u: lanes.u.base, lanes: lanes.lanes)
            let new = missing(lanes, open, columns, gradient)
            if round > 0 && new.isEmpty { return true }
            guard places.count + new.count <= most else { return round > 0 }
            enter(new, columns)
            guard minimise(lanes, open, columns, gradient) else { return false }
        }
        return true
    }

    private func minimise(
        _ lanes: SparseLanes, _ open: [Int], _ columns: SparseWorkingSet, _ gradient: [Double]
    ) -> Bool {
        guard let first = open.first, !places.isEmpty else { return false }
        var model = QuadraticModel(
            b: places.map { lanes.value($0, lane: first) }, q: places.map { gradient[lanes.lanes * $0 + first] })
        var l2: [Double]?
        for k in open {
            let penalty = PlacePenalty(
                ScaledPenalty(problem.penalty, times: lanes.strength[k]), columns: places.map { columns.columns[$0] })
            if penalty.l2 != l2 {
                l2 = penalty.l2
                newton.reset()
                newton.refactor(model, gram: view, penalty: penalty)
            }
            guard newton.minimise(&model, gram: view, penalty: penalty), model.b.allSatisfy(\.isFinite) else {
                return false
            }
            for (e, b) in zip(places, model.b) { lanes.set(e, lane: k, b) }
        }
        return true
    }

    private var view: GramView { GramView(base: gram.base, stride: stride, count: places.count) }

    /// The columns in use that are not in the Gram matrix yet, and those that the penalty does not hold.
    private func missing(
        _ lanes: SparseLanes, _ open: [Int], _ columns: SparseWorkingSet, _ gradient: [Double]
    ) -> [Int] {
        isEntered += [Bool](repeating: false, count: columns.count - isEntered.count)
        return (0..<columns.count).filter { e in
            !isEntered[e]
                && open.contains { k in
                    lanes.value(e, lane: k) != 0
                        || abs(gradient[lanes.lanes * e + k]) > (1 + 1e-13) * lanes.strength[k] * columns.penalty(e)
                }
        }
    }

    private func enter(_ new: [Int], _ columns: SparseWorkingSet) {
        reserve(places.count + new.count)
        for e in new {
            isEntered[e] = true
            places.append(e)
            columns.scatter(e, into: dense.base)
            let row = gram.base + (places.count - 1) * stride
            for (i, f) in places.enumerated() {
                row[i] = columns.product(f, with: dense.base, of: e)
                gram.base[i * stride + places.count - 1] = row[i]
            }
            columns.clear(e, in: dense.base)
        }
    }

    private func reserve(_ count: Int) {
        guard count > stride else { return }
        let larger = max(count, 2 * stride)
        let moved = AlignedBuffer<Double>(repeating: 0, count: larger * larger)
        for i in places.indices { (moved.base + i * larger).update(from: gram.base + i * stride, count: places.count) }
        (gram, stride) = (moved, larger)
    }
}
