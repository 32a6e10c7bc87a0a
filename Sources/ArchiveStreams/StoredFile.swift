/// Reads a file as it is stored, without looking at what it is.
package enum StoredFile {
    /// The bytes of a regular file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes.
    /// - Throws: `missing`, `notRegularFile`, `permissionDenied`, `readFailed`, `tooLarge`.
    package static func bytes(path: String, limit: Int) throws(ArchiveError) -> [UInt8] {
        let file = try InputFile(path: path)
        guard file.size <= limit else { throw ArchiveError(.tooLarge(limit: limit), file: path) }
        var all: [UInt8] = []
        all.reserveCapacity(file.size)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = try file.read(into: block)
            if count == 0 { return all }
            all.append(contentsOf: UnsafeRawBufferPointer(rebasing: block[..<count]))
            guard all.count <= limit else { throw ArchiveError(.tooLarge(limit: limit), file: path) }
        }
    }
}
