import ArgumentParser

/// An amount of memory as a person writes it: bytes, or with a unit of 1024 (`K`, `M`, `G` or `T`).
struct MemorySize: Equatable, ExpressibleByArgument {
    /// The number of bytes, at least 1.
    let bytes: Int

    /// Reads an amount.
    ///
    /// - Parameter argument: Digits and, if any, one of the units.
    /// - Returns: `nil` where it is none, or more than can be counted.
    init?(argument: String) {
        let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        let unit = argument.last.flatMap { units[Character($0.uppercased())] }
        let digits = unit == nil ? argument[...] : argument.dropLast()
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let count = Int(digits), count > 0 else { return nil }
        let (bytes, isBeyond) = count.multipliedReportingOverflow(by: 1 << (unit ?? 0))
        guard !isBeyond else { return nil }
        self.bytes = bytes
    }
}
