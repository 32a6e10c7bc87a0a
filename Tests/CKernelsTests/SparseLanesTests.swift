import CKernels
import Testing

/// The kernels of many sparse columns at once, against their definitions in plain Swift.
struct SparseLanesTests {
    private let n = 37
    private let starts = [0, 0, 1, 4, 9, 46, 50, 57]
    private var rows: [Int32] {
        // The fifth column has all rows.
        [3, 0, 7, 8, 1, 2, 4, 9, 36] + (0..<37).map(Int32.init) + [5, 11, 12, 30, 6, 10, 13, 20, 21, 22, 35]
    }
    private var values: [Double] { numbers(57, seed: 71) }
    private var count: Int { starts.count - 1 }

    private func withColumns<R>(_ body: (UnsafePointer<fsel_sparse_columns>) -> R) -> R {
        starts.withUnsafeBufferPointer { starts in
            rows.withUnsafeBufferPointer { rows in
                values.withUnsafeBufferPointer { values in
                    var columns = fsel_sparse_columns(
                        starts: starts.baseAddress, rows: rows.baseAddress, values: values.baseAddress)
                    return body(&columns)
                }
            }
        }
    }

    private func folded(_ terms: [Double]) -> Double {
        var sums = [0.0, 0, 0, 0]
        for (e, term) in terms.enumerated() { sums[e % 4] += term }
        return (sums[0] + sums[2]) + (sums[1] + sums[3])
    }

    private func lane(_ values: [Double], _ k: Int, of lanes: Int) -> [Double] {
        stride(from: k, to: values.count, by: lanes).map { values[$0] }
    }

    @Test func `gradients have the promised bits in every lane and on every level`() {
        let (centers, scales) = (numbers(count, seed: 72), numbers(count, seed: 73).map { abs($0) + 0.5 })
        let reach = [1.5, 2, 0, 1, 0.5, 3, 1]
        let (u, sums) = (numbers(8 * n, seed: 74), numbers(8, seed: 75))
        func run(_ u: [Double], _ sums: [Double], lanes: Int) -> [Double] {
            var out = [Double](repeating: 9, count: lanes * (count + 1))
            withColumns { x in
                out.withUnsafeMutableBufferPointer { out in
                    guard let base = out.baseAddress else { return }
                    fsel_lanes_gradients(
                        x, 1, count, n, centers, scales, reach, u, sums, lanes, base, base + lanes * count)
                }
            }
            return out
        }
        var expected = [Double](repeating: 9, count: 8 * (count + 1))
        for k in 0..<8 {
            var largest = 0.0
            for j in 1..<count {
                let entries = starts[j]..<starts[j + 1]
                let isFull = entries.count == n
                let terms = entries.map { (values[$0] - (isFull ? centers[j] : 0)) * u[8 * Int(rows[$0]) + k] }
                let q = (folded(terms) - (isFull ? 0 : centers[j] * sums[k])) / scales[j]
                expected[8 * j + k] = reach[j] == 0 ? 0 : q
                largest = max(largest, abs(expected[8 * j + k]) * reach[j])
            }
            expected[8 * count + k] = largest
        }
        #expect(everyLevelGives(expected) { run(u, sums, lanes: 8) })
        for k in [0, 5] {
            let holds = everyLevelGives(lane(expected, k, of: 8)) { run(lane(u, k, of: 8), [sums[k]], lanes: 1) }
            #expect(holds)
        }
    }

    /// What a sweep changes and finds, one list after the other.
    private func sweep(_ start: Sweep, lanes: Int) -> [Double] {
        var (b, u, offset) = (start.b, start.u, start.offset)
        var (violation, norm) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
        var order: [Int32] = [6, 1, 4, 2, 3]
        let used = withColumns { x in
            b.withUnsafeMutableBufferPointer { b in
                u.withUnsafeMutableBufferPointer { u in
                    offset.withUnsafeMutableBufferPointer { offset in
                        withUnsafePointers(start) { p in
                            guard let b = b.baseAddress, let u = u.baseAddress, let offset = offset.baseAddress
                            else { return 0 }
                            var model = fsel_lanes_model(
                                x: x.pointee, curvature: p[0], center: p[1], l1: p[2], l2: p[3], lower: p[4],
                                upper: p[5], reach: p[6], share: start.share, relaxation: start.relaxation,
                                strength: p[7], offset: offset, b: b, u: u)
                            return order.withUnsafeMutableBufferPointer { order in
                                guard let order = order.baseAddress else { return 0 }
                                return fsel_lanes_sweep(&model, order, 5, lanes, &violation, &norm, order)
                            }
                        }
                    }
                }
            }
        }
        return b + u + offset + violation + norm + order.prefix(used).map(Double.init)
    }

    private struct Sweep {
        var parameters: [[Double]]
        var strength: [Double]
        var share = 0.25
        var relaxation = 1.3
        var b: [Double]
        var u: [Double]
        var offset: [Double]
    }

    private func withUnsafePointers<R>(_ sweep: Sweep, _ body: ([UnsafePointer<Double>]) -> R) -> R {
        func nest(_ index: Int, _ found: [UnsafePointer<Double>]) -> R {
            guard index < 8 else { return body(found) }
            let values = index < 7 ? sweep.parameters[index] : sweep.strength
            return values.withUnsafeBufferPointer { values in
                nest(index + 1, found + (values.baseAddress.map { [$0] } ?? []))
            }
        }
        return nest(0, [])
    }

