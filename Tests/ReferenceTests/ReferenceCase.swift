import Foundation
import SparseGLM
import Testing

/// One data set in one coding, with its answers.
struct ReferenceCase: CustomTestStringConvertible, Sendable {
    let name: String
    let variantName: String
    let url: URL
    let family: Family
    let variant: ReferenceVariant

    var testDescription: String { "\(name) \(variantName)" }

    /// Whether coefficients are not unique: with every level coded, a factor's columns sum to one.
    var hasFreeCoefficients: Bool { variant.coding == "full" }

    /// The classes of a multinomial target.
    var classes: [String]? { family == .multinomial ? variant.classes : nil }

    /// The share of the largest coefficient that coefficients may differ by.
    var coefficientTolerance: Double { name == "gasoline" || name == "longley" ? 1e-3 : 1e-5 }

    func table() throws -> ReferenceTable {
        var table = try ReferenceTable(
            url, positiveClass: variant.positive_class, classes: family == .multinomial ? variant.classes : nil,
            everyLevel: variant.coding == "full")
        if let names = variant.columns { table.names = names }
        return table
    }

    /// The bundled sets, and every other that `FSEL_REFERENCE_DATA` offers.
    static let all = loaded.cases

    /// The answers of a family that is there, but of a shape that is not.
    static let unreadable = loaded.unreadable

    private static let loaded: (cases: [ReferenceCase], unreadable: [String]) = {
        var found: (cases: [ReferenceCase], unreadable: [String]) = ([], [])
        if let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil) {
            load(data: folder, answers: folder, into: &found)
        }
        guard let path = ProcessInfo.processInfo.environment["FSEL_REFERENCE_DATA"] else { return found }
        let folder = URL(fileURLWithPath: path)
        let isParent = FileManager.default.fileExists(atPath: folder.appendingPathComponent("data").path)
        let data = isParent ? folder.appendingPathComponent("data") : folder
        let answers = data.deletingLastPathComponent().appendingPathComponent("reference")
        load(data: data, answers: answers, into: &found)
        return found
    }()

    /// Answers of families that are not there yet are passed over; the first of two sets of one name is kept.
    private static func load(data: URL, answers: URL, into found: inout (cases: [ReferenceCase], unreadable: [String]))
    {
        let known = Set(found.cases.map(\.name))
        let files = (try? FileManager.default.contentsOfDirectory(at: answers, includingPropertiesForKeys: nil)) ?? []
        if files.isEmpty { found.unreadable.append(answers.path) }
        for file in files.filter({ $0.pathExtension == "json" }).sorted(by: { $0.path < $1.path }) {
            do {
                let bytes = try Data(contentsOf: file)
                let header = try JSONDecoder().decode(ReferenceHeader.self, from: bytes)
                guard let family = Family(rawValue: header.family), !known.contains(header.dataset) else { continue }
                let answer = try JSONDecoder().decode(ReferenceAnswer.self, from: bytes)
                for (variant, content) in answer.variants.sorted(by: { $0.key < $1.key })
                where content.missing == "drop_rows" {
                    found.cases.append(
                        ReferenceCase(
                            name: answer.dataset, variantName: variant,
                            url: data.appendingPathComponent(answer.file), family: family, variant: content))
                }
            } catch {
                found.unreadable.append("\(file.lastPathComponent): \(error)")
            }
        }
    }
}
