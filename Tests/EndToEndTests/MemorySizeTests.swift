import Testing

@testable import FSelCommand

struct MemorySizeTests {
    @Test(arguments: [
        ("1", 1), ("4096", 4096), ("3k", 3072), ("500M", 524_288_000), ("2G", 2_147_483_648), ("1T", 1_099_511_627_776),
        ("007", 7),
    ])
    func `bytes come with a unit of 1024 or without`(_ text: String, bytes: Int) {
        #expect(MemorySize(argument: text)?.bytes == bytes)
    }

    @Test(arguments: [
        "", "G", "0", "0M", "-1", "+1", "1.5G", "1 G", "1GB", "1P", "9223372036854775808", "9999999999T", "١",
    ])
    func `what is no amount is refused`(_ text: String) {
        #expect(MemorySize(argument: text) == nil)
    }
}
