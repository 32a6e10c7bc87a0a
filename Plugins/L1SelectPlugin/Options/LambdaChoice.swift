import SparseGLM
import StageKit

/// How λ is chosen.
enum LambdaChoice: Sendable {
    /// By cross-validation.
    case crossValidation(CrossValidationOptions)
    /// It is given.
    case fixed(FixedLambda)
    /// By an information criterion.
    case criterion(L1SelectOptions.CriterionChoice)

    /// Reads which of `<cv>`, `<lambda>` and `<criterion>` is written; none is `<cv>` with its defaults.
    ///
    /// - Throws: ``StageFailure`` FS558 at the second of them.
    init(_ options: StageOptions) throws(StageFailure) {
        let written = options.children.filter { ["cv", "lambda", "criterion"].contains($0.descriptor.name) }
        if written.count > 1 {
            throw StageFailure(
                .pipeline, code: "FS558",
                "<l1-select> has <\(written[0].descriptor.name)> and <\(written[1].descriptor.name)>, "
                    + "expected at most one of <cv>, <lambda> and <criterion>.",
                at: written[1].location)
        }
        switch written.first?.descriptor.name {
        case "lambda": self = .fixed(FixedLambda(written[0]))
        case "criterion": self = .criterion(written[0][L1SelectOptions.criterionOption])
        default: self = .crossValidation(CrossValidationOptions(written.first, rule: .oneStandardError))
        }
    }
}

/// A λ that is given, in one of the three scalings in use.
struct FixedLambda: Sendable {
    /// The number as it was given.
    let value: Double
    /// Its scaling.
    let scale: L1SelectOptions.LambdaScale
    /// Where `scale` or the element stands.
    let scaleLocation: SourceLocation?

    /// Reads a `<lambda>` element.
    init(_ options: StageOptions) {
        value = options[L1SelectOptions.lambdaValueOption] ?? 0
        scale = options[L1SelectOptions.lambdaScaleOption]
        scaleLocation = options.location(of: "scale")
    }

    /// The same penalty on the scale of the project's objective, mean loss + λ‖w‖₁ with the ½ in the squared loss.
    ///
    /// - Parameter rowCount: n, the number of rows with a weight above 0.
    func lambda(rowCount: Int) -> Double {
        switch scale {
        case .halfMSE: value
        case .mse: value / 2
        case .perSample: value / Double(rowCount)
        }
    }

    /// The failure of the `mse` scaling under another family than gaussian.
    var scaleMismatch: StageFailure {
        StageFailure(
            .pipeline, code: "FS558",
            "<lambda> has scale 'mse', which is for the gaussian family alone; expected 'half-mse' or 'per-sample'.",
            at: scaleLocation)
    }
}
