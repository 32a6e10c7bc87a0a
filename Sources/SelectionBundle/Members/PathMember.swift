import StageJSON
import StageKit

/// `features/path.csv`: the regularisation path, a row a λ.
enum PathMember {
    static func bytes(_ path: SelectionPath) -> [UInt8] {
        let header = [
            "index", "lambda", "active", "deviance", "cv_mean", "cv_se", "duality_gap", "kkt_violation", "iterations",
        ]
        let rows = path.points.enumerated().lazy.map { index, point in
            [
                String(index), numberText(point.lambda), String(point.features.count), numberText(point.deviance),
                point.crossValidationMean.map(numberText) ?? "", point.crossValidationError.map(numberText) ?? "",
                numberText(point.dualityGap), numberText(point.kktViolation), String(point.iterations),
            ]
        }
        return CSVText.bytes(header: header, rows: rows)
    }
}
