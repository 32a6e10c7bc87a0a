package import StageKit

/// A parameter with its value.
package struct PipelineParameter: Sendable {
    /// The name, used as `${name}`.
    package let name: String
    /// What its value may be.
    package let type: ParameterType
    /// The value as text; `nil` where the environment would give it and is not read.
    package let value: String?
    /// Where the value comes from: `parameter` for the default, `override`, or `environment`.
    package let origin: OptionOrigin
    /// Where the parameter is declared.
    package let location: SourceLocation
    /// The environment variable that may give the value.
    package let environmentName: String?
    /// The folder that a relative path starts from: that of the declaring file for its default, else the current one.
    let folder: String

    /// The value as it may be shown: that of a secret is never told.
    package var shownValue: String {
        type == .secret ? "(secret)" : value ?? "(not read)"
    }
}
