import StageKit
import StageKitTesting
import Testing

struct DiagnosticCollectorTests {
    private let diagnostic = Diagnostic(code: "FS545", severity: .note, message: "So it is.")

    @Test func `diagnostics are collected in order, those of folds left out`() {
        let collector = DiagnosticCollector()
        collector.context().report(diagnostic)
        collector.context(isInFold: true).report(diagnostic)
        collector.context().progress(1, of: 2)
        #expect(collector.diagnostics == [diagnostic])
    }

    @Test func `a context is made as asked for`() {
        let context = DiagnosticCollector().context(stageID: "a", seed: 3, workers: 4, isInFold: true)
        #expect(context.stageID == "a" && context.seed == 3 && context.workers == 4 && context.isInFold)
    }
}
