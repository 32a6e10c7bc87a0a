import StageKit
import Testing

struct StageFailureTests {
    @Test func `a failure is described by its place, its code and its sentence`() {
        let place = SourceLocation(file: "data.csv", line: 12, column: 3)
        #expect(
            StageFailure(.data, code: "FS401", "It is bad.", at: place).description
                == "data.csv:12:3: error[FS401]: It is bad.")
        #expect(StageFailure(.data, code: "FS401", "It is bad.").description == "error[FS401]: It is bad.")
    }

    @Test func `a failure holds an error with everything it was given`() {
        let place = SourceLocation(file: "p.xml", line: 1)
        let failure = StageFailure(.pipeline, code: "FS501", "No.", at: place, suggestion: "did you mean 'x'?")
        #expect(
            failure.diagnostic
                == Diagnostic(
                    code: "FS501", severity: .error, message: "No.", location: place, suggestion: "did you mean 'x'?"))
    }

    @Test func `places are in document order`() {
        let places = [
            SourceLocation(file: "a", line: 2), SourceLocation(file: "a", line: 10),
            SourceLocation(file: "a", line: 10, column: 1), SourceLocation(file: "a", line: 10, column: 20),
            SourceLocation(file: "b", line: 1),
        ]
        #expect(places.reversed().sorted() == places)
    }

    @Test func `a place says its column where it has one`() {
        #expect(SourceLocation(file: "a.xml", line: 2, column: 5).description == "a.xml:2:5")
        #expect(SourceLocation(file: "a.csv", line: 2).description == "a.csv:2")
        #expect(SourceLocation(file: "a", line: 1, length: 0).length == 1)
    }
}
