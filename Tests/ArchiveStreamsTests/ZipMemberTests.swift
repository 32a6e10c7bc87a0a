import ArchiveStreams
import Testing

/// Zip archives as input data, made with Info-ZIP 3.0 and Python's `zipfile`.
struct ZipMemberTests {
    private func read(_ hex: String) -> Result<[UInt8], ArchiveError> {
        let file = TemporaryFile(hexadecimal(hex))
        do throws(ArchiveError) {
            return .success(try ByteSource(path: file.path).readAll())
        } catch {
            return .failure(error)
        }
    }

    private func refusal(_ hex: String) -> ArchiveError? {
        if case .failure(let error) = read(hex) { error } else { nil }
    }

    @Test func `two files are one too many`() {
        let error = refusal(
            "504b0304140000000000000021007b07970a080000000800000005000000612e637376612c620a312c320a504b0304140000000000"
                + "000021007b07970a080000000800000005000000622e637376612c620a312c320a504b01021403140000000000000021007b07"
                + "970a0800000008000000050000000000000000000000800100000000612e637376504b01021403140000000000000021007b07"
                + "970a080000000800000005000000000000000000000080012b000000622e637376504b05060000000002000200660000005600"
                + "00000000")
        #expect(error?.kind == .severalMembers)
        #expect(error?.entry == "b.csv")
    }

    @Test func `a folder alone or nothing at all is no file`() {
        let folder =
            "504b03041400000000000000210000000000000000000000000002000000612f504b010214031400000000000000210000000000000000"
            + "0000000000020000000000000000000000800100000000612f504b0506000000000100010030000000200000000000"
        #expect(refusal(folder)?.kind == .noMember)
        #expect(refusal("504b0506000000000000000000000000000000000000")?.kind == .noMember)
    }

    @Test func `a name beyond ASCII does no harm`() throws {
        let bytes = try read(
            "504b0304140000080000000021007b07970a08000000080000000c000000646f6e6ec3a965732e637376612c620a312c320a504b0102"
                + "1403140000080000000021007b07970a08000000080000000c0000000000000000000000800100000000646f6e6ec3a965732e63"
                + "7376504b050600000000010001003a000000320000000000"
        ).get()
        #expect(bytes == Array("a,b\n1,2\n".utf8))
    }

    @Test func `an encrypted file is refused`() {
        let error = refusal(
            "504b03040a0009000000000021507b07970a140000000800000008000000726f77732e63737641b932fcf6e6cccdf45c072a4bc12c99"
                + "1500fe53504b07087b07970a1400000008000000504b01021e030a0009000000000021507b07970a140000000800000008000000"
                + "0000000001000000a48100000000726f77732e637376504b05060000000001000100360000004a0000000000")
        #expect(error?.kind == .encrypted)
        #expect(error?.entry == "rows.csv")
    }

    @Test func `a symbolic link is refused`() {
        let error = refusal(
            "504b03040a0000000000ae44755da681f4e90800000008000000040000006c696e6b726f77732e637376504b01021e030a0000000000"
                + "ae44755da681f4e90800000008000000040000000000000000000000ffa1000000006c696e6b504b050600000000010001003200"
                + "00002a0000000000")
        #expect(error?.kind == .notRegularMember("symbolic link"))
    }
}
