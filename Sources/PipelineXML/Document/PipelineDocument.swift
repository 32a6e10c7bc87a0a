package import StageKit

/// A pipeline as it is written: its elements with their places, included files in the place of their `<include>`.
package struct PipelineDocument: Sendable {
    /// The root element; each `<include>` directly beneath it is replaced by what its file holds.
    package let root: PipelineElement
    /// The pipeline file.
    package let source: SourceFile
    /// The paths of the pipeline's file and of those it includes.
    package var files: [String] { ([source] + included).map(\.path) }
    /// The namespaces of the elements directly beneath the root.
    package var namespaces: Set<String> { Set(root.children.compactMap(\.namespace)) }
    /// The included files, in the order in which they were read.
    package let included: [SourceFile]
    /// The `<include>` elements, in document order.
    let includes: [PipelineElement]
    /// The roots of the included files.
    let fragments: [PipelineElement]
    /// What kept an include from being read.
    let faults: [PlacedFault]

    /// Reads a pipeline file and what it includes.
    ///
    /// - Parameter path: The path as it was named.
    /// - Throws: ``StageFailure`` with the code of what keeps the file from being read as XML: of kind `noInput` where it is
    ///   missing or no file, `permission` where it may not be read, else `pipeline`. What is wrong with an included file is
    ///   kept, and told by the check.
    /// - Complexity: O(size of the files).
    package init(path: String) throws(StageFailure) {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, limit: ParseLimits.fileBytes)
        } catch {
            throw Self.failure(error, path: path)
        }
        try self.init(path: path, bytes: bytes)
    }

    /// Reads a pipeline from bytes, and what it includes from the folder of its path.
    ///
    /// - Parameters:
    ///   - path: The path that diagnostics name and that relative paths start from.
    ///   - bytes: The file's content.
    /// - Throws: ``StageFailure`` with the code of what keeps it from being read as XML.
    package init(path: String, bytes: [UInt8]) throws(StageFailure) {
        let source = SourceFile(path: path, bytes: bytes)
        let root = try XMLTreeParser.parse(source)
        var resolver = IncludeResolver(pipeline: source)
        var expanded = root
        if root.name == PipelineVocabulary.pipeline.name {
            expanded.children = resolver.expand(root, of: source)
        }
        self.root = expanded
        self.source = source
        included = resolver.files
        includes = resolver.includes
        fragments = resolver.fragments
        faults = resolver.faults
    }

    /// A line of one of the files, for showing a diagnostic with its place.
    ///
    /// - Parameters:
    ///   - file: The path as a location names it.
    ///   - line: The line, from 1.
    /// - Returns: The line without its end, or `nil` where the pipeline has no such file or line.
    package func sourceLine(file: String, line: Int) -> String? {
        ([source] + included).first { $0.path == file }?.line(line)
    }

    /// What to say of a pipeline file that cannot be read.
    static func failure(_ problem: FileProblem, path: String) -> StageFailure {
        switch problem {
        case .missing:
            FaultCode.fileMissing.failure("There is no file '\(path)'; expected a pipeline file", kind: .noInput)
        case .notAFile:
            FaultCode.fileNotRegular.failure("'\(path)' is no regular file; expected a pipeline file", kind: .noInput)
        case .forbidden:
            FaultCode.fileUnreadable.failure("'\(path)' may not be read: permission was refused", kind: .permission)
        case .tooLarge:
            FaultCode.fileTooLarge.failure("'\(path)' is larger than 4 MiB, the limit for a pipeline file")
        case .io(let words):
            FaultCode.fileUnreadable.failure("'\(path)' could not be read: \(words)", kind: .io)
        }
    }
}
