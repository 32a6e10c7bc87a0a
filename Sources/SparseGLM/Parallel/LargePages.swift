import Glibc

/// Allocates room for numbers that will all be used, in large pages where it fills some: a page that is touched for the
/// first time costs the same, however large it is.
///
/// The caller deallocates it.
func allocateInLargePages(_ count: Int) -> UnsafeMutablePointer<Double> {
    let page = 2 << 20
    let bytes = count * MemoryLayout<Double>.stride
    guard bytes >= page else { return .allocate(capacity: count) }
    let size = (bytes + page - 1) / page * page
    let start = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: page)
    // Advice: where it is refused, the memory is as good.
    _ = madvise(start, size, MADV_HUGEPAGE)
    return start.bindMemory(to: Double.self, capacity: count)
}
