/// The names of a bundle and of what stands beside it while it is written.
package struct BundlePath: Sendable {
    /// The bundle of an accepted run.
    package let accepted: String
    /// The folder, `.` where the path names none.
    package let folder: String
    private let name: String

    /// - Parameter path: The bundle's path, as the pipeline or the command line gives it.
    package init(_ path: String) {
        accepted = path
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        name = String(slash.map { path[path.utf8.index(after: $0)...] } ?? path[...])
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// The bundle of a rejected run: `NAME.rejected.fsel.tar.gz` for `NAME.fsel.tar.gz`.
    package var rejected: String {
        let known = [".fsel.tar.gz", ".fsel.zip", ".tar.gz", ".tgz", ".zip"]
        let ending = known.first { accepted.hasSuffix($0) } ?? ""
        return "\(accepted.dropLast(ending.count)).rejected\(ending)"
    }

    /// Where a run of this status is published.
    package func target(_ status: BundleStatus) -> String { status == .accepted ? accepted : rejected }

    /// Whether there is a name to write to.
    var hasName: Bool { !name.isEmpty && name != "." && name != ".." }

    var lock: String { beside(".\(name).lock") }

    /// What the names of temporary files begin with.
    ///
    /// They are removed under the lock, so that whatever is there then was left by a run that died.
    var temporaryPrefix: String { ".\(name).tmp-" }

    func beside(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }
}
