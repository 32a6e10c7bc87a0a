/// The name nearest to a misspelt one, for "did you mean".
///
/// The distance counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) and may be
/// at most a third of the longer word, at least 1. Ties go to the earlier candidate.
///
/// - Parameters:
///   - name: What was written; longer than 64 characters finds nothing.
///   - candidates: The names that exist.
/// - Returns: The nearest name, or `nil` where none is near.
/// - Complexity: O(candidates × length²).
public func nearestName(to name: String, among candidates: [String]) -> String? {
    let written = Array(name.lowercased())
    guard written.count <= 64 else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate.count <= 64 {
        let known = Array(candidate.lowercased())
        let distance = alignmentDistance(written, known)
        guard distance <= max(1, max(written.count, known.count) / 3) else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best?.name
}

private func alignmentDistance(_ a: [Character], _ b: [Character]) -> Int {
    var twoBack = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var row = [Int](repeating: i + 1, count: b.count + 1)
        for j in 0..<b.count {
            let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
            row[j + 1] = min(previous[j + 1] + 1, row[j] + 1, substitution)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], twoBack[j - 1] + 1) }
        }
        twoBack = previous
        previous = row
    }
    return previous[b.count]
}
