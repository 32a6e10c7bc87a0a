import Glibc
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
    ///   - source: A folder or the URL of a repository; the checkout from which this program was built where it is `nil`.
    ///   - version: The least version, for a URL.
    /// - Throws: ``StageFailure`` of kind `usage`, FS712: nothing was asked for and the program lies in no checkout, or a
    ///   character that no Swift string literal holds as it is.
    init(_ source: String?, from version: String) throws(StageFailure) {
        guard let source else {
            guard let checkout = Self.checkout(above: Self.program) else {
                throw StageFailure(
                    .usage, code: "FS712",
                    "This program does not lie in a checkout of fsel; expected --fsel with its folder or its repository's URL."
                )
            }
            self = .path(checkout)
            return
        }
        guard !source.isEmpty, source.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }) else {
            throw StageFailure(
                .usage, code: "FS712", "--fsel is '\(source)'; expected a folder or the URL of a repository.")
        }
        if source.contains("://") || source.hasPrefix("git@") {
            self = .url(source, from: version)
        } else {
            self = .path(realpath(source))
        }
    }

    /// The name by which a manifest refers to the package's products.
    var identity: String {
        switch self {
        case .path: "fsel"
        case .url(let url, _):
            // The package manager's rule: the last part of the URL, without `.git`.
            String(url.split(separator: "/").last.map { $0.hasSuffix(".git") ? $0.dropLast(4) : $0 } ?? "fsel")
        }
    }

    /// The line of a manifest.
    var declaration: String {
        switch self {
        case .path(let folder): ".package(name: \"fsel\", path: \"\(folder)\")"
        case .url(let url, let version): ".package(url: \"\(url)\", from: \"\(version)\")"
        }
    }

    private static var program: String { realpath("/proc/self/exe") }

    /// The nearest folder above a file whose manifest is that of `fsel`.
    private static func checkout(above file: String) -> String? {
        var folder = Substring(file)
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if let manifest = contents("\(folder)/Package.swift"), manifest.contains("    name: \"fsel\",\n") {
                return String(folder)
            }
        }
        return nil
    }

    private static func contents(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// The path without links; as it is where nothing lies there.
private func realpath(_ path: String) -> String {
    guard let resolved = Glibc.realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
}
