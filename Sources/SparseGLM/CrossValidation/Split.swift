/// How rows are divided into a training and a test part.
public enum SplitMethod: Sendable, Equatable {
    /// A random choice of round(n · share) rows.
    case random
    /// As `random`, with each class in its share.
    case stratified(classes: [Int])
    /// Each row's part follows from its key and the seed alone; the share is met on average.
    case hash(keys: [String])
    /// Whole groups, drawn at random until the share is reached or as near as it gets.
    case group(ids: [String])
    /// The latest rows; rows of equal time stay in their order.
    case time([Double])
}

/// For each row, whether it is in the test part.
///
/// Both parts get at least one row. Equal keys, and rows of one group, always fall in the same part.
///
/// - Parameters:
///   - rowCount: n ≥ 2.
///   - testShare: the test part's share, in (0, 1).
///   - method: see `SplitMethod`.
///   - seed: the pipeline's seed.
///   - stream: what the split is for.
/// - Throws: `SplitError` when a part would be empty, or a list has not one entry per row.
public func splitRows(
    rowCount n: Int, testShare: Double, method: SplitMethod, seed: UInt64, stream: String = "split"
) throws(SplitError) -> [Bool] {
    guard testShare > 0, testShare < 1 else { throw .badFraction(testShare) }
    guard n >= 2 else { throw .emptyPart(part: n == 0 ? "training" : "test", rowCount: n) }
    let random = KeyedRandom(seed: seed, stream: stream)
    let mask: [Bool]
    switch method {
    case .random:
        mask = marked(random.permutation(n).prefix(testCount(n, testShare)), of: n)
    case .stratified(let classes):
        try expect(classes.count, n, "classes")
        mask = stratifiedMask(classes, testShare, random)
    case .hash(let keys):
        try expect(keys.count, n, "keys")
        mask = keys.map { KeyedRandom(seed: seed, stream: "\(stream)/\($0)").unit(at: 0) < testShare }
    case .group(let ids):
        try expect(ids.count, n, "groups")
        mask = groupMask(groupedRows(ids), testShare, random, rowCount: n)
    case .time(let times):
        mask = marked(try timeOrder(times, rowCount: n).suffix(testCount(n, testShare)), of: n)
    }
    guard mask.contains(true) else { throw .emptyPart(part: "test", rowCount: n) }
    guard mask.contains(false) else { throw .emptyPart(part: "training", rowCount: n) }
    return mask
}

/// round(n · share), at least 1 and at most n − 1.
private func testCount(_ n: Int, _ share: Double) -> Int {
    min(max(Int((Double(n) * share).rounded()), 1), n - 1)
}

private func marked(_ rows: some Sequence<Int>, of n: Int) -> [Bool] {
    var mask = [Bool](repeating: false, count: n)
    for row in rows { mask[row] = true }
    return mask
}

/// Takes evenly spaced ranks of the rows ordered by class, so that every class gives its share up to one row.
private func stratifiedMask(_ classes: [Int], _ share: Double, _ random: KeyedRandom) -> [Bool] {
    let order = stratifiedOrder(classes, random)
    let (n, count) = (order.count, testCount(classes.count, share))
    return marked((0..<count).map { order[(2 * $0 + 1) * n / (2 * count)] }, of: n)
}

private func groupMask(_ groups: [[Int]], _ share: Double, _ random: KeyedRandom, rowCount n: Int) -> [Bool] {
    let target = Double(n) * share
    var taken: [Int] = []
    for g in random.permutation(groups.count) {
        let after = Double(taken.count + groups[g].count)
        // Skipping a group that overshoots by more than it closes keeps the share as near as whole groups allow.
        if after - target <= target - Double(taken.count) { taken += groups[g] }
    }
    return marked(taken, of: n)
}
