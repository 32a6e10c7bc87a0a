/// `features/selected.txt`: the selected features, one a line, in rank order.
///
/// A line break in a name is written `\u{…}`, so that there are as many lines as features; `features/features.csv` has the
/// name as it is.
enum SelectedMember {
    static func bytes(_ ranking: FeatureRanking) -> [UInt8] {
        Array(ranking.ranked.map { "\(line($0.name))\n" }.joined().utf8)
    }

    private static func line(_ name: String) -> String {
        name.unicodeScalars.map { scalar in
            Character(scalar).isNewline ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }.joined()
    }
}
