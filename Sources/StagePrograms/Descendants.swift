import CProcess
import Glibc

/// The processes that a process started, and those that they started.
///
/// A process group or session is left with one call; a descendant is not. Orphans come to the nearest ancestor that asked to be
/// their reaper, which ``adoptOrphans()`` makes this process.
enum Descendants {
    /// Makes the processes that this one's descendants leave behind its own children, rather than those of the system.
    static func adoptOrphans() { _ = process_adopt_orphans() }

    /// Ends a process and everything below it.
    ///
    /// - Parameter root: A child of this process that has not been waited for, so that its number is its own.
    static func end(_ root: pid_t) {
        // Stopped processes start no new ones, so that a round without finds has them all.
        var stopped: [pid_t] = []
        var queue = [root]
        while let process = queue.popLast() {
            guard !stopped.contains(process) else { continue }
            kill(process, SIGSTOP)
            stopped.append(process)
            queue += children(of: process)
        }
        var isComplete = false
        while !isComplete {
            isComplete = true
            for process in stopped.flatMap(children) where !stopped.contains(process) {
                kill(process, SIGSTOP)
                stopped.append(process)
                isComplete = false
            }
        }
        for process in stopped { kill(process, SIGKILL) }
    }

    /// Ends the orphans that came to this process, and waits for them.
    ///
    /// - Parameter known: Children of this process that are none: those are left alone.
    static func endOrphans(but known: Set<pid_t>) {
        for orphan in children(of: getpid()) where !known.contains(orphan) {
            end(orphan)
            var status: Int32 = 0
            while waitpid(orphan, &status, 0) < 0, errno == EINTR {}
        }
    }

    private static func children(of process: pid_t) -> [pid_t] {
        guard let tasks = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(tasks) }
        var found: [pid_t] = []
        while let entry = readdir(tasks) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let task = pid_t(name), let list = open("/proc/\(process)/task/\(task)/children") else { continue }
            found += list.split(separator: " ").compactMap { pid_t($0) }
        }
        return found
    }

    private static func open(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var text: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&block, 1, block.count, file), count > 0 { text += block[..<count] }
        return String(decoding: text, as: UTF8.self)
    }
}
