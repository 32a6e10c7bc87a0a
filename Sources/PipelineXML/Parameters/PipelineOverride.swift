package import StageKit

/// One `--set name=value` or `--set stage.option=value`.
package struct PipelineOverride: Sendable, Hashable {
    /// What stands before the first `=`: a parameter's name, or a stage's id (or its element's name, where only one stage
    /// has it), the names of child elements and an option's name, with dots between them.
    package let key: String
    /// What stands behind it, taken as it is: `${` has no meaning here.
    package let value: String

    /// Reads an argument.
    ///
    /// - Parameter argument: What was given to `--set`.
    /// - Throws: ``StageFailure`` of kind `usage` with code FS130 where it is not `name=value`, or holds what XML cannot.
    package init(_ argument: String) throws(StageFailure) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
            throw FaultCode.overrideSyntax.failure(
                "--set '\(argument)' has no name and value; expected name=value or stage.option=value", kind: .usage)
        }
        guard argument.isXMLText else {
            throw FaultCode.overrideSyntax.failure(
                "--set \(argument[..<equals]): the value holds a control character, which no pipeline can hold",
                kind: .usage)
        }
        key = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }

    /// The parts of the key.
    var path: [String] { key.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
}
