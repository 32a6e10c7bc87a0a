import StageKit
import Testing

struct NearestTests {
    private let names = ["method", "value", "constant-columns", "l1-ratio", "max-features"]

    @Test(arguments: [
        ("metod", "method"), ("mehtod", "method"), ("methods", "method"), ("METHOD", "method"), ("vlaue", "value"),
        ("constant-colums", "constant-columns"), ("l1ratio", "l1-ratio"), ("max_feature", "max-features"),
    ])
    func `a slip of the pen finds its word`(written: String, expected: String) {
        #expect(nearestName(to: written, among: names) == expected)
    }

    @Test(arguments: ["", "folds", "me", "xyz", String(repeating: "method", count: 20)])
    func `what resembles nothing finds nothing`(written: String) {
        #expect(nearestName(to: written, among: names) == nil)
    }

    @Test func `two neighbours swapped count once, and ties go to the earlier name`() {
        #expect(nearestName(to: "ab", among: ["abcd", "ba"]) == "ba")
        #expect(nearestName(to: "cat", among: ["bat", "car"]) == "bat")
        #expect(nearestName(to: "cat", among: ["car", "bat"]) == "car")
    }

    @Test func `a word of one letter may differ by one letter`() {
        #expect(nearestName(to: "a", among: ["b"]) == "b")
        #expect(nearestName(to: "a", among: ["bc"]) == nil)
    }

    @Test func `no names give no name`() {
        #expect(nearestName(to: "method", among: []) == nil)
    }
}
