package import StageKit

/// What rows must look like to be scored, and what comes out.
package struct Signature: Sendable, Equatable {
    /// The type of a column.
    package enum ColumnType: Sendable, Equatable {
        /// Finite numbers, and the range they had in training; nil where no training row had a value.
        case numeric(range: ClosedRange<Double>?)
        /// Levels, those of training, by code point.
        case categorical(levels: [String])

        /// `numeric` or `categorical`.
        package var name: String {
            switch self {
            case .numeric: "numeric"
            case .categorical: "categorical"
            }
        }
    }

    /// What is done about a missing value or an unknown level.
    package enum Policy: String, Sendable, CaseIterable {
        /// It is refused.
        case error
        /// It is taken, since the operations give it a value.
        case accept
    }

    /// A column that goes in.
    package struct Input: Sendable, Equatable {
        /// The column's name.
        package let name: String
        /// `feature` or `offset`.
        package let role: ColumnRole
        /// Its type.
        package let type: ColumnType
        /// What is done about a missing value.
        package let missing: Policy
        /// What is done about a level that training did not have.
        package let unknownLevels: Policy

        /// - Parameters:
        ///   - name: The column's name.
        ///   - role: `feature` or `offset`.
        ///   - type: Its type.
        ///   - missing: What is done about a missing value.
        ///   - unknownLevels: What is done about a level that training did not have.
        package init(
            name: String, role: ColumnRole = .feature, type: ColumnType, missing: Policy = .error,
            unknownLevels: Policy = .error
        ) {
            self.name = name
            self.role = role
            self.type = type
            self.missing = missing
            self.unknownLevels = unknownLevels
        }
    }

    /// What goes in, in order.
    package let inputs: [Input]
    /// The target's name.
    package let target: String
    /// The classes, of two the second being the positive one; nil for a numeric target.
    package let classes: [String]?
    /// The texts that stand for no value, besides the empty one.
    package let missingTokens: [String]

    /// What stands for no value where a signature does not say.
    package static let standardMissingTokens = ["NA"]

    /// - Parameters:
    ///   - inputs: What goes in, in order.
    ///   - target: The target's name.
    ///   - classes: The classes; nil for a numeric target.
    ///   - missingTokens: The texts that stand for no value, besides the empty one.
    package init(
        inputs: [Input], target: String, classes: [String]?,
        missingTokens: [String] = Signature.standardMissingTokens
    ) {
        self.inputs = inputs
        self.target = target
        self.classes = classes
        self.missingTokens = missingTokens
    }

    /// What comes out, in order: `prediction`, and for classes `probability:CLASS` each.
    package var outputs: [String] { ["prediction"] + (classes ?? []).map { "probability:\($0)" } }
}
