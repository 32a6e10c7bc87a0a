/// Memory for plain values that grows and is never cleared: what was not written holds anything.
///
/// Pages that nobody wrote to take no memory, so that there may be room for the worst case.
struct Room<Element: BitwiseCopyable>: ~Copyable {
    /// The first value.
    private(set) var start: UnsafeMutablePointer<Element>
    /// How many values there is room for.
    private(set) var capacity: Int

    init(capacity: Int = 0) {
        self.capacity = capacity
        start = .allocate(capacity: max(capacity, 1))
    }

    deinit { start.deallocate() }

    /// Makes room for `count` values and keeps the first `kept`.
    mutating func reserve(_ count: Int, keeping kept: Int = 0) {
        guard count > capacity else { return }
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: count)
        larger.update(from: start, count: kept)
        start.deallocate()
        start = larger
        capacity = count
    }

    /// A value that was written.
    subscript(_ place: Int) -> Element {
        get {
            precondition(place >= 0 && place < capacity, "Room: place \(place) of \(capacity)")
            return start[place]
        }
        set {
            precondition(place >= 0 && place < capacity, "Room: place \(place) of \(capacity)")
            start[place] = newValue
        }
    }
}
