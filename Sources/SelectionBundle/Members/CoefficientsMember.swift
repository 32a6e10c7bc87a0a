import StageJSON
import StageKit

/// `features/coefficients.csv`: the non-zero coefficients along the path, on the standardized scale.
enum CoefficientsMember {
    static func bytes(_ path: SelectionPath) -> [UInt8] {
        let hasClasses = path.points.contains { $0.coefficients.contains { $0.classLabel != nil } }
        let rows = path.points.enumerated().lazy.flatMap { index, point in
            point.coefficients.lazy.map { coefficient in
                let row = [String(index), coefficient.name, numberText(coefficient.value)]
                return hasClasses ? row + [coefficient.classLabel ?? ""] : row
            }
        }
        let header = ["index", "name", "coefficient"]
        return CSVText.bytes(header: hasClasses ? header + ["class"] : header, rows: rows)
    }
}
