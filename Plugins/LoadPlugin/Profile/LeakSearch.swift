import SparseGLM
import StageKit

/// Looks for features that give the target away: equal to it, an affine function of it, or one that determines the class.
///
/// What such a column holds is mostly known only after the target is, so that the model is of no use where it is needed.
/// Each feature is looked at in a few rows first, and in all of them only where it passes.
struct LeakSearch {
    /// How far 1 − r² may be from 0: what rounding to six digits leaves.
    static let tolerance = 1e-9
    /// The most values of a feature that are looked at as levels.
    static let mostLevels = 20

    private let table: Table
    private let target: Target
    /// The rows that are looked at first.
    private let sample: [Int]
    /// How far two targets are apart that no affine function of one number has, by the tolerance; 0 for classes.
    private let greatestSpread: Double

    init?(_ table: Table) {
        guard let target = table.target else { return nil }
        self.table = table
        self.target = target
        sample = spread(64, over: table.rowCount)
        // Of two rows with the same x at least half the square of their distance is left over.
        let variance = target.classes == nil ? columnMoments(target.values).variance : 0
        greatestSpread = (2 * Self.tolerance * Double(table.rowCount) * variance).squareRoot()
    }

    /// The warnings, at most one of each kind.
    ///
    /// - Complexity: O(features) for those that tell nothing of the target, O(rows × features) at most.
    var warnings: [Diagnostic] {
        var (equal, affine, deciding): ([String], [String], [String]) = ([], [], [])
        for feature in table.features {
            if let sparse = feature.sparseNumbers, isRuledOut(sparse) { continue }
            if target.classes != nil {
                if determinesClass(feature) { deciding.append(feature.name) }
            } else if feature.isNumeric, isAffine(feature) {
                if feature.numbers == target.values { equal.append(feature.name) } else { affine.append(feature.name) }
            }
        }
        let name = "the target '\(target.name)'"
        return [
            warning("FS474", equal, one: "equals \(name)", several: "equal \(name)"),
            warning(
                "FS474", affine, one: "is \(name) times a number plus a number",
                several: "are \(name) times a number plus a number"),
            warning(
                "FS475", deciding, one: "determines the class of \(name) in each row",
                several: "determine the class of \(name) in each row"),
        ].compactMap(\.self)
    }

    private func warning(_ code: String, _ names: [String], one: String, several: String) -> Diagnostic? {
        guard let first = names.first else { return nil }
        let what =
            names.count == 1 ? "Column '\(first)' \(one)" : "\(names.count) columns (\(listed(names))) \(several)"
        return Diagnostic(
            code: code, severity: .warning, message: "\(what); is that known before the target is?",
            location: table.origins.map { SourceLocation(file: $0.file, line: 1) },
            suggestion: "if not, give \(names.count == 1 ? "it" : "them") the role 'ignore'")
    }

    /// Whether rows that a sparse feature does not tell apart differ too much in the target, by a few of them.
    private func isRuledOut(_ feature: SparseNumbers) -> Bool {
        var (next, seen) = (0, 0)
        var ends: (low: Double, high: Double) = (.infinity, -.infinity)
        for row in 0..<feature.count where seen < sample.count {
            if next < feature.rows.count, Int(feature.rows[next]) == row {
                next += 1
                continue
            }
            ends = (min(ends.low, target.values[row]), max(ends.high, target.values[row]))
            if ends.high - ends.low > greatestSpread { return true }
            seen += 1
        }
        return false
    }

    // MARK: Numbers

    private func isAffine(_ feature: Column) -> Bool {
        // A few rows of a sparse column may be all alike.
        if feature.sparseNumbers == nil {
            guard let few = feature.sample(sample.count).numbers, isAffine(few, sample.map { target.values[$0] })
            else { return false }
        }
        return feature.numbers.map { isAffine($0, target.values) } ?? false
    }

    /// The same without the rows in which x is missing.
    private func isAffine(_ x: [Double], _ y: [Double]) -> Bool {
        guard x.contains(where: \.isNaN) else { return isOnLine(x, y) }
        let present = x.indices.filter { !x[$0].isNaN }
        return isOnLine(present.map { x[$0] }, present.map { y[$0] })
    }

    /// Whether x and y lie on a line that is neither level nor upright, by r² = Sxy² / (Sxx Syy).
    private func isOnLine(_ x: [Double], _ y: [Double]) -> Bool {
        guard x.count >= 10 else { return false }
        let (a, b) = (columnMoments(x), columnMoments(y))
        guard !a.isConstant, !b.isConstant, a.mean.isFinite, a.standardDeviation.isFinite else { return false }
        var (product, xx, yy) = (0.0, 0.0, 0.0)
        for row in x.indices {
            let (u, v) = ((x[row] - a.mean) / a.standardDeviation, (y[row] - b.mean) / b.standardDeviation)
            product += u * v
            xx += u * u
            yy += v * v
        }
        return product * product >= (1 - Self.tolerance) * xx * yy
    }

    // MARK: Classes

    /// Whether rows with the same value have the same class, by few values, each in ten rows on average.
    private func determinesClass(_ feature: Column) -> Bool {
        guard agrees(feature.sample(sample.count).values, rows: sample) != nil,
            let found = agrees(feature.values, rows: Array(0..<table.rowCount))
        else { return false }
        return found.classes > 1 && found.present >= 10 * found.levels
    }

    private var mostLevels: Int { max(Self.mostLevels, 2 * (target.classes?.count ?? 0)) }

    /// Counts the values that a class goes with; `nil` at the first value too many, or with two classes.
    private func agrees(_ values: ColumnValues, rows: [Int]) -> (levels: Int, classes: Int, present: Int)? {
        switch values {
        case .categorical(let codes, _): agrees(rows) { codes[$0] < 0 ? nil : Double(codes[$0]) }
        case .numeric(let numbers): agrees(rows) { numbers[$0].isNaN ? nil : numbers[$0] }
        }
    }

    private func agrees(
        _ rows: [Int], _ value: (Int) -> Double?
    ) -> (levels: Int, classes: Int, present: Int)? {
        var known: [(value: Double, class: Double)] = []
        var present = 0
        for (place, row) in rows.enumerated() {
            guard let value = value(place) else { continue }
            present += 1
            if let found = known.first(where: { $0.value == value }) {
                if found.class != target.values[row] { return nil }
            } else {
                guard known.count < mostLevels else { return nil }
                known.append((value, target.values[row]))
            }
        }
        return (known.count, Set(known.map(\.class)).count, present)
    }
}
