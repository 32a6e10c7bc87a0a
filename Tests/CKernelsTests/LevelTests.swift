import CKernels
import Testing

struct LevelTests {
    @Test func `a level that the processor lacks falls back to its widest`() {
        let widest = fsel_set_instruction_level(0)
        #expect(fsel_set_instruction_level(Int32(FSEL_BASELINE)) == Int32(FSEL_BASELINE))
        #expect(fsel_instruction_level() == Int32(FSEL_BASELINE))
        #expect(fsel_set_instruction_level(99) == widest)
        #expect(fsel_set_instruction_level(0) == widest)
    }
}
