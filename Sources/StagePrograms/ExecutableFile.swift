import Crypto
import Glibc

/// A file that may be a program.
struct ExecutableFile {
    /// Its path without links.
    let path: String
    /// Whether it is a folder.
    let isFolder: Bool
    /// Whether it is a regular file that this user may execute.
    let isExecutable: Bool

    /// Looks at a file; `nil` where there is none.
    init?(_ path: String) {
        guard let resolved = realpath(path, nil) else { return nil }
        self.path = String(cString: resolved)
        free(resolved)
        var status = stat()
        guard stat(self.path, &status) == 0 else { return nil }
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isExecutable = status.st_mode & S_IFMT == S_IFREG && access(self.path, X_OK) == 0
    }

    /// The SHA-256 of its bytes, 64 hexadecimal digits; `nil` where it cannot be read.
    var sha256: String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var hash = SHA256()
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&block, 1, block.count, file), count > 0 { hash.update(data: block[..<count]) }
        guard ferror(file) == 0 else { return nil }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
