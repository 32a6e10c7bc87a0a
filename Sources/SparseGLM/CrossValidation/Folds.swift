/// How rows are divided into folds.
public enum FoldMethod: Sendable, Equatable {
    /// A random permutation dealt out in turn.
    case random
    /// As `random`, but each class is dealt out by itself, so that folds hold classes in equal shares.
    case stratified(classes: [Int])
    /// Rows of a group stay together; groups are dealt to the fold with the fewest rows, large groups first.
    case group(ids: [String])
    /// Each row's fold follows from its key and the seed alone, so that appended rows move no others.
    case hash(keys: [String])
    /// Consecutive blocks in order of time; equal times stay in the order of the rows.
    case time([Double])
    /// The folds are given, any integers; they are numbered in ascending order.
    case given([Int])
}

/// The fold, 0 ..< folds, of each row.
///
/// Every fold gets at least one row. The same seed and stream give the same folds on every machine.
///
/// - Parameters:
///   - rowCount: n.
///   - folds: k, 2 … n; not used for `given`, which has as many folds as different values.
///   - method: see `FoldMethod`.
///   - seed: the pipeline's seed.
///   - stream: what the folds are for, such as a stage's id.
/// - Throws: `SplitError` when there are more folds than rows or groups, or a list has not one entry per row.
public func assignFolds(
    rowCount n: Int, folds k: Int, method: FoldMethod, seed: UInt64, stream: String = "folds"
) throws(SplitError) -> [Int] {
    if case .given(let given) = method { return try givenFolds(given, rowCount: n) }
    guard k >= 2 else { throw .tooFewFolds(k) }
    guard k <= n else { throw .moreFolds(folds: k, than: n, unit: "rows") }
    let random = KeyedRandom(seed: seed, stream: stream)
    switch method {
    case .given, .random:
        return dealt(random.permutation(n), folds: k)
    case .stratified(let classes):
        try expect(classes.count, n, "classes")
        return dealt(stratifiedOrder(classes, random), folds: k)
    case .group(let ids):
        try expect(ids.count, n, "groups")
        return try groupFolds(ids, folds: k, random)
    case .hash(let keys):
        try expect(keys.count, n, "keys")
        let folds = keys.map { keyedFold($0, folds: k, seed: seed, stream: stream) }
        for fold in 0..<k where !folds.contains(fold) { throw .emptyFold(fold: fold, of: k) }
        return folds
    case .time(let times):
        let order = try timeOrder(times, rowCount: n)
        var folds = [Int](repeating: 0, count: n)
        for (rank, row) in order.enumerated() { folds[row] = rank * k / n }
        return folds
    }
}

func expect(_ found: Int, _ expected: Int, _ what: String) throws(SplitError) {
    guard found == expected else { throw .countMismatch(what: what, found: found, expected: expected) }
}

/// Rows of each class in random order, one class after another, the classes ascending.
///
/// Dealt out in turn, the counts of a class in two folds differ by at most one, and so do the folds' sizes.
func stratifiedOrder(_ classes: [Int], _ random: KeyedRandom) -> [Int] {
    let rank = inverse(random.permutation(classes.count))
    return classes.indices.sorted { (classes[$0], rank[$0]) < (classes[$1], rank[$1]) }
}

private func inverse(_ permutation: [Int]) -> [Int] {
    var rank = permutation
    for (position, row) in permutation.enumerated() { rank[row] = position }
    return rank
}

private func dealt(_ order: [Int], folds k: Int) -> [Int] {
    var folds = [Int](repeating: 0, count: order.count)
    for (position, row) in order.enumerated() { folds[row] = position % k }
    return folds
}

private func keyedFold(_ key: String, folds k: Int, seed: UInt64, stream: String) -> Int {
    KeyedRandom(seed: seed, stream: "\(stream)/\(key)").integer(below: k, at: 0)
}

/// The groups in order of first appearance, each with its rows.
func groupedRows(_ ids: [String]) -> [[Int]] {
    var places: [String: Int] = [:]
    var groups: [[Int]] = []
    for (row, id) in ids.enumerated() {
        if let place = places[id] {
            groups[place].append(row)
        } else {
            places[id] = groups.count
            groups.append([row])
        }
    }
    return groups
}

private func groupFolds(_ ids: [String], folds k: Int, _ random: KeyedRandom) throws(SplitError) -> [Int] {
    let groups = groupedRows(ids)
    guard k <= groups.count else { throw .moreFolds(folds: k, than: groups.count, unit: "groups") }
    let rank = random.permutation(groups.count)
    let order = groups.indices.sorted { (-groups[$0].count, rank[$0]) < (-groups[$1].count, rank[$1]) }
    var sizes = [Int](repeating: 0, count: k)
    var folds = [Int](repeating: 0, count: ids.count)
    for g in order {
        let fold = sizes.indices.reduce(0) { sizes[$1] < sizes[$0] ? $1 : $0 }
        sizes[fold] += groups[g].count
        for row in groups[g] { folds[row] = fold }
    }
    return folds
}

func timeOrder(_ times: [Double], rowCount n: Int) throws(SplitError) -> [Int] {
    try expect(times.count, n, "times")
    if let row = times.firstIndex(where: \.isNaN) { throw .badTime(row: row) }
    return times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
}

private func givenFolds(_ given: [Int], rowCount n: Int) throws(SplitError) -> [Int] {
    try expect(given.count, n, "folds")
    let values = Array(Set(given)).sorted()
    guard values.count >= 2 else { throw .singleFold }
    let numbers = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    return given.map { numbers[$0, default: 0] }
}
