import StageKit

/// Tables with a known structure, drawn by a fixed recurrence.
enum MadeTable {
    /// Six features of which the first three matter, a level, and missing values where asked for.
    static func regression(rows: Int, missing: Bool = false, target kind: Kind = .numbers) -> Table {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func draw() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53) * 2 - 1
        }
        let features = (0..<6).map { _ in (0..<rows).map { _ in draw() * 5 + 10 } }
        let noise = (0..<rows).map { _ in draw() }
        let eta = (0..<rows).map { row -> Double in
            let signal: Double = 3 * features[0][row] - 2 * features[1][row] + features[2][row] - 20
            return signal + noise[row]
        }
        let blurred = eta.map { value in value + 6 * draw() }
        let target: ColumnValues =
            switch kind {
            case .numbers: .numeric(eta)
            case .counts: .numeric(blurred.map { max(0, ($0 / 8 + 2).rounded()) })
            case .twoClasses: .categorical(codes: blurred.map { $0 > 0 ? 1 : 0 }, levels: ["no", "yes"])
            case .threeClasses:
                .categorical(codes: blurred.map { $0 > 8 ? 2 : $0 > -8 ? 1 : 0 }, levels: ["a", "b", "c"])
            }
        let columns = features.enumerated().map { place, values in
            let holed = values.indices.map { row in missing && (row + place) % 17 == 5 ? .nan : values[row] }
            return Column(name: "f\(place)", values: .numeric(holed))
        }
        let group = Column(
            name: "level", values: .categorical(codes: (0..<rows).map { Int32($0 % 3) }, levels: ["a", "b", "c"]))
        return Table(
            columns: columns + [group, Column(name: "y", role: .target, values: target, holdsCounts: kind == .counts)])
    }

    /// What is to be predicted.
    enum Kind: String, CaseIterable, Sendable {
        case numbers, counts, twoClasses, threeClasses
    }

    /// The same rows with some of them spoilt.
    static func poisoned(_ table: Table, rows: [Int], by poison: Poison) -> Table {
        Table(
            columns: table.columns.map { column in
                switch column.values {
                case .numeric(var numbers):
                    for row in rows { numbers[row] = poison.apply(to: numbers[row]) }
                    return Column(
                        name: column.name, role: column.role, values: .numeric(numbers), source: column.source,
                        holdsCounts: column.holdsCounts)
                case .categorical(var codes, let levels):
                    for row in rows { codes[row] = (codes[row] + 1) % Int32(levels.count) }
                    return Column(
                        name: column.name, role: column.role, values: .categorical(codes: codes, levels: levels),
                        source: column.source)
                }
            }, origins: table.origins)
    }

    /// How held-out rows are spoilt; categories and classes always move to the next level.
    enum Poison: String, CaseIterable, Sendable {
        case enlarged, missing, flipped

        func apply(to value: Double) -> Double {
            switch self {
            case .enlarged: value * 1e160
            case .missing: .nan
            case .flipped: -value
            }
        }
    }
}
