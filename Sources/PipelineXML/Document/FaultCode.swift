internal import StageKit

/// The stable codes of what can be wrong with a pipeline file.
package enum FaultCode: String, Sendable, CaseIterable {
    // MARK: Files and well-formedness

    /// The pipeline file does not exist.
    case fileMissing = "FS001"
    /// The pipeline file is a folder, a device or a pipe.
    case fileNotRegular = "FS002"
    /// The pipeline file may not be read, or reading failed.
    case fileUnreadable = "FS003"
    /// The file is larger than 4 MiB.
    case fileTooLarge = "FS004"
    /// The file holds nothing.
    case fileEmpty = "FS005"
    /// The file declares an encoding that is not UTF-8, or is in one.
    case notUTF8 = "FS006"
    /// The file holds a NUL.
    case nulByte = "FS007"
    /// The file is not well-formed XML.
    case notWellFormed = "FS008"
    /// The file has a DOCTYPE.
    case doctype = "FS009"
    /// The file refers to an entity beyond XML's own five.
    case entity = "FS010"
    /// The file uses XInclude.
    case xinclude = "FS011"
    /// Elements are nested more than 64 deep.
    case tooDeep = "FS012"
    /// An element has too many attributes.
    case tooManyAttributes = "FS013"
    /// The file declares a version of XML that is not 1.0.
    case xmlVersion = "FS014"

    // MARK: Includes

    /// The included file does not exist.
    case includeMissing = "FS020"
    /// The included file cannot be read.
    case includeUnreadable = "FS021"
    /// The include is not a relative path beneath the pipeline's folder.
    case includeOutside = "FS022"
    /// A file includes itself, directly or not.
    case includeCycle = "FS023"
    /// There are more than 32 includes.
    case tooManyIncludes = "FS024"
    /// The included file's root is not `<fragment>`.
    case fragmentRoot = "FS025"

    // MARK: Structure and types

    /// The root is not `<pipeline>` in its namespace.
    case root = "FS100"
    /// An element is in no namespace or in that of another element.
    case namespace = "FS101"
    /// No stage has this name.
    case unknownStage = "FS102"
    /// An element has no attribute of this name.
    case unknownAttribute = "FS103"
    /// A required attribute is not written.
    case missingAttribute = "FS104"
    /// An element has no child of this name.
    case unknownChild = "FS105"
    /// A child occurs too often.
    case repeatedChild = "FS106"
    /// A required child is not there.
    case missingChild = "FS107"
    /// There is text where none belongs.
    case strayText = "FS108"
    /// A value is not of its type or not in its range.
    case badValue = "FS109"
    /// A name cannot be one.
    case badName = "FS110"
    /// There are more than 1,000 stages.
    case tooManyStages = "FS111"
    /// Nothing provides an element's namespace.
    case unknownNamespace = "FS112"
    /// There is no stage.
    case noStage = "FS113"
    /// More faults were found than are told.
    case tooManyFaults = "FS114"
    /// Parameters fill in more than 16 MiB.
    case tooMuchText = "FS115"

    // MARK: Parameters

    /// A parameter is used where only a literal may stand.
    case literalOnly = "FS119"
    /// Two parameters have one name.
    case repeatedParameter = "FS120"
    /// A parameter has an attribute that its type does not allow, or lacks one that it needs.
    case parameterAttribute = "FS121"
    /// A secret has a default in the file.
    case secretDefault = "FS122"
    /// A parameter's default is not of its type or not in its range.
    case badDefault = "FS123"
    /// No parameter has this name.
    case unknownParameter = "FS124"
    /// A `${` has no `}`.
    case unclosedReference = "FS125"
    /// A parameter has no value.
    case noParameterValue = "FS126"
    /// A parameter's type does not fit where it is used.
    case parameterType = "FS127"
    /// A parameter is used nowhere: a warning.
    case unusedParameter = "FS128"
    /// An environment variable's value is not of its parameter's type or not in its range.
    case badEnvironmentValue = "FS129"

    // MARK: Overrides

    /// The argument of `--set` is not `name=value`.
    case overrideSyntax = "FS130"
    /// `--set` names no parameter and no stage.
    case overrideName = "FS131"
    /// `--set` names an element that several stages have.
    case overrideAmbiguous = "FS132"
    /// `--set` names an option that the stage does not have here.
    case overrideOption = "FS133"
    /// The value of `--set` is not of its type or not in its range.
    case overrideValue = "FS134"

    // MARK: Wiring

    /// Two stages have one id.
    case repeatedID = "FS200"
    /// A reference names no stage.
    case unknownReference = "FS201"
    /// A reference names a later stage.
    case forwardReference = "FS202"
    /// A stage refers to itself.
    case selfReference = "FS203"
    /// The stage referred to does not give what is needed.
    case wrongKind = "FS204"
    /// No earlier stage gives what is needed.
    case nothingGives = "FS205"
    /// What a stage takes goes back to different sources.
    case differentSources = "FS206"
    /// The columns are not on one scale where that matters: a warning.
    case notNormalized = "FS207"
    /// A gate has neither bound.
    case gateWithoutBound = "FS210"
    /// A gate's least value is above its greatest.
    case gateBounds = "FS211"
    /// The bundle would overwrite an input.
    case bundleIsInput = "FS212"
}

extension FaultCode {
    /// A failure with this code.
    ///
    /// - Parameters:
    ///   - message: One full sentence.
    ///   - span: Where, if it has a place.
    ///   - kind: What kind of failure it is.
    ///   - suggestion: A proposal.
    func failure(
        _ message: String, at span: SourceSpan? = nil, kind: StageFailure.Kind = .pipeline, suggestion: String? = nil
    ) -> StageFailure {
        StageFailure(kind, code: rawValue, Self.bounded(message), at: span?.location, suggestion: suggestion)
    }

    /// A message that repeats a value of megabytes, without its middle.
    static func bounded(_ message: String) -> String {
        message.utf8.count <= 1_000 ? message : "\(message.prefix(300)) … \(message.suffix(300))"
    }
}
