import Foundation

/// Wall and CPU time since it was made.
struct Stopwatch {
    private let wall = now(CLOCK_MONOTONIC)
    private let cpu = now(CLOCK_PROCESS_CPUTIME_ID)

    /// Seconds by the wall, and CPU seconds of all threads.
    func read() -> (wall: Double, cpu: Double) {
        (now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    }
}

private func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
