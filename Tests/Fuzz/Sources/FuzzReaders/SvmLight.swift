import StageKit

@testable import TableReaders

/// Whatever the bytes are, they are read or refused, and the same way however they are cut.
func checkSvmLight(_ bytes: [UInt8]) -> CInt {
    let whole = read(bytes, block: 1 << 20)
    for block in [1, 7, 64] {
        let cut = read(bytes, block: block)
        // The size is looked at behind each block, and a fault may stand in the block behind it.
        if [whole, cut].contains(where: \.isTooLarge) { continue }
        requireSame(cut, whole, "In blocks of \(block)")
    }
    return 0
}

private func read(_ bytes: [UInt8], block: Int) -> Outcome {
    Outcome {
        // A few bytes may ask for a million columns, which take long to compare.
        try SvmLightReader(file: "f", featureCount: bytes.count % 4).using(threads: 1, memory: 1 << 20).read(
            columns: readings, nextBlock: blocks(bytes, of: block))
    }
}
