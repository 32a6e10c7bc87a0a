import StageKit

/// Tables with a known structure, drawn by a fixed recurrence.
enum MadeTable {
    /// Six features of which the first three matter, a level, and missing values where asked for.
    static func regression(rows: Int, missing: Bool = false, classes: Bool = false) -> Table {
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
        let codes = eta.map { value -> Int32 in value + 6 * draw() > 0 ? 1 : 0 }
        let target: ColumnValues = classes ? .categorical(codes: codes, levels: ["no", "yes"]) : .numeric(eta)
        let columns = features.enumerated().map { place, values in
            let holed = values.indices.map { row in missing && (row + place) % 17 == 5 ? .nan : values[row] }
            return Column(name: "f\(place)", values: .numeric(holed))
        }
        let group = Column(
            name: "level", values: .categorical(codes: (0..<rows).map { Int32($0 % 3) }, levels: ["a", "b", "c"]))
        return Table(columns: columns + [group, Column(name: "y", role: .target, values: target)])
    }

    /// The same rows with some of them spoilt.
    static func poisoned(_ table: Table, rows: [Int], by poison: Poison) -> Table {
        Table(
            columns: table.columns.map { column in
                switch column.values {
                case .numeric(var numbers):
                    for row in rows { numbers[row] = poison.apply(to: numbers[row]) }
                    return Column(
                        name: column.name, role: column.role, values: .numeric(numbers), source: column.source)
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
