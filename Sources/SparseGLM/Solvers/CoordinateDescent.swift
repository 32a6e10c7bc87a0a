/// Minimises a `QuadraticModel` by cyclic coordinate descent on the Gram matrix.
///
/// The fallback where the exact solver gives up, and its oracle in tests. Each epoch passes once over the working set
/// and then over the non-zero coefficients until they settle.
///
/// Source: Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models via Coordinate Descent,
/// J. Stat. Software 33 (2010), doi:10.18637/jss.v033.i01.
struct CoordinateDescent {
    /// Epochs over the whole working set since the solver was made.
    private(set) var epochs = 0
    private let limit: Int

    init(maxEpochs: Int) { limit = maxEpochs }

    /// Minimises the model until an epoch's largest change of a fitted value is below `tolerance`, in scaled units.
    mutating func minimise(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty, tolerance: Double
    ) -> Bool {
        while epochs < limit {
            epochs += 1
            if epoch(Array(model.b.indices), &model, gram, penalty) <= tolerance { return true }
            let nonZero = model.b.indices.filter { model.b[$0] != 0 }
            for _ in 0..<20 where epochs < limit {
                epochs += 1
                if epoch(nonZero, &model, gram, penalty) <= tolerance { break }
            }
        }
        return false
    }

    private func epoch(
        _ places: [Int], _ model: inout QuadraticModel, _ gram: GramView, _ penalty: PlacePenalty
    ) -> Double {
        var largest = 0.0
        for e in places {
            let curvature = gram.value(e, e)
            guard curvature > 0 else { continue }
            let z = curvature * model.b[e] + model.q[e]
            let target = softThreshold(z, penalty.l1[e]) / (curvature + penalty.l2[e])
            let new = min(max(target, penalty.lower[e]), penalty.upper[e])
            let change = new - model.b[e]
            guard change != 0 else { continue }
            model.b[e] = new
            gram.subtract(column: e, times: change, from: &model.q)
            largest = max(largest, abs(change) * curvature.squareRoot())
        }
        return largest
    }
}

extension ActiveSetNewton {
    /// Minimises the model exactly, or where that gives up by so many epochs of coordinate descent, from where it began;
    /// the model never ends higher than that.
    mutating func minimise(
        _ model: inout QuadraticModel, gram: GramView, penalty: PlacePenalty, orDescend epochs: Int
    ) {
        let start = model
        if minimise(&model, gram: gram, penalty: penalty), model.descent(from: start, penalty: penalty) >= -1e-12 {
            return
        }
        model = start
        var descent = CoordinateDescent(maxEpochs: epochs)
        _ = descent.minimise(&model, gram: gram, penalty: penalty, tolerance: 1e-12)
        // On a Gram matrix that rounding has made indefinite coordinates run away.
        if !(model.descent(from: start, penalty: penalty) >= 0) { model = start }
        reset()
        refactor(model, gram: gram, penalty: penalty)
    }
}
