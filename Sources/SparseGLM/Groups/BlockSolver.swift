/// Minimises a quadratic model over blocks by descent, and by Newton steps where they cost less than the sweeps that
/// would be needed otherwise.
///
/// The sweeps find out which blocks are zero, and never raise the model; the steps then converge quadratically. Which of
/// them is taken depends on the model alone.
struct BlockSolver {
    private var descent = BlockDescent()
    private var newton = BlockNewton()
    /// Whether there are Newton steps; descent alone converges too.
    let usesNewton: Bool

    init(usesNewton: Bool) { self.usesNewton = usesNewton }

    /// Forgets what is known of the Gram matrix.
    mutating func reset() { descent.reset() }

    /// Lowers the model's gap to `target`, and returns the number of sweeps.
    ///
    /// `loss` is the mean loss where the model was made. It ends before `target` is reached when the gap shrinks no more
    /// or after `maxSweeps`.
    mutating func minimise(
        _ model: inout BlockModel, gram: GramView, target: Double, loss: Double, maxSweeps: Int
    ) -> Int {
        var (best, last) = (Double.infinity, Double.infinity)
        var (idle, since, wait) = (0, 0, 1)
        for sweep in 1...max(1, maxSweeps) {
            descent.sweep(&model, gram: gram)
            var gap = model.gap(loss: loss, gram: gram)
            since += 1
            if gap > target && usesNewton && since >= wait && stepPays(model, from: gap, last: last, to: target) {
                let before = gap
                gap = settle(&model, gram: gram, from: gap, target: target, loss: loss)
                wait = gap < 0.9 * before ? 1 : 2 * wait
                since = 0
            }
            idle = gap < 0.9 * best ? 0 : idle + 1
            best = min(best, gap)
            // Where Newton steps do nothing either, only rounding is left.
            if gap <= target || idle > (wait > 1 ? 20 : 100) { return sweep }
            last = gap
        }
        return max(1, maxSweeps)
    }

    /// Newton steps on the coefficients that are not zero, until what is left to do among them is small beside what is left
    /// in all; returns the gap.
    ///
    /// Nothing enters meanwhile: what a step has set to zero would come back before the others have followed it.
    private mutating func settle(
        _ model: inout BlockModel, gram: GramView, from gap: Double, target: Double, loss: Double
    ) -> Double {
        var (gap, last) = (gap, Double.infinity)
        for _ in 0..<(20 + model.b.count) {
            guard let fall = newton.step(&model, gram: gram) else { break }
            descent.removeZeros(&model, gram: gram)
            gap = model.gap(loss: loss, gram: gram)
            let inner = model.gap(loss: loss, gram: gram, smoothOnly: true)
            if inner <= max(0.5 * target, 0.1 * gap) || (inner > 0.5 * last && fall <= 1e-15 * loss) { break }
            last = inner
        }
        return gap
    }

    /// Whether two Newton steps cost less than the sweeps that lead from one gap to another at the rate of the last one.
    ///
    /// A sweep does about 2 m |J| operations at a third of the speed of the factor's |J|³/3.
    private func stepPays(_ model: BlockModel, from gap: Double, last: Double, to target: Double) -> Bool {
        let (m, size) = (Double(model.b.count), Double(newton.size(model)))
        guard size > 0 else { return false }
        let rate = min(gap / last, 0.99)
        let sweeps = rate > 0 ? Kernels.log(max(target, 1e-300) / gap) / Kernels.log(rate) : 1
        let step = size * size * size / 3 + 6 * m * size
        return 2 * step < sweeps * (6 * m * size + 50 * m)
    }
}
