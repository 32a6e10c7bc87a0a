import Testing

@testable import TableReaders

struct TextCheckTests {
    @Test func `every character of Unicode is good`() {
        var text: [UInt8] = []
        for value in UInt32(1)...0x10FFFF where value % 7 == 1 || value < 0x3000 || value > 0x10FFF0 {
            if let scalar = Unicode.Scalar(value) { text += Array(String(scalar).utf8) }
        }
        let (end, stop) = TextCheck.check(text.span, from: 0)
        #expect(end == text.count && stop == .end)
    }

    @Test func `random bytes are judged as Swift's own decoder judges them`() {
        var random = SplitMix(seed: 3)
        for _ in 0..<4_000 {
            let bytes = (0..<random.below(14)).map { _ in
                random.pick([
                    0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE3, 0xED, 0xF0, 0xF4, 0xF5,
                ])
                    as UInt8
            }
            let (end, stop) = TextCheck.check(bytes.span, from: 0)
            let isGood = String(validating: bytes, as: UTF8.self) != nil
            #expect((stop == .end) == isGood, "\(bytes)")
            #expect(String(validating: bytes[..<end], as: UTF8.self) != nil, "\(bytes)")
            if stop == .cutOff {
                let completed =
                    [[0x80], [0x80, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80], [0xA0, 0x80]] as [[UInt8]]
                #expect(completed.contains { String(validating: bytes + $0, as: UTF8.self) != nil }, "\(bytes)")
            }
        }
    }

    @Test(arguments: 0..<24)
    func `a NUL is found wherever it stands`(_ place: Int) {
        var bytes = [UInt8](repeating: 0x41, count: 24)
        bytes[place] = 0
        let (end, stop) = TextCheck.check(bytes.span, from: 0)
        #expect(end == place && stop == .null)
    }
}
