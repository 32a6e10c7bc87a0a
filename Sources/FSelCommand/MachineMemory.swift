import Glibc

/// How much memory there is: the machine's, or what the process's control group leaves of it.
enum MachineMemory {
    /// What loaded data may take where nobody says otherwise, in bytes: half of all there is.
    ///
    /// Stages make further columns, which need the other half. A file that unpacks to more is refused before it takes the memory of everything else on the machine.
    static var halfOfAll: Int {
        let physical = sysconf(Int32(_SC_PHYS_PAGES)).multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE)))
        let machine = physical.overflow || physical.partialValue <= 0 ? Int.max : physical.partialValue
        let group = fileText("/proc/self/cgroup").flatMap { smallestLimit(groups: $0, read: fileText) }
        return max(1, min(machine, group ?? .max) / 2)
    }

    /// The smallest limit of the groups that a process is in, and of those around them; `nil` where there is none.
    ///
    /// A group is a folder with a file `memory.max` (version 2) or `memory.limit_in_bytes` (version 1), whose text is a number
    /// of bytes or a word for no limit.
    ///
    /// - Parameters:
    ///   - groups: Lines `number:controllers:path`, as in `/proc/self/cgroup`.
    ///   - read: The text of a file; `nil` where there is none.
    static func smallestLimit(groups: String, read: (String) -> String?) -> Int? {
        groups.split(separator: "\n").flatMap { line -> [Int] in
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return [] }
            let isSecond = parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { return [] }
            let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
            var folders = [root]
            for name in parts[2].split(separator: "/") { folders.append((folders.last ?? root) + "/" + name) }
            return folders.compactMap { folder in
                read(folder + (isSecond ? "/memory.max" : "/memory.limit_in_bytes")).flatMap { text in
                    Int(text.prefix { !$0.isWhitespace }).flatMap { $0 > 0 ? $0 : nil }
                }
            }
        }.min()
    }
}
