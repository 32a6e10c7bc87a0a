import StageKit

/// The selection as it stands after `joint` chose another place on its path.
struct JointSelection: Sendable {
    /// The selection that chose for itself.
    let original: Selection
    /// The path.
    let path: SelectionPath
    /// The place that was chosen jointly.
    let index: Int

    /// Takes a place on a selection's path.
    ///
    /// - Parameters:
    ///   - original: The selection.
    ///   - index: A place on its path.
    /// - Returns: `nil` where the path has no such place.
    init?(_ original: Selection, at index: Int) {
        guard let path = original.path, path.points.indices.contains(index) else { return nil }
        self.original = original
        self.path = path
        self.index = index
    }

    /// The selection of that place: its features, and why the others are not among them.
    var selection: Selection {
        let features = path.points[index].features
        let kept = Set(features)
        var known: [String: DroppedFeature] = [:]
        for feature in original.dropped { known[feature.name] = feature }
        let entries = entries
        return Selection(
            family: original.family, candidates: original.candidates, features: features,
            dropped: original.candidates.filter { !kept.contains($0) }.map { reason($0, known[$0], entries[$0]) },
            path: SelectionPath(
                points: path.points, chosenIndex: index, lambdaMax: path.lambdaMax, rule: "joint", supportMargin: margin
            ), fitsIntercept: original.fitsIntercept, maxFeatures: original.maxFeatures, classes: original.classes)
    }

    /// The first place at which each feature has a coefficient.
    private var entries: [String: Int] {
        var entries: [String: Int] = [:]
        for (place, point) in path.points.enumerated() {
            for coefficient in point.coefficients where entries[coefficient.name] == nil {
                entries[coefficient.name] = place
            }
        }
        return entries
    }

    /// Further down the path what displaced a feature is kept still; further up it may be gone.
    private func reason(_ name: String, _ known: DroppedFeature?, _ entry: Int?) -> DroppedFeature {
        if let known, known.reason == .overMaxFeatures || (known.reason == .displaced && index >= path.chosenIndex) {
            return known
        }
        guard let entry else { return DroppedFeature(name: name, reason: .neverEntered) }
        let lambda = shortest(path.points[entry].lambda)
        if entry > index { return DroppedFeature(name: name, reason: .enteredBelow, detail: "lambda \(lambda)") }
        return DroppedFeature(
            name: name, reason: .droppedByStage, detail: "non-zero from lambda \(lambda), zero again at the chosen one")
    }

    /// How far the least coefficient is from leaving; how far others are from entering is not known here.
    private var margin: Double {
        let sizes = path.points[index].coefficients.map { abs($0.value) }
        guard let least = sizes.min(), let largest = sizes.max(), largest > 0 else { return 1 }
        return least / largest
    }
}
