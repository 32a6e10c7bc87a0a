public import SparseGLM

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
///
/// A column may be a view: some rows of stored values, with operations put off until someone looks. Views of the same
/// values share them.
public struct Column: Sendable, Hashable {
    /// All in one object: tables have columns by the million, and each copy of one is then one reference.
    private let parts: Parts

    private final class Parts: Sendable {
        let name: String
        let role: ColumnRole
        let source: String
        let holdsCounts: Bool
        let content: ColumnContent

        init(name: String, role: ColumnRole, source: String, holdsCounts: Bool, content: ColumnContent) {
            (self.name, self.role, self.source) = (name, role, source)
            (self.holdsCounts, self.content) = (holdsCounts, content)
        }
    }

    /// The column's name.
    public var name: String { parts.name }
    /// What it is for.
    public var role: ColumnRole { parts.role }
    /// The column of the loaded data from which it was made: `League` for `League=N`.
    public var source: String { parts.source }
    /// Whether the numbers count something: whole ones from 0, which a regression takes for Poisson distributed.
    public var holdsCounts: Bool { parts.holdsCounts }
    /// The values, or how they come from stored ones.
    var content: ColumnContent { parts.content }

    /// Creates a column.
    ///
    /// - Parameters:
    ///   - name: The column's name.
    ///   - role: What it is for.
    ///   - values: Its values.
    ///   - source: The column of the loaded data from which it was made; its own name where it is loaded.
    ///   - holdsCounts: Whether the numbers count something.
    public init(
        name: String, role: ColumnRole = .feature, values: ColumnValues, source: String? = nil,
        holdsCounts: Bool = false
    ) {
        self.init(
            name: name, role: role, content: ColumnContent(values), source: source ?? name, holdsCounts: holdsCounts)
    }

    /// Creates a numeric column that stores the numbers other than 0.
    ///
    /// ``values`` and ``numbers`` show all rows as of any column; ``sparseNumbers`` shows what is stored.
    ///
    /// - Parameters:
    ///   - name: The column's name.
    ///   - role: What it is for.
    ///   - matrix: The numbers of this column and of others, n rows; shared, not copied.
    ///   - place: The column of the matrix, from 0.
    ///   - source: The column of the loaded data from which it was made; its own name where it is loaded.
    /// - Precondition: The numbers are finite.
    public init(
        name: String, role: ColumnRole = .feature, sparse matrix: SparseMatrix, column place: Int,
        source: String? = nil
    ) {
        self.init(
            name: name, role: role, content: ColumnContent(SparseStorage(matrix: matrix, column: place)),
            source: source ?? name)
    }

    init(name: String, role: ColumnRole, content: ColumnContent, source: String, holdsCounts: Bool = false) {
        parts = Parts(name: name, role: role, source: source, holdsCounts: holdsCounts, content: content)
    }

    /// Its values.
    ///
    /// - Complexity: O(1) for values as they were stored, O(rows) for a view and for a sparse column: ask once.
    public var values: ColumnValues { content.values }

    /// The number of rows.
    public var count: Int { content.count }

    /// Whether it holds numbers, whatever they are.
    public var isNumeric: Bool { content.stored.isNumeric }

    /// The numbers of a numeric column; `nil` for a categorical one.
    ///
    /// - Complexity: O(1) for values as they were stored, O(rows) for a view and for a sparse column: ask once.
    public var numbers: [Double]? { content.numbers }

    /// The numbers of a column that stores only some of them, none of which is missing; `nil` for any other column.
    ///
    /// - Complexity: O(stored numbers), and O(rows of the loaded table) once for all columns of a view.
    public var sparseNumbers: SparseNumbers? { content.sparseNumbers }

    /// Whether the value in a row is missing, in O(1).
    ///
    /// - Parameter row: The row, from 0.
    public func isMissing(_ row: Int) -> Bool { content.isMissing(row) }

    /// The first row with a missing value.
    public var firstMissing: Int? { content.firstMissing }

    /// The column on some of its rows, in the given order; levels are kept as they are.
    ///
    /// - Parameter rows: Row indices, from 0.
    /// - Complexity: O(rows); the values are shared, not copied.
    public func rows(_ rows: [Int]) -> Column {
        selecting(content.rows?.selecting(rows) ?? RowSelection(rows))
    }

    /// The same column for another use; the values are shared.
    ///
    /// - Parameter role: What it is for.
    public func with(role: ColumnRole) -> Column {
        Column(name: name, role: role, content: content, source: source, holdsCounts: holdsCounts)
    }

    func selecting(_ selection: RowSelection) -> Column {
        Column(
            name: name, role: role, content: content.selecting(selection), source: source, holdsCounts: holdsCounts)
    }

    /// The column on some rows, its values stored anew.
    func stored(on selection: RowSelection) -> Column {
        Column(
            name: name, role: role, content: content.selecting(selection).storedAnew(), source: source,
            holdsCounts: holdsCounts)
    }

    /// Whether two columns have the same name, role, source and values, however those are stored.
    public static func == (a: Column, b: Column) -> Bool {
        a.name == b.name && a.role == b.role && a.source == b.source && a.holdsCounts == b.holdsCounts
            && a.count == b.count && a.values == b.values
    }

    /// Hashes what tells columns of a table apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(role)
        hasher.combine(count)
    }
}

extension Column: CustomStringConvertible {
    /// The name, role, source and values, however those are stored.
    public var description: String { "\(name) (\(role.rawValue), from \(source)): \(values)" }
}
