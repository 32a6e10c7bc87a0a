public import StageKit

/// Checks that a stage's README says what its descriptor says.
///
/// The README is the same for every stage: a heading with the stage's name, what it does, and the sections of
/// ``sections`` in their order. It shows the stage's sample, and its options in a table `| name | type | default | … |`.
public struct StageDocumentation: Sendable {
    /// The sections of a README, in order.
    public static let sections = [
        "Reads and writes", "Formula", "Sample", "Options", "Errors and warnings", "Source",
    ]

    private let stage: any Stage.Type
    private let readme: String

    /// Prepares the check.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - readme: The text of its README.
    public init(_ stage: any Stage.Type, readme: String) {
        self.stage = stage
        self.readme = readme
    }

    /// Compares the README with the descriptor.
    ///
    /// - Returns: The violations; empty for a README that agrees.
    public func violations() -> [ConformanceViolation] {
        let descriptor = stage.descriptor
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var faults: [String] = []
        if lines.first != "# `\(descriptor.name)`" {
            faults.append("The README does not begin with '# `\(descriptor.name)`'.")
        }
        let headings = lines.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        if headings != Self.sections {
            faults.append("The README has the sections \(headings), expected \(Self.sections).")
        }
        if let sample = stage.sample, !readme.contains("```xml\n\(sample)```") {
            faults.append("The README does not show the sample as it is.")
        }
        for (path, option) in options(of: descriptor.element, path: "") {
            let row = "| `\(path)` | \(option.type) | \(option.standard.map { "`\($0)`" } ?? absence(of: option)) |"
            if !lines.contains(where: { $0.hasPrefix(row) }) {
                faults.append("The README has no row that begins with '\(row)'.")
            }
        }
        return faults.map { ConformanceViolation(.descriptor, $0) }
    }

    private func absence(of option: OptionDescriptor) -> String { option.isRequired ? "required" : "none" }

    private func options(of element: ElementDescriptor, path: String) -> [(path: String, option: OptionDescriptor)] {
        element.options.map { (path + $0.name, $0) }
            + element.children.flatMap { options(of: $0.element, path: "\(path)\($0.element.name) ") }
    }
}
