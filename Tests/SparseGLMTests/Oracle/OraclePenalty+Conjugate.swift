extension OraclePenalty {
    /// Ω*(q) = sup over w of qᵀw − Ω(w); a group's members have no bounds and no ridge of their own but a common one.
    func conjugate(_ q: [Double]) -> Double {
        let grouped = Set(groups.flatMap(\.members))
        let separate = q.indices.reduce(0) { grouped.contains($1) ? $0 : $0 + conjugate($1, q[$1]) }
        return groups.reduce(separate) { sum, group in
            let excess = excess(group, q, scale: 1)
            let ridge = l2[group.members[0]]
            if excess <= 0 { return sum }
            return ridge > 0 ? sum + excess * excess / (2 * ridge) : .infinity
        }
    }

    /// The largest scale, at most 1, at which the conjugate of the scaled q is finite.
    func feasibleScale(_ q: [Double]) -> Double {
        let grouped = Set(groups.flatMap(\.members))
        var scale = 1.0
        for j in q.indices where !grouped.contains(j) && l2[j] == 0 && abs(q[j]) > l1[j] {
            if !(q[j] > 0 ? upper[j] : lower[j]).isFinite { scale = min(scale, l1[j] / abs(q[j])) }
        }
        for group in groups where l2[group.members[0]] == 0 && excess(group, q, scale: scale) > 0 {
            // The excess is convex in the scale and negative at 0.
            var (inside, outside) = (0.0, scale)
            for _ in 0..<60 {
                let middle = (inside + outside) / 2
                if excess(group, q, scale: middle) > 0 { outside = middle } else { inside = middle }
            }
            scale = inside
        }
        // The product may be rounded up and past the edge.
        return scale < 1 ? scale * (1 - 1e-15) : 1
    }

    private func conjugate(_ j: Int, _ q: Double) -> Double {
        let rest = max(0, abs(q) - l1[j])
        if rest == 0 { return 0 }
        let bound = q > 0 ? upper[j] : -lower[j]
        let w = l2[j] > 0 ? min(rest / l2[j], bound) : bound
        return w * (rest - l2[j] / 2 * w)
    }

    /// ‖S(scale · q_g, l1)‖ − s_g with S the soft threshold: what a group's norm leaves of q beyond the penalty.
    private func excess(_ group: Group, _ q: [Double], scale: Double) -> Double {
        let square = group.members.reduce(0) { sum, j in
            let rest = max(0, scale * abs(q[j]) - l1[j])
            return sum + rest * rest
        }
        return square.squareRoot() - group.strength
    }
}
