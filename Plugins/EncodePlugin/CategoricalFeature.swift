import StageKit

/// A categorical feature with its levels in the order of their code points.
struct CategoricalFeature: Sendable {
    let name: String
    let levelCount: Int
    let firstMissing: Int?
    private let levels: [String]

    /// Takes a column; `nil` for a numeric one.
    init?(_ column: Column) {
        guard !column.isNumeric, case .categorical(_, let levels) = column.values else { return nil }
        name = column.name
        levelCount = levels.count
        firstMissing = column.firstMissing
        self.levels = levels
    }

    /// The levels by code point: by UTF-8 bytes, which have the same order.
    ///
    /// An imputed level stands behind the loaded ones, which is why they are sorted here.
    var sortedLevels: [String] { levels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    /// The name of a level's column.
    func columnName(_ level: String) -> String { "\(name)=\(level)" }
}
