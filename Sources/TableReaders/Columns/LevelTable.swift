import Glibc

/// The distinct texts of a column, each kept once, numbered in the order in which they came.
///
/// Expected O(1) per lookup; the hash is keyed per process, so that no file can be written to make it slow, and nothing
/// depends on its values.
struct LevelTable {
    /// All texts, one after the other.
    private var bytes: [UInt8] = []
    /// Where each text begins, and the end of the last.
    private var bounds: [Int] = [0]
    /// The hash of each text.
    private var hashes: [Int] = []
    /// An open-addressing table of levels, -1 where there is none; its size is a power of two, 0 at first.
    private var slots: [Int32] = []

    /// The number of levels.
    var count: Int { hashes.count }
    /// How many bytes all texts have.
    var textSize: Int { bytes.count }
    /// About how many bytes the table takes: the texts, and what finds them again.
    var size: Int { bytes.count + count * (2 * MemoryLayout<Int>.stride + 4 * MemoryLayout<Int32>.stride) }

    /// The number of a text, which is new or was there already.
    ///
    /// - Returns: The level's number, or `nil` where there are more levels than `Int32` can count.
    mutating func code(of text: Span<UInt8>) -> Int32? {
        if count * 2 >= slots.count { grow() }
        let hash = Self.hash(text)
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let level = Int(slots[slot])
            if hashes[level] == hash, isEqual(level, text) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard let code = Int32(exactly: count) else { return nil }
        for i in 0..<text.count { bytes.append(text[i]) }
        bounds.append(bytes.count)
        hashes.append(hash)
        slots[slot] = code
        return code
    }

    /// The levels by code point, and the new number of each old one.
    func sorted() -> (levels: [String], places: [Int32]) {
        let order = (0..<count).sorted { isBefore($0, $1) }
        var places = [Int32](repeating: 0, count: count)
        for (place, level) in order.enumerated() { places[level] = Int32(place) }
        return (order.map { String(decoding: bytes[bounds[$0]..<bounds[$0 + 1]], as: UTF8.self) }, places)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: max(16, slots.count * 2))
        for level in 0..<count {
            var slot = hashes[level] & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(level)
        }
    }

    private static func hash(_ text: Span<UInt8>) -> Int {
        var hasher = Hasher()
        text.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    private func isEqual(_ level: Int, _ text: Span<UInt8>) -> Bool {
        let start = bounds[level]
        guard bounds[level + 1] - start == text.count else { return false }
        for i in 0..<text.count where bytes[start + i] != text[i] { return false }
        return true
    }

    /// The order of UTF-8 bytes, which is that of code points.
    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        bytes.withUnsafeBytes { all in
            let first = UnsafeRawBufferPointer(rebasing: all[bounds[a]..<bounds[a + 1]])
            let second = UnsafeRawBufferPointer(rebasing: all[bounds[b]..<bounds[b + 1]])
            guard let p = first.baseAddress, let q = second.baseAddress else { return first.count < second.count }
            let order = memcmp(p, q, min(first.count, second.count))
            return order == 0 ? first.count < second.count : order < 0
        }
    }
}
