import ArchiveStreams
import StageJSON
import StageKit

/// Each situation in which a bundle is refused, with its code, its kind of failure and its sentence in one place.
enum BundleFault {
    // MARK: It cannot be read

    case archive(ArchiveError)
    case noManifestFirst(found: String?)
    case malformed(member: String, JSONReader.Failure)
    case shape(member: String, place: String, reason: String)
    case unknownVersion(member: String, found: Int, known: Int)
    case unknownMember(String)
    case unknownOperation(member: String, place: String, name: String)
    case absentMember(String)
    case badTable(member: String)

    // MARK: It is not what it says

    case digest(member: String)
    case size(member: String, found: Int, listed: Int)
    case unlisted(String)
    case listedButAbsent(String)
    case sums(String)
    case contentDigest(found: String, listed: String)
    case status(manifest: String, gates: String)
    case unexpectedDigest(found: String, expected: String)
    case golden(line: Int, column: String, found: String, listed: String)
    case goldenHeader(found: String, expected: String)

    func failure(in bundle: String) -> StageFailure {
        let (code, kind, text) = parts(bundle)
        return StageFailure(kind, code: code, text)
    }

    private func parts(_ bundle: String) -> (code: String, kind: StageFailure.Kind, text: String) {
        switch self {
        case .archive(let error): ("FS600", error.failureKind, error.description)
        case .noManifestFirst(let found):
            (
                "FS601", .data,
                "\(bundle) is no bundle: its first member is \(found.map { "'\($0)'" } ?? "not there"), and it must be 'manifest.json'."
            )
        case .malformed(let member, let failure):
            (
                "FS602", .data,
                "\(bundle): \(member) is not valid JSON at \(failure.line):\(failure.column): \(failure.reason)."
            )
        case .shape(let member, let place, let reason):
            ("FS603", .data, "\(bundle): \(member) has the wrong form at \(place): \(reason).")
        case .unknownVersion(let member, let found, let known):
            (
                "FS604", .data,
                "\(bundle): \(member) has format version \(found); this program reads version \(known)."
            )
        case .unknownMember(let name): ("FS605", .data, "\(bundle): no bundle has a member named '\(name)'.")
        case .unknownOperation(let member, let place, let name):
            ("FS606", .data, "\(bundle): \(member) has the unknown operation '\(name)' at \(place).")
        case .absentMember(let name): ("FS607", .data, "\(bundle) has no member '\(name)', which this needs.")
        case .badTable(let member): ("FS608", .data, "\(bundle): \(member) is not a table in the form of a bundle.")
        default: mismatch(bundle)
        }
    }

    private func mismatch(_ bundle: String) -> (code: String, kind: StageFailure.Kind, text: String) {
        let (code, text): (String, String) =
            switch self {
            case .digest(let member): ("FS610", "\(member) does not have the SHA-256 that manifest.json lists")
            case .size(let member, let found, let listed):
                ("FS611", "\(member) has \(found) bytes, and manifest.json lists \(listed)")
            case .unlisted(let member): ("FS612", "\(member) is there, and manifest.json does not list it")
            case .listedButAbsent(let member): ("FS613", "manifest.json lists \(member), which is not there")
            case .sums(let reason): ("FS614", "SHA256SUMS disagrees with the members: \(reason)")
            case .contentDigest(let found, let listed):
                ("FS615", "the content digest is \(found), and manifest.json says \(listed)")
            case .status(let manifest, let gates):
                ("FS616", "manifest.json says '\(manifest)', and metrics/gates.json says '\(gates)'")
            case .unexpectedDigest(let found, let expected):
                ("FS617", "the content digest is \(found), and \(expected) was expected")
            case .golden(let line, let column, let found, let listed):
                (
                    "FS618",
                    "model/golden.csv, line \(line): the model gives \(found) for '\(column)', and \(listed) is listed"
                )
            case .goldenHeader(let found, let expected):
                ("FS619", "model/golden.csv has the columns \(found), and the signature gives \(expected)")
            default: preconditionFailure("BundleFault: this case has its sentence elsewhere")
            }
        return (code, .verification, "\(bundle): \(text).")
    }
}

extension ArchiveError {
    /// What kind of failure it is where the archive is a bundle.
    fileprivate var failureKind: StageFailure.Kind {
        switch kind {
        case .missing, .notRegularFile: .noInput
        case .permissionDenied: .permission
        case .readFailed, .writeFailed: .io
        default: .data
        }
    }
}
