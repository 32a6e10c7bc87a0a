import Testing

@testable import FSelCommand

struct MachineMemoryTests {
    @Test func `the smallest limit of a group and those around it counts`() {
        let files = [
            "/sys/fs/cgroup/memory.max": "max\n", "/sys/fs/cgroup/a/memory.max": "8589934592\n",
            "/sys/fs/cgroup/a/b/memory.max": "max\n",
        ]
        #expect(MachineMemory.smallestLimit(groups: "0::/a/b\n") { files[$0] } == 8_589_934_592)
        #expect(MachineMemory.smallestLimit(groups: "0::/\n") { files[$0] } == nil)
    }

    @Test func `groups of the first version count where they limit memory`() {
        let files = [
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "/sys/fs/cgroup/memory/job/memory.limit_in_bytes": "1048576\n", "/sys/fs/cgroup/memory.max": "1\n",
        ]
        let groups = "5:cpu,cpuacct:/job\n4:memory:/job\n1:name=systemd:/job\n"
        #expect(MachineMemory.smallestLimit(groups: groups) { files[$0] } == 1_048_576)
        #expect(MachineMemory.smallestLimit(groups: "nothing of the kind") { files[$0] } == nil)
    }

    @Test func `half of the memory is what data may take where nobody says otherwise`() {
        #expect(MachineMemory.halfOfAll > 1 << 20)
        #expect(MachineMemory.halfOfAll < 1 << 50)
    }
}
