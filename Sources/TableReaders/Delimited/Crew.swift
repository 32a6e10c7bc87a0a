import Glibc

/// Threads that do the same work side by side, and keep an order where one is asked for.
final class Crew: @unchecked Sendable {
    // What is shared lies behind `lock`: `turn` and `isStopped`. `door` lets one thread at a time into `alone`.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let door: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var turn = 0
    private var isStopped = false

    init() {
        lock = .allocate(capacity: 1)
        door = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_mutex_init(door, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(door)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        door.deallocate()
        lock.deallocate()
    }

    /// Does work on this thread and on others, and returns when all are done.
    ///
    /// - Parameters:
    ///   - helpers: The number of other threads; fewer where the system has no more.
    ///   - own: The work of this thread.
    ///   - theirs: The work of each other.
    func run(helpers: Int, own: () -> Void, theirs: @escaping () -> Void) {
        let work = Work(theirs)
        var threads: [pthread_t] = []
        for _ in 0..<max(helpers, 0) {
            var thread = pthread_t()
            let argument = Unmanaged.passRetained(work)
            let status = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, argument.toOpaque())
            guard status == 0 else {
                argument.release()
                break
            }
            threads.append(thread)
        }
        own()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Does something while no other thread does.
    func alone<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(door)
        defer { pthread_mutex_unlock(door) }
        return try body()
    }

    /// Does something once all earlier numbers had their turn.
    ///
    /// - Parameters:
    ///   - number: From 0; each number once.
    ///   - body: What to do; at most one thread is in it.
    /// - Returns: Whether it was done: not after ``stop()``.
    func take(_ number: Int, _ body: () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        while turn != number && !isStopped { pthread_cond_wait(changed, lock) }
        let isStopped = isStopped
        pthread_mutex_unlock(lock)
        if isStopped { return false }
        body()
        pthread_mutex_lock(lock)
        turn += 1
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
        return true
    }

    /// Lets nobody have a turn any more.
    func stop() {
        pthread_mutex_lock(lock)
        isStopped = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }
}

/// A thread's work, kept until it begins.
private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
}
