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
        StageFailure(kind, code: rawValue, message, at: span?.location, suggestion: suggestion)
    }
}
