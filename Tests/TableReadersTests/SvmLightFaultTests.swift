import StageKit
import Testing

@testable import TableReaders

struct SvmLightFaultTests {
    /// A text, and the failure as a person sees it.
    static let faults: [(text: String, failure: String)] = [
        ("", "data.svm:1:1: error[FS406]: The file has no row; expected a label and index:value items on each line."),
        (
            "\n# x\n",
            "data.svm:1:1: error[FS406]: The file has no row; expected a label and index:value items on each line."
        ),
        (
            "1 1:2\nyes 1:2\n",
            "data.svm:2:1: error[FS490]: The row begins with 'yes'; expected its label, a number."
        ),
        (
            "1 1:2\n  1:2 2:3\n",
            "data.svm:2:3: error[FS490]: The row begins with '1:2'; expected its label, a number, before the first "
                + "index:value."
        ),
        (
            "1,3 2:0.5\n",
            "data.svm:1:1: error[FS490]: The row begins with '1,3'; expected one label: rows of several are not read."
        ),
        (
            "-1e999 1:1\n",
            "data.svm:1:1: error[FS490]: The label '-1e999' is too large; expected at most about 1.8e308 in magnitude."
        ),
        ("nan 1:1\n", "data.svm:1:1: error[FS490]: The row begins with 'nan'; expected its label, a number."),
        ("1 2\n", "data.svm:1:3: error[FS491]: '2' stands here; expected index:value."),
        ("1 2:\n", "data.svm:1:3: error[FS491]: '2:' stands here; expected index:value."),
        ("1 :2\n", "data.svm:1:3: error[FS491]: ':2' stands here; expected index:value."),
        ("1 1:2 é:3\n", "data.svm:1:7: error[FS491]: 'é:3' stands here; expected index:value."),
        ("1 -1:3\n", "data.svm:1:3: error[FS491]: '-1:3' stands here; expected index:value."),
        ("1 1:2,3\n", "data.svm:1:3: error[FS493]: The value in '1:2,3' is not a number; expected index:value."),
        ("1 1:nan\n", "data.svm:1:3: error[FS493]: The value in '1:nan' is not a number; expected index:value."),
        ("1 1:0x10\n", "data.svm:1:3: error[FS493]: The value in '1:0x10' is not a number; expected index:value."),
        (
            "1 3:1e309\n",
            "data.svm:1:3: error[FS493]: The value '3:1e309' is too large; expected at most about 1.8e308 in magnitude."
        ),
        (
            "1 1:1\n1 0:3 1:2\n",
            "data.svm:2:3: error[FS492]: The index 0 stands here; expected indices from 1, as svmlight counts "
                + "features and scikit-learn writes them with zero_based=False."
        ),
        (
            "1 1:1 4:2 4:2\n",
            "data.svm:1:11: error[FS492]: The index 4 stands here twice; expected each at most once in a row."
        ),
        ("1 7:1 2:2\n", "data.svm:1:7: error[FS492]: The index 2 follows 7; expected indices that ascend."),
        (
            "1 1:1\n1 2147483648:1\n",
            "data.svm:2:3: error[FS494]: The index 2147483648 asks for as many columns; expected at most 1048576, or as many "
                + "as the file has values."
        ),
        (
            "1 1:1\n1 2:1 99999999999999999999:1\n",
            "data.svm:2:7: error[FS494]: The index \(Int.max) asks for as many columns; expected at most 1048576, or as many "
                + "as the file has values."
        ),
        (
            "1 1:1\n1 1048577:1\n1 1:1\n",
            "data.svm:2:3: error[FS494]: The index 1048577 asks for as many columns; expected at most 1048576, or as many "
                + "as the file has values."
        ),
        (
            "1 qid:x 1:1\n",
            "data.svm:1:3: error[FS495]: The query 'qid:x' has no number; expected qid: and a whole number of at most 2^53."
        ),
        (
            "1 qid:1 1:1\n1 1:1\n",
            "data.svm:2:1: error[FS495]: The row has no qid, and the rows before it have one; expected one in each row or none."
        ),
        (
            "1 1:1\n1 qid:1 1:1\n",
            "data.svm:2:3: error[FS495]: The row has a qid, and the rows before it have none; expected one in each row or none."
        ),
        ("1 1:1 qid:1\n", "data.svm:1:7: error[FS491]: 'qid:1' stands here; expected index:value."),
    ]

    @Test(arguments: faults) func `a fault is told with its place`(text: String, expected: String) {
        for block in [1, 1 << 16] {
            let found = failure { try readSvmLight(Array(text.utf8), block: block) }
            #expect(found?.description == expected)
        }
    }

    @Test func `too many columns are a matter of resources, and bad items of the data`() {
        #expect(failure { try readSvmLight("1 1048577:1\n") }?.kind == .resource)
        #expect(failure { try readSvmLight("1 0:1\n") }?.kind == .data)
        #expect(failure { try readSvmLight(Array("1 1:1\n".utf8), featureCount: 1 << 30) }?.diagnostic.code == "FS494")
    }

    @Test func `as many columns as a file has values are read, however many`() throws {
        let items = (1...((1 << 20) + 1)).map { "\($0):1" }.joined(separator: " ")
        let table = try readSvmLight(Array("1 \(items)\n".utf8))
        #expect(table.header.names.count == (1 << 20) + 2)
    }

    @Test func `another encoding is refused`() {
        #expect(failure { try readSvmLight([0xFF, 0xFE, 0x31, 0x00]) }?.diagnostic.code == "FS405")
    }
}
