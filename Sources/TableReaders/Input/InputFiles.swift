import StageKit

/// The files that make a table together.
enum InputFiles: Sendable {
    /// Files in the order of their rows, at least one.
    case files([String])
    /// The files that a pattern stands for when the reading begins.
    case pattern(FilePattern)

    /// What a message calls them.
    var name: String {
        switch self {
        case .files(let files): files[0]
        case .pattern(let pattern): pattern.path
        }
    }

    /// The files, at least one.
    ///
    /// - Throws: ``StageFailure`` of kind `noInput` where no file matches.
    func files() throws(StageFailure) -> [String] {
        switch self {
        case .files(let files): return files
        case .pattern(let pattern):
            let files = pattern.files()
            guard files.isEmpty else { return files }
            throw StageFailure(
                .noInput, code: "FS400", "The data cannot be read: no file matches '\(pattern.path)'.")
        }
    }
}
