internal import StageKit

/// Puts the content of included files in the place of their `<include>`.
///
/// A file is included by a path relative to the file that names it; it must lie beneath the pipeline's own folder once links
/// are followed, so that a pipeline from elsewhere cannot read what its folder does not hold.
struct IncludeResolver {
    /// The included files read so far.
    private(set) var files: [SourceFile] = []
    /// The `<include>` elements met so far.
    private(set) var includes: [PipelineElement] = []
    /// The roots of the included files.
    private(set) var fragments: [PipelineElement] = []
    /// What kept an include from being read.
    private(set) var faults: [PlacedFault] = []

    private let jail: String?
    /// The files being read, from the pipeline inwards: their paths without links.
    private var chain: [String]

    init(pipeline: SourceFile) {
        jail = FileBytes.resolved(pipeline.folder)
        chain = [FileBytes.resolved(pipeline.path) ?? pipeline.path]
    }

    /// The children of an element, includes replaced.
    ///
    /// - Parameters:
    ///   - element: A file's root.
    ///   - source: The file.
    mutating func expand(_ element: PipelineElement, of source: SourceFile) -> [PipelineElement] {
        var result: [PipelineElement] = []
        for child in element.children {
            guard child.name == PipelineVocabulary.include.name, child.namespace == StageDescriptor.builtInNamespace
            else {
                result.append(child)
                continue
            }
            includes.append(child)
            if let href = child.attribute("href") { result += content(of: href, in: source) }
        }
        return result
    }

    private mutating func content(of href: PipelineAttribute, in source: SourceFile) -> [PipelineElement] {
        do {
            let path = try place(of: href, in: source)
            let file = SourceFile(
                path: PathText.join(source.folder, href.value), bytes: try read(path, for: href),
                anchor: href.valueSpan.order)
            files.append(file)
            let root = try XMLTreeParser.parse(file)
            try checkRoot(root)
            fragments.append(root)
            chain.append(path)
            defer { chain.removeLast() }
            return expand(root, of: file)
        } catch {
            faults.append(PlacedFault(error, order: href.valueSpan.order))
            return []
        }
    }

    /// The path without links of what an include names, once it may be read.
    private func place(of href: PipelineAttribute, in source: SourceFile) throws(StageFailure) -> String {
        let name = href.value
        guard includes.count <= ParseLimits.includes else {
            throw FaultCode.tooManyIncludes.failure(
                "There are more than \(ParseLimits.includes) includes, the limit", at: href.valueSpan)
        }
        guard !name.isEmpty, !name.hasPrefix("/"), !name.contains(":") else {
            throw FaultCode.includeOutside.failure(
                "Cannot include '\(name)'; expected a relative path beneath the pipeline's folder", at: href.valueSpan)
        }
        guard let jail, let path = FileBytes.resolved(PathText.join(source.folder, name)) else {
            throw FaultCode.includeMissing.failure("The included file '\(name)' does not exist", at: href.valueSpan)
        }
        guard path.hasPrefix(jail.hasSuffix("/") ? jail : jail + "/") else {
            throw FaultCode.includeOutside.failure(
                "'\(name)' leads out of the pipeline's folder; expected a file beneath it", at: href.valueSpan)
        }
        guard !chain.contains(path) else {
            throw FaultCode.includeCycle.failure("'\(name)' includes itself", at: href.valueSpan)
        }
        return path
    }

    private func read(_ path: String, for href: PipelineAttribute) throws(StageFailure) -> [UInt8] {
        do {
            return try FileBytes.read(path, limit: ParseLimits.fileBytes)
        } catch {
            throw FaultCode.includeUnreadable.failure(
                "The included file '\(href.value)' cannot be read: \(Self.reason(error))", at: href.valueSpan)
        }
    }

    /// Why an included file cannot be read, as the end of a sentence.
    static func reason(_ problem: FileProblem) -> String {
        switch problem {
        case .missing: "it does not exist"
        case .notAFile: "it is no regular file"
        case .forbidden: "permission was refused"
        case .tooLarge: "it is larger than 4 MiB, the limit"
        case .io(let words): words
        }
    }

    private func checkRoot(_ root: PipelineElement) throws(StageFailure) {
        guard root.name == PipelineVocabulary.fragment.name, root.namespace == StageDescriptor.builtInNamespace else {
            throw FaultCode.fragmentRoot.failure(
                "The root of an included file is <\(root.name)>, expected <fragment> in namespace"
                    + " '\(StageDescriptor.builtInNamespace)'", at: root.nameSpan)
        }
    }
}
