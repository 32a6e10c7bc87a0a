/// What is to be predicted, as numbers.
public struct Target: Sendable, Hashable {
    /// The column's name.
    public let name: String
    /// The classes, of two the second being the positive one; `nil` for a numeric target.
    public let classes: [String]?
    /// Whether the numbers are counts, as `<target type="count">` says.
    public let isCount: Bool
    /// Numbers, or the places of the classes in ``classes``; n values.
    public let values: [Double]

    /// Creates a target.
    ///
    /// - Parameters:
    ///   - name: The column's name.
    ///   - classes: The classes, of two the second being the positive one; `nil` for a numeric target.
    ///   - values: Numbers, or the places of the classes.
    ///   - isCount: Whether the numbers are counts.
    public init(name: String, classes: [String]?, values: [Double], isCount: Bool = false) {
        self.name = name
        self.classes = classes
        self.values = values
        self.isCount = isCount
    }
}
