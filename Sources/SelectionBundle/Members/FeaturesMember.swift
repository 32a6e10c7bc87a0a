import StageJSON

/// `features/features.csv`: the selected features with their coefficients; a row a class where there are several
/// linear predictors.
enum FeaturesMember {
    static func bytes(_ ranking: FeatureRanking) -> [UInt8] {
        let header = [
            "name", "rank", "coefficient", "standardized_coefficient", "l1_coefficient", "lambda_entry", "mean",
            "scale",
        ]
        let classes = ranking.classes
        let rows = ranking.ranked.flatMap { feature in
            (0..<max(classes.count, 1)).map { place in
                row(feature, place) + (classes.isEmpty ? [] : [classes[place]])
            }
        }
        return CSVText.bytes(header: classes.isEmpty ? header : header + ["class"], rows: rows)
    }

    private static func row(_ feature: FeatureRanking.Feature, _ place: Int) -> [String] {
        func text(_ value: Double?) -> String { value.map(numberText) ?? "" }
        let standardized = feature.standardized.isEmpty ? nil : feature.standardized[place]
        let own = feature.l1.isEmpty ? nil : feature.l1[place]
        return [
            feature.name, String(feature.rank), text(standardized.map { $0 / feature.scale }), text(standardized),
            text(own), text(feature.lambdaEntry), text(feature.mean), text(feature.scale),
        ]
    }
}
