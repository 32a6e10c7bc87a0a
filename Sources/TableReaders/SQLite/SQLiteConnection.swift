import CSQLite
import StageKit

/// A read-only connection to a database file, closed once when it is let go.
final class SQLiteConnection {
    let pointer: OpaquePointer
    /// Held here because the connection has only its address.
    private let guardian: QueryGuard

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - file: The database.
    ///   - isImmutable: Whether it is read without locks and without looking at a log beside it.
    ///   - guardian: Watches over what is done with it.
    /// - Throws: ``StageFailure`` where it cannot be opened (FS480, FS484).
    init(file: String, isImmutable: Bool, guardian: QueryGuard) throws(StageFailure) {
        var opened: OpaquePointer?
        let name = "file:" + Self.escaped(file) + "?mode=ro" + (isImmutable ? "&immutable=1" : "")
        let status = sqlite3_open_v2(
            name, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let opened else {
            throw StageFailure(.resource, code: "FS484", "SQLite has no memory for a connection.")
        }
        pointer = opened
        self.guardian = guardian
        guard status == SQLITE_OK, sqlite_shim_harden(pointer) == SQLITE_OK else { throw failure(file: file) }
        try restrict(file)
    }

    deinit { sqlite3_close_v2(pointer) }

    private func restrict(_ file: String) throws(StageFailure) {
        sqlite3_busy_timeout(pointer, 10_000)
        // No text that one step of the query takes long to make, and no statement that takes long to compile.
        for (limit, value) in [
            (SQLITE_LIMIT_LENGTH, 1 << 22), (SQLITE_LIMIT_SQL_LENGTH, 1 << 20), (SQLITE_LIMIT_EXPR_DEPTH, 200),
            (SQLITE_LIMIT_COMPOUND_SELECT, 100), (SQLITE_LIMIT_VDBE_OP, 1 << 18), (SQLITE_LIMIT_ATTACHED, 0),
            (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000), (SQLITE_LIMIT_VARIABLE_NUMBER, 0),
            (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
        ] { sqlite3_limit(pointer, limit, Int32(value)) }
        // Damaged pages are noticed before they are used.
        guard sqlite3_exec(pointer, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0", nil, nil, nil) == SQLITE_OK else {
            throw failure(file: file)
        }
        let context = Unmanaged.passUnretained(guardian).toOpaque()
        sqlite3_set_authorizer(
            pointer,
            { context, action, _, name, _, _ in
                guard let context else { return SQLITE_DENY }
                let guardian = Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue()
                return guardian.allows(action, name.map { String(cString: $0) }) ? SQLITE_OK : SQLITE_DENY
            }, context)
        sqlite3_progress_handler(
            pointer, 500,
            { context in
                guard let context else { return 1 }
                return Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue().mustStop() ? 1 : 0
            }, context)
    }

    /// What SQLite's last failure means.
    func failure(file: String) -> StageFailure {
        let status = sqlite3_extended_errcode(pointer)
        let message = String(cString: sqlite3_errmsg(pointer))
        let place = SourceLocation(file: file, line: 1)
        switch status & 0xFF {
        case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CANTOPEN:
            return StageFailure(
                .data, code: "FS480", "The file is no database of SQLite that can be read: \(message) (\(status)).",
                at: place)
        case SQLITE_BUSY, SQLITE_LOCKED:
            return StageFailure(
                .lock, code: "FS484", "Another program kept the database locked for 10 seconds: \(message).", at: place)
        case SQLITE_READONLY:
            return StageFailure(
                .data, code: "FS486",
                "A change of the database was broken off and has to be undone first, which would write: \(message) "
                    + "(\(status)).", at: place,
                suggestion: "open it once with a program that may write to it, as sqlite3 does")
        case SQLITE_NOMEM, SQLITE_TOOBIG, SQLITE_FULL:
            return StageFailure(
                .resource, code: "FS484", "The query passed a limit: \(message) (\(status)).", at: place)
        case SQLITE_IOERR:
            return StageFailure(
                .io, code: "FS484", "The database could not be read: \(message) (\(status)).", at: place)
        default:
            return StageFailure(
                .data, code: "FS484", "The query failed while it ran: \(message) (\(status)).", at: place)
        }
    }

    /// A path as part of a URI, absolute or from this folder.
    private static func escaped(_ path: String) -> String {
        let plain = Array("-._~/".utf8)
        let bytes = (path.hasPrefix("/") ? path : "./" + path).utf8
        return bytes.reduce(into: "") { text, byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            text +=
                isPlain || plain.contains(byte)
                ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
