/// How far data may unpack before they are refused.
///
/// Counted on the bytes that are really decoded, never on what a header says.
public struct ReadLimits: Equatable, Sendable {
    /// The most decoded bytes.
    public var bytes: Int
    /// The most decoded bytes for each stored byte.
    ///
    /// The first mebibyte is free, since a small file of zeros is no bomb.
    public var ratio: Int
    /// The most members of an archive.
    public var entries: Int

    /// No limits.
    public static let none = ReadLimits()

    /// - Parameters:
    ///   - bytes: The most decoded bytes, 0 or more; no limit by default.
    ///   - ratio: The most decoded bytes for each stored byte, 1 or more; no limit by default. Deflate reaches 1,032.
    ///   - entries: The most members of an archive, 0 or more; no limit by default.
    public init(bytes: Int = .max, ratio: Int = .max, entries: Int = .max) {
        self.bytes = bytes
        self.ratio = ratio
        self.entries = entries
    }

    private static let freeBytes = 1 << 20

    /// The limit that `decoded` bytes out of `stored` break, or nil.
    func broken(decoded: Int, stored: Int) -> ArchiveError.Kind? {
        if decoded > bytes { return .tooLarge(limit: bytes) }
        let (allowed, overflow) = max(stored, 1).multipliedReportingOverflow(by: ratio)
        if !overflow, decoded > max(allowed, Self.freeBytes) { return .ratioTooLarge(limit: ratio) }
        return nil
    }
}
