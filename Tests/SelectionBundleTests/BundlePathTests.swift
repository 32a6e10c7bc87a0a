import StageKit
import Testing

@testable import SelectionBundle

struct BundlePathTests {
    @Test(arguments: [
        ("out/a.fsel.tar.gz", "out/a.rejected.fsel.tar.gz", "out", "out/.a.fsel.tar.gz.lock"),
        ("a.fsel.zip", "a.rejected.fsel.zip", ".", "./.a.fsel.zip.lock"),
        ("/a.tgz", "/a.rejected.tgz", "/", "/.a.tgz.lock"),
        ("x/y/bundle", "x/y/bundle.rejected", "x/y", "x/y/.bundle.lock"),
    ])
    func `names beside a bundle follow from its own`(path: String, rejected: String, folder: String, lock: String) {
        let place = BundlePath(path)
        #expect(place.target(.accepted) == path)
        #expect(place.target(.rejected) == rejected)
        #expect(place.folder == folder)
        #expect(place.lock == lock)
    }
}

struct BundleTimeTests {
    @Test func `SOURCE_DATE_EPOCH is taken where it is set`() throws {
        #expect(try BundleTime.modified(sourceDateEpoch: nil) == 315_532_800)
        #expect(try BundleTime.modified(sourceDateEpoch: "") == 315_532_800)
        #expect(try BundleTime.modified(sourceDateEpoch: "1700000000") == 1_700_000_000)
        #expect(try BundleTime.modified(sourceDateEpoch: "8589934591") == 8_589_934_591)
    }

    @Test(arguments: ["now", "-1", "1.5", "8589934592", "99999999999999999999", " 1", "+1"])
    func `another value is refused`(text: String) {
        let error = #expect(throws: StageFailure.self) { try BundleTime.modified(sourceDateEpoch: text) }
        #expect(error?.kind == .usage)
        #expect(
            error?.description
                == "error[FS655]: SOURCE_DATE_EPOCH is '\(text)', and a whole number of seconds from 0 to 8589934591 is needed."
        )
    }
}
