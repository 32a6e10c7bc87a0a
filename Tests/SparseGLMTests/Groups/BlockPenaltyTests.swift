import Testing

@testable import SparseGLM

struct BlockPenaltyTests {
    static let penalties = [
        BlockPenalty(norm: 0.7, l1: 0, l2: 0), BlockPenalty(norm: 0, l1: 0.4, l2: 0),
        BlockPenalty(norm: 0.7, l1: 0.4, l2: 0), BlockPenalty(norm: 0.01, l1: 0.9, l2: 0),
        BlockPenalty(norm: 0.7, l1: 0.4, l2: 0.3), BlockPenalty(norm: 0.5, l1: 0, l2: 2),
    ]

    private func vectors(_ count: Int, size: Int) -> [[Double]] {
        let random = KeyedRandom(seed: 11, stream: "vectors")
        return (0..<count).map { k in (0..<size).map { 4 * random.unit(at: UInt64(k * size + $0)) - 2 } }
    }

    @Test(arguments: penalties.filter { $0.l2 == 0 })
    func `the largest scale keeps the conjugate finite, and is the largest but for rounding`(penalty: BlockPenalty) {
        for z in vectors(300, size: 4) {
            let scale = penalty.largestScale(z, bound: .infinity)
            #expect(scale > 0)
            #expect(penalty.conjugate(z.map { scale * $0 }) == 0)
            #expect(penalty.conjugate(z.map { scale * (1 + 1e-12) * $0 }) == .infinity)
            #expect(penalty.largestScale(z, bound: scale / 2) == scale / 2)
        }
    }

    @Test(arguments: penalties)
    func `the conjugate is never below a value of its supremum, and is reached`(penalty: BlockPenalty) {
        let points = vectors(2_000, size: 3)
        for z in vectors(20, size: 3) {
            let conjugate = penalty.conjugate(z)
            let values = points.map { b in zip(z, b).reduce(0) { $0 + $1.0 * $1.1 } - penalty.value(b) }
            #expect(values.allSatisfy { $0 <= conjugate + 1e-14 })
            guard penalty.l2 > 0 else { continue }
            // Where the gradient of the penalty is z: a multiple of the soft-thresholded z.
            let soft = z.map { softThreshold($0, penalty.l1) }
            let size = soft.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let factor = max(0, 1 - penalty.norm / size) / penalty.l2
            let b = soft.map { factor * $0 }
            #expect(abs(zip(z, b).reduce(0) { $0 + $1.0 * $1.1 } - penalty.value(b) - conjugate) < 1e-13)
        }
    }

    @Test(arguments: penalties)
    func `nothing is violated by a gradient of the penalty, and a step away is`(penalty: BlockPenalty) {
        for b in vectors(50, size: 3) {
            let size = b.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let q = b.map { penalty.norm * $0 / size + ($0 > 0 ? penalty.l1 : -penalty.l1) + penalty.l2 * $0 }
            #expect(penalty.violation(q: q, b: b) < 1e-15)
            #expect(abs(penalty.violation(q: [q[0] + 0.25, q[1], q[2]], b: b) - 0.25) < 1e-14)
        }
        let zero = [0.0, 0, 0]
        #expect(penalty.violation(q: zero, b: zero) == 0)
    }

    @Test func `a free block bounds nothing but a gradient`() {
        let free = BlockPenalty(norm: 0, l1: 0, l2: 0)
        #expect(free.isFree)
        #expect(free.conjugate([1e-15]) == 0)
        #expect(free.conjugate([1e-3]) == .infinity)
        #expect(free.largestScale([1e-15], bound: 1) == 1)
        #expect(free.largestScale([1e-3], bound: 1) == 0)
    }
}
