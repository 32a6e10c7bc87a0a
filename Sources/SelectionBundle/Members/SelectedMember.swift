/// `features/selected.txt`: the selected features, one a line, in rank order.
enum SelectedMember {
    static func bytes(_ ranking: FeatureRanking) -> [UInt8] {
        Array(ranking.ranked.map { "\($0.name)\n" }.joined().utf8)
    }
}
