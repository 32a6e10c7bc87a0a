import SparseGLM
import StageKit

/// The strength of the ridge penalty, and the features that it is put on.
struct RefitChoice: Sendable, Hashable {
    /// The strength of the penalty.
    let lambda: Double
    /// The place on the selection's path whose features are refitted; `nil` for the selection's own choice.
    let pathIndex: Int?

    /// A choice.
    init(lambda: Double, pathIndex: Int? = nil) {
        self.lambda = lambda
        self.pathIndex = pathIndex
    }

    /// What the fit on all training rows chose: under `joint` it gave the selection of its own choice.
    ///
    /// - Parameter settled: The fit on all training rows; `nil` gives `nil`.
    init?(settled: Fit?) {
        guard let settled, let lambda = settled.model?.refitLambda else { return nil }
        self.lambda = lambda
        pathIndex = settled.selection?.path?.chosenIndex
    }

    /// The features to refit.
    ///
    /// - Parameter selection: The selection on the rows that are fitted.
    func features(of selection: Selection) -> [String] {
        guard let pathIndex, let path = selection.path, path.points.indices.contains(pathIndex) else {
            return selection.features
        }
        return path.points[pathIndex].features
    }
}
