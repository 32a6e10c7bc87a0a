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

    init?(_ table: Table) {
        guard let target = table.target else { return nil }
        self.table = table
        self.target = target
    }

    /// The warnings, at most one of each kind.
    ///
    /// - Complexity: O(features) for those that tell nothing of the target, O(rows × features) at most.
    var warnings: [Diagnostic] {
        var (equal, affine, deciding): ([String], [String], [String]) = ([], [], [])
        for feature in table.features {
            let values = feature.values
            if target.classes != nil {
                if determinesClass(values) { deciding.append(feature.name) }
            } else if case .numeric(let numbers) = values, isAffine(numbers) {
                if numbers == target.values { equal.append(feature.name) } else { affine.append(feature.name) }
            }
        }
        return [
            warning("FS474", equal, one: "equals the target", several: "equal the target"),
            warning(
                "FS474", affine, one: "is the target times a number plus a number",
                several: "are the target times a number plus a number"),
            warning(
                "FS475", deciding, one: "determines the class in each row", several: "determine the class in each row"),
        ].compactMap(\.self)
    }

    private func warning(_ code: String, _ names: [String], one: String, several: String) -> Diagnostic? {
        guard let first = names.first else { return nil }
        let what =
            names.count == 1 ? "Column '\(first)' \(one)" : "\(names.count) columns \(several) (\(listed(names)))"
        return Diagnostic(
            code: code, severity: .warning,
            message: "\(what), '\(target.name)'; is that known before the target is?",
            location: table.origins.map { SourceLocation(file: $0.file, line: 1) },
            suggestion: "if not, give \(names.count == 1 ? "it" : "them") the role 'ignore'")
    }

    // MARK: Numbers

    private func isAffine(_ numbers: [Double]) -> Bool {
        let count = numbers.count
        guard count >= 10 else { return false }
        let sampleCount = min(count, 32)
        let sample = (0..<sampleCount).map { $0 * (count - 1) / (sampleCount - 1) }.filter { !numbers[$0].isNaN }
        guard sample.count >= 5, isAffine(sample.map { numbers[$0] }, sample.map { target.values[$0] }) else {
            return false
        }
        guard numbers.contains(where: \.isNaN) else { return isAffine(numbers, target.values) }
        let present = numbers.indices.filter { !numbers[$0].isNaN }
        return isAffine(present.map { numbers[$0] }, present.map { target.values[$0] })
    }

    /// Whether x and y lie on a line that is neither level nor upright, by r² = Sxy² / (Sxx Syy).
    private func isAffine(_ x: [Double], _ y: [Double]) -> Bool {
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
    private func determinesClass(_ values: ColumnValues) -> Bool {
        switch values {
        case .categorical(let codes, let levels):
            return levels.count <= mostLevels
                && determinesClass(codes.count) { codes[$0] < 0 ? nil : Double(codes[$0]) }
        case .numeric(let numbers):
            return determinesClass(numbers.count) { numbers[$0].isNaN ? nil : numbers[$0] }
        }
    }

    private var mostLevels: Int { max(Self.mostLevels, 2 * (target.classes?.count ?? 0)) }

    /// Ends at the first value too many, or with two classes.
    private func determinesClass(_ count: Int, _ value: (Int) -> Double?) -> Bool {
        var known: [(value: Double, cls: Double)] = []
        var present = 0
        for row in 0..<count {
            guard let value = value(row) else { continue }
            present += 1
            if let found = known.first(where: { $0.value == value }) {
                if found.cls != target.values[row] { return false }
            } else {
                guard known.count < mostLevels else { return false }
                known.append((value, target.values[row]))
            }
        }
        return Set(known.map(\.cls)).count > 1 && present >= 10 * known.count
    }
}
