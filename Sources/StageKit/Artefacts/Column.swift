/// What a column is for.
public enum ColumnRole: String, Sendable, Hashable, CaseIterable {
    /// A predictor.
    case feature
    /// What is to be predicted.
    case target
    /// A name of the row: never a predictor.
    case id
    /// Not read.
    case ignore
    /// The weight of the row.
    case weight
    /// The group of the row: rows of a group stay together in splits.
    case group
    /// A known part of the linear predictor, with coefficient 1.
    case offset
    /// The fold of the row.
    case fold
}

/// The values of a column.
public enum ColumnValues: Sendable, Hashable {
    /// Finite numbers; NaN is a missing value and nothing else.
    case numeric([Double])
    /// Levels by their place in `levels`, -1 for a missing value.
    case categorical(codes: [Int32], levels: [String])
}

/// A named column with a role.
public struct Column: Sendable, Hashable {
    /// The column's name.
    public let name: String
    /// What it is for.
    public let role: ColumnRole
    /// Its values.
    public let values: ColumnValues
    /// The column of the loaded data from which it was made: `League` for `League=N`.
    public let source: String

    /// Creates a column.
    ///
    /// - Parameters:
    ///   - name: The column's name.
    ///   - role: What it is for.
    ///   - values: Its values.
    ///   - source: The column of the loaded data from which it was made; its own name where it is loaded.
    public init(name: String, role: ColumnRole = .feature, values: ColumnValues, source: String? = nil) {
        self.name = name
        self.role = role
        self.values = values
        self.source = source ?? name
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .numeric(let numbers): numbers.count
        case .categorical(let codes, _): codes.count
        }
    }

    /// The numbers of a numeric column; `nil` for a categorical one.
    public var numbers: [Double]? {
        if case .numeric(let numbers) = values { numbers } else { nil }
    }

    /// Whether the value in a row is missing.
    ///
    /// - Parameter row: The row, from 0.
    public func isMissing(_ row: Int) -> Bool {
        switch values {
        case .numeric(let numbers): numbers[row].isNaN
        case .categorical(let codes, _): codes[row] < 0
        }
    }

    /// The first row with a missing value.
    public var firstMissing: Int? {
        switch values {
        case .numeric(let numbers): numbers.firstIndex { $0.isNaN }
        case .categorical(let codes, _): codes.firstIndex { $0 < 0 }
        }
    }

    /// The column on some of its rows, in the given order; levels are kept as they are.
    ///
    /// - Parameter rows: Row indices, from 0.
    /// - Complexity: O(rows).
    public func rows(_ rows: [Int]) -> Column {
        switch values {
        case .numeric(let numbers):
            Column(name: name, role: role, values: .numeric(rows.map { numbers[$0] }), source: source)
        case .categorical(let codes, let levels):
            Column(
                name: name, role: role, values: .categorical(codes: rows.map { codes[$0] }, levels: levels),
                source: source)
        }
    }
}
