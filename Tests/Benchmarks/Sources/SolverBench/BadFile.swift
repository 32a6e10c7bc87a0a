/// A file whose content cannot be used; the program ends with exit code 65.
struct BadFile: Error, Equatable, CustomStringConvertible {
    let path: String
    /// What is wrong, as the end of a sentence that began with the path.
    let reason: String

    /// One sentence.
    var description: String { "\(path) cannot be used: \(reason)." }
}