    private var sweepStart: Sweep {
        let p = count
        return Sweep(
            parameters: [
                numbers(p, seed: 81).map { abs($0) + 0.5 }, numbers(p, seed: 82), [0, 0.1, 0.2, 0.3, 0.1, 0, 0.2],
                [0, 0.1, 0, 0, 0.5, 0, 0], [-1, -0.01, -.infinity, -2, -.infinity, -1, -.infinity],
                [.infinity, 0.02, .infinity, 0.1, .infinity, 1, .infinity], numbers(p, seed: 83).map(abs),
            ],
            strength: (0..<8).map { 1 / Double($0 + 1) },
            b: numbers(8 * p, seed: 84).enumerated().map { $0.offset / 8 == 1 || $0.offset % 3 == 0 ? 0 : $0.element },
            u: numbers(8 * n, seed: 85), offset: numbers(8, seed: 86))
    }

    /// One lane of a sweep by the header's formulas.
    private func expected(_ start: Sweep, _ k: Int) -> (b: [Double], u: [Double], rest: [Double]) {
        var (b, u, offset) = (lane(start.b, k, of: 8), lane(start.u, k, of: 8), start.offset[k])
        var (violation, norm) = (0.0, 0.0)
        let (p, s) = (start.parameters, start.strength[k])
        for j in [6, 1, 4, 2, 3] {
            let q = folded((starts[j]..<starts[j + 1]).map { values[$0] * u[Int(rows[$0])] }) + offset * p[1][j]
            let (z, high) = (p[0][j] * b[j] + q, s * p[2][j])
            let soft = z - max(min(z, high), -high)
            let t = min(max(soft / (p[0][j] + s * p[3][j]), p[4][j]), p[5][j])
            violation = max(violation, abs(t - b[j]) * (p[0][j] * p[6][j]))
            let moved = min(max(b[j] + start.relaxation * (t - b[j]), min(2 * t, 0)), max(2 * t, 0))
            let new = min(max(moved, p[4][j]), p[5][j])
            norm += p[2][j] * abs(new)
            let change = new - b[j]
            b[j] = new
            offset += change * p[1][j]
            for e in starts[j]..<starts[j + 1] { u[Int(rows[e])] += change * -start.share * values[e] }
        }
        return (b, u, [offset, violation, norm])
    }

    @Test func `a sweep does what its formulas say, in every lane and on every level`() {
        let start = sweepStart
        let lanes = (0..<8).map { expected(start, $0) }
        func interleave(_ part: (Int) -> [Double]) -> [Double] {
            let parts = (0..<8).map(part)
            return parts[0].indices.flatMap { i in parts.map { $0[i] } }
        }
        let b = interleave { lanes[$0].b }
        let used = [6, 1, 4, 2, 3].filter { j in (0..<8).contains { b[8 * j + $0] != 0 } }
        let all = b + interleave { lanes[$0].u } + interleave { lanes[$0].rest } + used.map(Double.init)
        #expect(everyLevelGives(all) { sweep(start, lanes: 8) })
        for k in [0, 7] {
            var one = start
            (one.b, one.u) = (lane(start.b, k, of: 8), lane(start.u, k, of: 8))
            (one.strength, one.offset) = ([start.strength[k]], [start.offset[k]])
            let used = [6, 1, 4, 2, 3].filter { lanes[k].b[$0] != 0 }
            let expected = lanes[k].b + lanes[k].u + lanes[k].rest + used.map(Double.init)
            #expect(everyLevelGives(expected) { sweep(one, lanes: 1) })
        }
    }

    @Test(arguments: [1, 8]) func `sums, multiples and products of columns have the promised bits`(lanes: Int) {
        let (a, u, factor) = (numbers(n, seed: 91), numbers(lanes * n, seed: 92), numbers(lanes, seed: 93))
        let perLane = (0..<lanes).map { lane(u, $0, of: lanes) }
        let sums = perLane.map { folded(zip(a, $0).map { $0 * $1 }) }
        let squares = perLane.map { folded($0.map { $0 * $0 }) }
        let holds = everyLevelGives(sums + squares) {
            var (out, square) = ([Double](repeating: 0, count: lanes), [Double](repeating: 0, count: lanes))
            fsel_lanes_sums(a, u, n, lanes, &out, &square)
            return out + square
        }
        #expect(holds)
        let added = u.indices.map { u[$0] + factor[$0 % lanes] * a[$0 / lanes] }
        #expect(
            everyLevelGives(added) {
                var out = u
                fsel_lanes_add(factor, a, n, lanes, &out)
                return out
            })
        let b = numbers(lanes * count, seed: 94)
        var expected = u
        for j in [5, 2, 6] {
            for e in starts[j]..<starts[j + 1] {
                for k in 0..<lanes { expected[lanes * Int(rows[e]) + k] += b[lanes * j + k] * -0.3 * values[e] }
            }
        }
        #expect(
            everyLevelGives(expected) {
                var out = u
                withColumns { fsel_lanes_subtract($0, [5, 2, 6], 3, b, 0.3, lanes, &out) }
                return out
            })
    }
}
