package import StageKit

/// The time that every entry of a bundle bears.
package enum BundleTime {
    /// 1980-01-01 00:00 UTC, the earliest that a zip archive can say.
    package static let standard = 315_532_800

    /// The time from the environment's `SOURCE_DATE_EPOCH`, or the standard one where it is not set.
    ///
    /// - Parameter sourceDateEpoch: The variable's value; nil where it is not set.
    /// - Returns: Seconds since 1970 UTC, 0 up to 8,589,934,591, the most that a tar header holds.
    /// - Throws: ``StageFailure`` of kind `usage` (FS655) where the value is no such number.
    package static func modified(sourceDateEpoch: String?) throws(StageFailure) -> Int {
        guard let text = sourceDateEpoch, !text.isEmpty else { return standard }
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, let seconds = Int(text), seconds <= 0o77777777777 else {
            throw StageFailure(
                .usage, code: "FS655",
                "SOURCE_DATE_EPOCH is '\(text)', and a whole number of seconds from 0 to 8589934591 is needed.")
        }
        return seconds
    }
}
