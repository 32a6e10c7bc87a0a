import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct GroupRuleTests {
    private static let features = [
        Column(name: "age", values: .numeric([])), Column(name: "city=a", values: .numeric([]), source: "city"),
        Column(name: "bmi", values: .numeric([])), Column(name: "city=b", values: .numeric([]), source: "city"),
        Column(name: "sex=f", values: .numeric([]), source: "sex"),
    ]

    private static func group(_ columns: [String], factor: String? = nil) throws -> StageOptions {
        let element = L1GroupElement.group
        let members = try columns.map { try StageOptions(L1GroupElement.column, ["name": $0]) }
        return try StageOptions(element, factor.map { ["factor": $0] } ?? [:], children: members)
    }

    /// The descriptors of `<group>` and of its `<column>`.
    private enum L1GroupElement {
        static let group = L1SelectOptions.groupChild.element
        static let column = group.children[0].element
    }

    private func penalty(_ attributes: [String: String] = [:], _ children: StageOptions...) throws -> PenaltyShape {
        let options = try StageOptions(L1SelectStage.descriptor.element, attributes, children: children)
        return try L1SelectOptions(Samples.placed(options)).penalty(for: Self.features)
    }

    @Test func `without a group there is none`() throws {
        #expect(try penalty().groups == [])
        #expect(try penalty(["categorical": "separate"]).groups == [])
    }

    @Test func `the features made from one column are a group`() throws {
        let shape = try penalty(["categorical": "group", "group-l1-ratio": "0.25"])
        #expect(shape.groups == [ColumnGroup(columns: [1, 3])])
        #expect(shape.groupL1Ratio == 0.25)
        #expect(shape.factors == nil)
    }

    @Test func `a column's factor is its group's`() throws {
        let kept = try penalty(["categorical": "group"], Samples.child("keep", ["column": "city"]))
        #expect(kept.groups == [ColumnGroup(columns: [1, 3], factor: 0)])
        #expect(kept.factors == [1, 1, 1, 1, 1])
        let double = try penalty(
            ["categorical": "group"], Samples.child("penalty", ["column": "city", "factor": "2"]),
            Samples.child("keep", ["column": "age"]))
        #expect(double.groups == [ColumnGroup(columns: [1, 3], factor: 2)])
        #expect(double.factors == [0, 1, 1, 1, 1])
    }

    @Test func `a group names features, and columns with the features made from them`() throws {
        let shape = try penalty([:], Self.group(["city", "age"], factor: "0.5"), Self.group(["sex=f", "bmi"]))
        #expect(shape.groups == [ColumnGroup(columns: [0, 1, 3], factor: 0.5), ColumnGroup(columns: [2, 4])])
    }

    @Test func `features of a written group are not grouped by their column again`() throws {
        let shape = try penalty(["categorical": "group"], Self.group(["city=a", "age"]))
        #expect(shape.groups == [ColumnGroup(columns: [0, 1])])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var attributes: [String: String] = [:]
        var groups: [[String]] = []
        var others: [(name: String, attributes: [String: String])] = []
        let text: String
        var testDescription: String { text }
    }

    static let faults = [
        Fault(
            groups: [["age", "city"], ["bmi", "city=b"]],
            text: "pipeline.xml:14:20: error[FS558]: <group> names the feature 'city=b', which is in a group already."),
        Fault(
            groups: [["age"]], others: [("keep", ["column": "age"])],
            text: "pipeline.xml:12:20: error[FS558]: <group> names the feature 'age', of which a <keep> or <penalty> "
                + "speaks; expected 'factor' of <group>."),
        Fault(
            groups: [["agee"]],
            text: "pipeline.xml:12:20: error[FS559]: <group> names the column 'agee', which is not among the 5 "
                + "features."),
        Fault(
            attributes: ["categorical": "group"],
            others: [("keep", ["column": "city=a"]), ("penalty", ["column": "city=b", "factor": "2"])],
            text: "pipeline.xml:10:3: error[FS558]: The features made from 'city' are one group and have the penalty "
                + "factors 0, 2; expected one factor."),
        Fault(
            groups: [["age"]], others: [("bounds", ["column": "bmi", "min": "0"])],
            text: "pipeline.xml:12:3: error[FS558]: <l1-select> has <group> and <bounds>, expected at most one of "
                + "them."),
        Fault(
            attributes: ["categorical": "group", "solver": "fista"],
            text:
                "pipeline.xml:10:20: error[FS558]: <l1-select> has categorical=\"group\" and the solver 'fista', which "
                + "does not know groups; expected 'auto' or 'coordinate-descent'."),
        Fault(
            attributes: ["group-l1-ratio": "0.5"],
            text: "pipeline.xml:10:20: error[FS558]: <l1-select> has 'group-l1-ratio' and no groups, expected <group> "
                + "or categorical=\"group\"."),
    ]

    @Test(arguments: faults) func `a group that cannot be is refused at its place`(fault: Fault) async throws {
        let groups = try fault.groups.map { try Self.group($0) }
        let others = try fault.others.map { try Samples.child($0.name, $0.attributes) }
        let options = Samples.placed(
            try StageOptions(L1SelectStage.descriptor.element, fault.attributes, children: groups + others))
        let failure = await Samples.failure { _ = try L1SelectOptions(options).penalty(for: Self.features) }
        #expect(failure == fault.text)
    }

    @Test func `a categorical column is selected whole or not at all`() async throws {
        var table = Samples.regression()
        let level = (0..<60).map { Double(($0 * 7) % 4) }
        for k in 1...3 {
            let values = zip(level, Samples.noise("level\(k)", count: 60)).map {
                ($0 == Double(k) ? 1.0 : 0) + 0.01 * $1
            }
            table = table.adding(Column(name: "city=\(k)", values: .numeric(values), source: "city"))
        }
        for value in ["1", "0.3", "0.1", "0.0001"] {
            let fit = try await Samples.fit(
                table,
                Samples.options(["categorical": "group"], Samples.child("lambda", ["value": value])))
            let names = fit.selection?.features ?? []
            let inside = names.count { $0.hasPrefix("city=") }
            #expect(inside == 0 || inside == 3)
            #expect(value != "0.0001" || inside == 3)
            #expect(value != "1" || inside == 0)
        }
    }
}
