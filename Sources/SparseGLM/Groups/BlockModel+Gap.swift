/// How far a quadratic model is from its minimum.
extension BlockModel {
    /// The places of a block where the penalty is smooth: all of a block that is unpenalised or not zero, but for zeros
    /// that an L1 part holds.
    func smoothPlaces(_ e: Int) -> [Int] {
        isActive(e) ? places(e).filter { penalties[e].l1 == 0 || b[$0] != 0 } : []
    }

    /// An estimate of the duality gap over the working set, exact for the squared loss but for unpenalised blocks.
    ///
    /// With a the largest multiple of q that every dual norm allows, it is
    /// ```
    /// (1 − a)² loss + Σ over blocks of Ω(b) + Ω*(a q) − a q·b
    /// ```
    /// `loss` is the mean loss at the point where the model was made. The gradient has to be up to date.
    func gap(loss: Double) -> Double { gap(loss: loss, b: b, q: q, starts: starts) }

    /// The same with the coefficients held at zero left out, as if they were not in the model.
    func smoothGap(loss: Double) -> Double {
        var (places, starts): ([Int], [Int]) = ([], [0])
        for e in 0..<blockCount {
            places += smoothPlaces(e)
            starts.append(places.count)
        }
        return gap(loss: loss, b: places.map { b[$0] }, q: places.map { q[$0] }, starts: starts)
    }

    /// The gap over the given parts of the blocks; of an unpenalised block all is given.
    private func gap(loss: Double, b: [Double], q: [Double], starts parts: [Int]) -> Double {
        b.withUnsafeBufferPointer { b in
            q.withUnsafeBufferPointer { q in
                var scale = 1.0
                for (e, penalty) in penalties.enumerated() where !penalty.isFree {
                    let part = UnsafeBufferPointer(rebasing: q[parts[e]..<parts[e + 1]])
                    scale = penalty.largestScale(part, bound: scale)
                }
                var sum = (1 - scale) * (1 - scale) * loss
                for e in penalties.indices {
                    let range = parts[e]..<parts[e + 1]
                    sum += gap(
                        e, b: UnsafeBufferPointer(rebasing: b[range]), q: UnsafeBufferPointer(rebasing: q[range]), scale
                    )
                }
                return sum
            }
        }
    }

    /// One block's part.
    private func gap(
        _ e: Int, b: UnsafeBufferPointer<Double>, q: UnsafeBufferPointer<Double>, _ scale: Double
    ) -> Double {
        let penalty = penalties[e]
        var product = 0.0
        if penalty.isFree {
            for i in q.indices {
                let g = form.value(starts[e] + i, starts[e] + i)
                if g > 0 { product += max(q[i] * q[i] / g, abs(q[i] * b[i])) }
            }
            return product
        }
        for i in q.indices { product += q[i] * b[i] }
        // Fenchel and Young: no block's part is below 0.
        return max(0, penalty.value(b) + penalty.conjugate(q, times: scale) - scale * product)
    }
}
