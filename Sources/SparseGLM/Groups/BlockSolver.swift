/// Minimises a quadratic model over blocks by descent, and by Newton steps where they cost less than the sweeps that
/// would be needed otherwise.
///
/// The sweeps find out which blocks are zero, and never raise the model; the steps then converge quadratically. Which of
/// them is taken depends on the model alone.
struct BlockSolver {
    private var descent = BlockDescent()
    private var newton = BlockNewton()
    private var acceleration = BlockAcceleration()
    /// Whether there are Newton steps; descent alone converges too.
    let usesNewton: Bool

    init(usesNewton: Bool) { self.usesNewton = usesNewton }

    /// Forgets what is known of the quadratic form.
    mutating func reset() { descent.reset() }

    /// Lowers the model's gap to `target`, and returns the number of sweeps.
    ///
    /// `loss` is the mean loss where the model was made. It ends before `target` is reached when the gap shrinks no more
    /// or after `maxSweeps`.
    mutating func minimise(_ model: inout BlockModel, target: Double, loss: Double, maxSweeps: Int) -> Int {
        acceleration.reset()
        var (best, last) = (Double.infinity, Double.infinity)
        var (idle, since, wait) = (0, 0, 1)
        var (sweeps, between) = (0, 0)
        while true {
            for _ in 0..<between { sweep(&model, activeOnly: true) }
            sweep(&model, activeOnly: false)
            sweeps += between + 1
            model.look()
            var gap = model.gap(loss: loss)
            since += 1
            // The factor by which a sweep shrinks the gap.
            let rate = last < .infinity ? min(Kernels.exp(Kernels.log(gap / last) / Double(between + 1)), 0.99) : 0.5
            if gap > target && usesNewton && since >= wait && stepPays(model, from: gap, rate: rate, to: target) {
                let before = gap
                gap = settle(&model, from: gap, target: target, loss: loss)
                wait = gap < 0.9 * before ? 1 : 2 * wait
                since = 0
                acceleration.reset()
            }
            idle = gap < 0.9 * best ? 0 : idle + 1
            best = min(best, gap)
            // Where Newton steps do nothing either, only rounding is left.
            if gap <= target || idle > (wait > 1 ? 20 : 100) || sweeps >= maxSweeps { return sweeps }
            if last < .infinity {
                let needed = sweepsNeeded(from: gap, rate: rate, to: target)
                between = needed <= Double(Self.longestWait) ? Int(needed) - 1 : Self.longestWait
                between = max(0, min(between, maxSweeps - sweeps - 1))
            }
            last = gap
        }
    }

    private mutating func sweep(_ model: inout BlockModel, activeOnly: Bool) {
        descent.sweep(&model, activeOnly: activeOnly)
        acceleration.accelerate(&model)
    }

    /// The most sweeps over the active blocks alone.
    private static let longestWait = 8

    private func sweepsNeeded(from gap: Double, rate: Double, to target: Double) -> Double {
        guard rate > 0 else { return 1 }
        return max(1, Kernels.log(max(target, 1e-300) / gap) / Kernels.log(rate))
    }

    /// Newton steps on the coefficients that are not zero, until what is left to do among them is small beside what is left
    /// in all; returns the gap.
    ///
    /// Nothing enters meanwhile: what a step has set to zero would come back before the others have followed it.
    private mutating func settle(_ model: inout BlockModel, from gap: Double, target: Double, loss: Double) -> Double {
        var (gap, last) = (gap, Double.infinity)
        for _ in 0..<(20 + model.b.count) {
            guard let fall = newton.step(&model) else { break }
            descent.removeZeros(&model)
            model.look()
            gap = model.gap(loss: loss)
            let inner = model.smoothGap(loss: loss)
            if inner <= max(0.5 * target, 0.1 * gap) || (inner > 0.5 * last && fall <= 1e-15 * loss) { break }
            last = inner
        }
        return gap
    }

    /// Whether two Newton steps cost less than the sweeps that lead from one gap to another at a rate.
    ///
    /// A sweep does about 2 m |J| operations at a third of the speed of the factor's |J|³/3; by rows it does 4 n |J|, and
    /// the factor's matrix n |J|².
    private func stepPays(_ model: BlockModel, from gap: Double, rate: Double, to target: Double) -> Bool {
        let (m, size) = (Double(model.b.count), Double(newton.size(model)))
        guard size > 0 else { return false }
        let sweeps = sweepsNeeded(from: gap, rate: rate, to: target)
        switch model.form {
        case .gram:
            let step = size * size * size / 3 + 6 * m * size
            return 2 * step < sweeps * (6 * m * size + 50 * m)
        case .rows(let rows):
            let n = Double(rows.rowCount)
            let step = size * size * size / 3 + n * size * size + 12 * n * m
            return 2 * step < sweeps * (12 * n * size + 50 * m)
        }
    }
}
