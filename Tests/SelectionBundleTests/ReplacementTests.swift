import Glibc
import StageKit
import Testing

@testable import SelectionBundle

struct ReplacementTests {
    @Test func `a finished file takes the place of the old one`() throws {
        let folder = TemporaryFolder()
        folder.write([1], to: "old")
        folder.write([2], to: "new")
        try Replacement(of: "\(folder.path)/old", by: "\(folder.path)/new", in: folder.path).perform()
        #expect(folder.names == ["old"])
        #expect(folder.read("old") == [2])
    }

    /// The folder of processes cannot be brought to a disk, so that the last step fails.
    @Test func `the old file comes back where the folder does not reach the disk`() {
        let folder = TemporaryFolder()
        folder.write([1], to: "old")
        folder.write([2], to: "new")
        let error = #expect(throws: StageFailure.self) {
            try Replacement(of: "\(folder.path)/old", by: "\(folder.path)/new", in: "/proc/self").perform()
        }
        #expect(
            error?.description == "error[FS651]: /proc/self cannot be brought to the disk: Invalid argument.")
        #expect(folder.read("old") == [1])
        #expect(folder.names == ["old"])
    }

    @Test func `where there was none there is none again`() {
        let folder = TemporaryFolder()
        folder.write([2], to: "new")
        #expect(throws: StageFailure.self) {
            try Replacement(of: "\(folder.path)/old", by: "\(folder.path)/new", in: "/proc/self").perform()
        }
        #expect(folder.names.isEmpty)
    }

    @Test func `an open file knows when its name leads elsewhere`() throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/lock"
        let file = try FileDescriptor(path, O_RDWR | O_CREAT, as: "created")
        #expect(file.isAtItsPath)
        unlink(path)
        #expect(!file.isAtItsPath)
        folder.write([], to: "lock")
        #expect(!file.isAtItsPath)
    }
}
