import CKernels
import Testing

struct LevelTests {
    @Test func `each level that the processor has can be set, and a wider one falls back to the widest`() {
        let set = onEveryLevel { Int(fsel_instruction_level()) }
        #expect(set == Array(1...set.count))
        let beyond = onEveryLevel { Int(fsel_set_instruction_level(99)) }
        #expect(beyond.allSatisfy { $0 == set.count })
    }
}
