/// Numbers that stand on lines of memory of their own and whose address C kernels may keep between calls.
///
/// Lanes of eight doubles then never straddle two lines. It grows at its end; growing moves it.
final class AlignedBuffer<Element: BitwiseCopyable> {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count: Int
    private var capacity: Int

    /// A line of memory in bytes, and the most that a vector register holds.
    private static var alignment: Int { 64 }

    init(repeating value: Element, count: Int) {
        precondition(count >= 0, "AlignedBuffer: \(count) values")
        base = Self.allocate(count)
        base.initialize(repeating: value, count: count)
        self.count = count
        capacity = max(count, 1)
    }

    /// The values of an array.
    init(_ values: [Element]) {
        let start = Self.allocate(values.count)
        values.withUnsafeBufferPointer { source in
            if let source = source.baseAddress { start.initialize(from: source, count: values.count) }
        }
        base = start
        count = values.count
        capacity = max(count, 1)
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    subscript(index: Int) -> Element {
        get {
            precondition(0 <= index && index < count, "AlignedBuffer: place \(index) of \(count)")
            return base[index]
        }
        set {
            precondition(0 <= index && index < count, "AlignedBuffer: place \(index) of \(count)")
            base[index] = newValue
        }
    }

    func append(_ value: Element) { append(repeating: value, count: 1) }

    func append(repeating value: Element, count added: Int) {
        reserve(count + added)
        (base + count).initialize(repeating: value, count: added)
        count += added
    }

    func append(_ values: UnsafePointer<Element>, count added: Int) {
        reserve(count + added)
        (base + count).initialize(from: values, count: added)
        count += added
    }

    /// Empties it and keeps its memory.
    func removeAll() { count = 0 }

    private func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        capacity = max(needed, 2 * capacity)
        let larger = Self.allocate(capacity)
        larger.initialize(from: base, count: count)
        UnsafeMutableRawPointer(base).deallocate()
        base = larger
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
        UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: alignment)
            .bindMemory(to: Element.self, capacity: max(count, 1))
    }
}
