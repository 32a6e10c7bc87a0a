import StageKit

/// Where a package of stages gets `fsel` from.
enum PackageDependency {
    /// A folder with a checkout.
    case path(String)
    /// A repository, and the least version.
    case url(String, from: String)

    /// Reads what was asked for.
    ///
    /// - Parameters:
    ///   - source: The folder of a checkout or the URL of a repository; the checkout from which this program was built where
    ///     it is `nil`.
    ///   - version: The least version, for a URL; this program's own where it is `nil`.
    /// - Throws: ``StageFailure`` of kind `usage`, FS712: nothing was asked for and the program lies in no checkout, a folder
    ///   that is none, a version of a folder or one that is not three numbers, or a character that no Swift string literal
    ///   holds as it is.
    init(_ source: String?, from version: String?) throws(StageFailure) {
        if let source, source.contains("://") || source.hasPrefix("git@") {
            try Self.requirePlain(source)
            let version = version ?? FSelProgram.version
            let parts = version.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ UInt32($0).map { "\($0)" } == String($0) }) else {
                throw Self.failure("--fsel-version is '\(version)'; expected a version such as \(FSelProgram.version).")
            }
            self = .url(source, from: version)
            return
        }
        guard version == nil else {
            throw Self.failure("--fsel-version goes with a URL; expected --fsel with that of a repository.")
        }
        guard let checkout = source.map({ Checkout(at: $0) }) ?? Checkout(around: "/proc/self/exe") else {
            throw Self.failure(
                source.map {
                    "--fsel is '\($0)'; expected the folder of a checkout of fsel or the URL of a repository."
                }
                    ?? "This program lies in no checkout of fsel; expected --fsel with the folder of one or a repository's URL."
            )
        }
        try Self.requirePlain(checkout.folder)
        self = .path(checkout.folder)
    }

    /// The name by which a manifest refers to the package's products.
    var identity: String {
        switch self {
        case .path: "fsel"
        case .url: folderName
        }
    }

    /// The name under which the package manager knows the package: the last part of where it lies, without `.git`.
    var folderName: String {
        let place =
            switch self {
            case .path(let folder): folder
            case .url(let url, _): url
            }
        let last = place.split { $0 == "/" || $0 == ":" }.last ?? "fsel"
        return String(last.hasSuffix(".git") ? last.dropLast(4) : last)
    }

    /// The line of a manifest.
    var declaration: String {
        switch self {
        case .path(let folder): ".package(name: \"fsel\", path: \"\(folder)\")"
        case .url(let url, let version): ".package(url: \"\(url)\", from: \"\(version)\")"
        }
    }

    private static func requirePlain(_ source: String) throws(StageFailure) {
        guard source.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }) else {
            throw failure("--fsel is '\(source)'; expected no quotes, backslashes or control characters.")
        }
    }

    private static func failure(_ message: String) -> StageFailure {
        StageFailure(.usage, code: "FS712", message)
    }
}
