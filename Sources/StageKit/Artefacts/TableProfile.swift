/// What loaded data hold, counted: what a person looks at before trusting them.
public struct TableProfile: Sendable, Hashable {
    /// The columns of one role and type.
    public struct Group: Sendable, Hashable {
        /// What they are for.
        public let role: ColumnRole
        /// Whether they hold numbers.
        public let isNumeric: Bool
        /// How many there are.
        public let columnCount: Int
        /// How many values are missing in all read rows.
        public let missingCount: Int
        /// How many of the columns have one value in all used rows.
        public let constantCount: Int
        /// How many of the columns have the values of an earlier one.
        public let duplicateCount: Int

        /// Creates a group.
        ///
        /// - Parameters:
        ///   - role: What the columns are for.
        ///   - isNumeric: Whether they hold numbers.
        ///   - columnCount: How many there are.
        ///   - missingCount: How many values are missing in all read rows.
        ///   - constantCount: How many of the columns have one value in all used rows.
        ///   - duplicateCount: How many of the columns have the values of an earlier one.
        public init(
            role: ColumnRole, isNumeric: Bool, columnCount: Int, missingCount: Int = 0, constantCount: Int = 0,
            duplicateCount: Int = 0
        ) {
            self.role = role
            self.isNumeric = isNumeric
            self.columnCount = columnCount
            self.missingCount = missingCount
            self.constantCount = constantCount
            self.duplicateCount = duplicateCount
        }
    }

    /// Two columns with the same values.
    public struct Duplicate: Sendable, Hashable {
        /// The later one.
        public let name: String
        /// The first one with these values.
        public let original: String

        /// Creates a pair.
        ///
        /// - Parameters:
        ///   - name: The later one.
        ///   - original: The first one with these values.
        public init(name: String, original: String) {
            self.name = name
            self.original = original
        }
    }

    /// How many rows the source has.
    public let rowsRead: Int
    /// How many of them are used.
    public let rowsUsed: Int
    /// The columns by role and type, features first.
    public let groups: [Group]
    /// The features with one value in all used rows, in order.
    public let constants: [String]
    /// The features with the values of an earlier one, in order.
    public let duplicates: [Duplicate]

    /// Creates a profile.
    ///
    /// - Parameters:
    ///   - rowsRead: How many rows the source has.
    ///   - rowsUsed: How many of them are used.
    ///   - groups: The columns by role and type.
    ///   - constants: The features with one value in all used rows.
    ///   - duplicates: The features with the values of an earlier one.
    public init(
        rowsRead: Int, rowsUsed: Int, groups: [Group], constants: [String] = [], duplicates: [Duplicate] = []
    ) {
        self.rowsRead = rowsRead
        self.rowsUsed = rowsUsed
        self.groups = groups
        self.constants = constants
        self.duplicates = duplicates
    }
}
