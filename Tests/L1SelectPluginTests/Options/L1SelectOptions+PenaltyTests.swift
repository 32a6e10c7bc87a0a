import SparseGLM
import StageKit
import Testing

@testable import L1SelectPlugin

struct L1SelectOptionsPenaltyTests {
    private static let features = [
        Column(name: "age", values: .numeric([])), Column(name: "city=a", values: .numeric([]), source: "city"),
        Column(name: "city=b", values: .numeric([]), source: "city"),
    ]

    private func penalty(_ children: StageOptions...) throws -> PenaltyShape {
        let options = try StageOptions(L1SelectStage.descriptor.element, [:], children: children)
        return try L1SelectOptions(Samples.placed(options)).penalty(for: Self.features)
    }

    @Test func `without rules the penalty is the same for all`() throws {
        #expect(try penalty() == PenaltyShape(l1Ratio: 1))
    }

    @Test func `a rule of a loaded column is one of every feature made from it`() throws {
        let shape = try penalty(
            Samples.child("penalty", ["column": "city", "factor": "2"]), Samples.child("keep", ["column": "age"]))
        #expect(shape.factors == [0, 2, 2])
    }

    @Test func `a rule of a feature goes before one of its column`() throws {
        let shape = try penalty(
            Samples.child("keep", ["column": "city=b"]),
            Samples.child("penalty", ["column": "city", "factor": "2"]))
        #expect(shape.factors == [1, 2, 0])
    }

    @Test func `bounds leave the other side and the other features open`() throws {
        let shape = try penalty(Samples.child("bounds", ["column": "age", "min": "0"]))
        #expect(shape.lowerBounds == [0, -.infinity, -.infinity])
        #expect(shape.upperBounds == [.infinity, .infinity, .infinity])
        #expect(shape.factors == nil)
    }

    @Test func `a column that is not there is refused with the nearest name`() async throws {
        do {
            _ = try penalty(Samples.child("keep", ["column": "agee"]))
            Issue.record("accepted")
        } catch let failure as StageFailure {
            #expect(
                failure.description
                    == "pipeline.xml:11:20: error[FS559]: <keep> names the column 'agee', which is not among the 3 "
                    + "features.")
            #expect(failure.diagnostic.suggestion == "did you mean 'age'?")
        }
    }

    @Test func `a column that is like no feature may have been dropped, which the refusal says`() async throws {
        do {
            _ = try penalty(Samples.child("keep", ["column": "a constant column"]))
            Issue.record("accepted")
        } catch let failure as StageFailure {
            #expect(
                failure.diagnostic.suggestion
                    == "does an earlier stage drop it, as <normalize> drops a constant one?")
        }
    }
}
