import StageKit
import StageKitTesting
import Testing

struct StageDocumentationTests {
    private struct Trimming: Stage {
        static let share = Option.number("share", default: 0.1, in: NumberRange(min: 0), help: "The share.")
        static let by = Option<String>.column("by", help: "A column.")
        static let descriptor = StageDescriptor(
            ElementDescriptor(
                name: "trimming", summary: "Trims.", options: [share.descriptor],
                children: [
                    ChildDescriptor(ElementDescriptor(name: "group", summary: "Groups.", options: [by.descriptor]))
                ]), namespace: "urn:example", takes: [.table], gives: [.table])
        static var sample: String? { "<trimming/>\n" }
        init(options: StageOptions) {}
        func run(_ input: StageInput, context: StageContext) -> StageOutput { StageOutput() }
    }

    private let readme = """
        # `trimming`

        Trims.

        ## Reads and writes
        ## Formula
        ## Sample

        ```xml
        <trimming/>
        ```

        ## Options

        | `share` | a number >= 0 | `0.1` | The share. |
        | `group by` | a column name | required | A column. |

        ## Errors and warnings
        ## Source
        """

    private func violations(_ readme: String) -> [String] {
        StageDocumentation(Trimming.self, readme: readme).violations().map(\.message)
    }

    @Test func `a README that agrees has no violations`() {
        #expect(violations(readme) == [])
    }

    /// What is changed in the README, into what, and what is said.
    private static let changes: [(old: String, new: String, message: String)] = [
        ("# `trimming`", "# Trimming", "The README does not begin with '# `trimming`'."),
        (
            "## Formula\n", "",
            "The README has the sections [\"Reads and writes\", \"Sample\", \"Options\", \"Errors and warnings\", \"Source\"], "
                + "expected [\"Reads and writes\", \"Formula\", \"Sample\", \"Options\", \"Errors and warnings\", \"Source\"]."
        ),
        ("<trimming/>", "<trimming share=\"2\"/>", "The README does not show the sample as it is."),
        (
            "`0.1`", "`0.2`",
            "The README has no row that begins with '| `share` | a number >= 0 | `0.1` |'."
        ),
        (
            "group by", "by",
            "The README has no row that begins with '| `group by` | a column name | required |'."
        ),
    ]

    @Test(arguments: changes.indices)
    func `what disagrees is told`(index: Int) throws {
        let change = Self.changes[index]
        let range = try #require(readme.firstRange(of: change.old))
        #expect(violations(readme.replacingCharacters(in: range, with: change.new)) == [change.message])
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
