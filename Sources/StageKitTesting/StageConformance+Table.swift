public import StageKit

extension StageConformance {
    /// What is to be predicted in a made table.
    public enum TargetKind: Sendable, Hashable {
        /// A number.
        case numeric
        /// One of two classes, `no` and `yes`.
        case classes
    }

    /// A made table for checks: the same on every machine, with a target that its features explain.
    ///
    /// Numeric features `x1`, `x2`, … on scales 1, 10, 100, …; categorical features `colour` (three levels) and `size`
    /// (two levels); a target `y`. Rows are numbered and come from `made.csv`, the first on line 2.
    ///
    /// - Parameters:
    ///   - rowCount: How many rows.
    ///   - numericCount: How many numeric features.
    ///   - hasCategories: Whether there are categorical features.
    ///   - hasMissing: Whether one value in seven of each feature is missing.
    ///   - hasWeights: Whether there is a weight column `w`, with zeros in it.
    ///   - target: What is to be predicted.
    public static func table(
        rowCount: Int = 48, numericCount: Int = 4, hasCategories: Bool = false, hasMissing: Bool = false,
        hasWeights: Bool = false, target: TargetKind = .numeric
    ) -> Table {
        let explaining = (0..<numericCount).map { j in (0..<rowCount).map { made($0, j) } }
        let signal = (0..<rowCount).map { i in
            explaining.enumerated().reduce(made(i, 100) / 2) { $0 + $1.element[i] * (2 - Double($1.offset)) }
        }
        var columns = explaining.enumerated().map { numericFeature($1, $0, hasMissing) }
        if hasCategories {
            columns += [("colour", ["blue", "green", "red"]), ("size", ["large", "small"])].enumerated().map {
                categoricalFeature($1.0, $1.1, rowCount, numericCount + $0, hasMissing)
            }
        }
        if hasWeights {
            columns.append(
                Column(name: "w", role: .weight, values: .numeric((0..<rowCount).map { Double(($0 * 5) % 4) })))
        }
        let y: ColumnValues =
            switch target {
            case .numeric: .numeric(signal)
            case .classes: .categorical(codes: signal.map { $0 > 0 ? 1 : 0 }, levels: ["no", "yes"])
            }
        columns.append(Column(name: "y", role: .target, values: y))
        return Table(
            columns: columns, rowCount: rowCount,
            origins: RowOrigins(file: "made.csv", lines: Array(2..<(rowCount + 2)), numbers: Array(0..<rowCount)))
    }

    private static func numericFeature(_ values: [Double], _ j: Int, _ hasMissing: Bool) -> Column {
        let scale = (0..<j).reduce(1.0) { power, _ in power * 10 }
        let numbers = values.enumerated().map { i, value in
            hasMissing && isHole(i, j) ? .nan : scale * (1 + value)
        }
        return Column(name: "x\(j + 1)", values: .numeric(numbers))
    }

    private static func categoricalFeature(
        _ name: String, _ levels: [String], _ rowCount: Int, _ j: Int, _ hasMissing: Bool
    ) -> Column {
        let codes = (0..<rowCount).map { i in
            hasMissing && isHole(i, j) ? -1 : Int32(abs(made(i, 50 + j)) * 8) % Int32(levels.count)
        }
        return Column(name: name, values: .categorical(codes: codes, levels: levels))
    }

    private static func isHole(_ row: Int, _ column: Int) -> Bool { (row + 3 * column) % 7 == 3 }

    /// A number in −1..<1 that depends on its place alone.
    private static func made(_ row: Int, _ column: Int) -> Double {
        // SplitMix64, https://doi.org/10.1145/2714064.2660195
        var z = UInt64(truncatingIfNeeded: row &* 1009 &+ column &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        return Double(z >> 11) * 0x1p-52 - 1
    }
}
