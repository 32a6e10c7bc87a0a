import SparseGLM
import StageKit
import Synchronization

/// A stage that centres its features, or breaks one promise of a stage.
struct FaultyStage: LearningStage {
    enum Fault: String, OptionChoice {
        case none
        case secondRun = "second-run"
        case workers
        case diagnosticOrder = "diagnostic-order"
        case unpromisedModel = "unpromised-model"
        case unpromisedSelection = "unpromised-selection"
        case notANumber = "not-a-number"
        case muttering
        case seenLevels = "seen-levels"
        case settledNumbers = "settled-numbers"
        case memory
        case firstRow = "first-row"
        case ownError = "own-error"
        case cancellation
    }

    struct OwnError: Error {}

    static let fault = Option<Fault>.choice("fault", default: .none, help: "The promise that it breaks.")
    static let descriptor = StageDescriptor(
        ElementDescriptor(name: "faulty", summary: "Centres features.", options: [fault.descriptor]),
        namespace: "urn:example", takes: [.table], gives: [.table])
    private static let runs = Mutex(0)
    private static let largest = Mutex(0.0)

    private let fault: Fault

    init(options: StageOptions) { fault = options[Self.fault] }

    func fit(_ input: StageInput, settled: Fit?, context: StageContext) async throws -> Fit {
        if fault == .settledNumbers, let settled { return settled }
        if fault == .cancellation, context.isCancelled { throw OwnError() }
        if fault == .muttering { context.report(Diagnostic(code: "", severity: .note, message: "hm")) }
        if fault == .diagnosticOrder {
            context.report(Diagnostic(code: "FS999", severity: .note, message: "On \(context.workers) workers."))
        }
        var fit = Fit()
        if fault == .unpromisedModel {
            fit.model = Model(family: .gaussian, classes: nil, features: [], intercepts: [0], coefficients: [[]])
        }
        if fault == .unpromisedSelection {
            fit.selection = Selection(family: .gaussian, candidates: [], features: [])
        }
        for column in input.table.features { fit.operations += try operations(column, context) }
        return fit
    }

    private func operations(_ column: Column, _ context: StageContext) throws -> [ColumnOperation] {
        guard let numbers = column.numbers else { return categorical(column) }
        let present = numbers.filter { !$0.isNaN }
        if present.count < numbers.count, fault == .ownError { throw OwnError() }
        let mean = present.isEmpty ? 0 : present.reduce(0) { $0 + $1 / Double(present.count) }
        return [.affine(input: column.name, output: column.name, center: center(present, mean, context), scale: 1)]
    }

    private func center(_ numbers: [Double], _ mean: Double, _ context: StageContext) -> Double {
        switch fault {
        case .secondRun:
            return Self.runs.withLock {
                $0 += 1
                return Double($0)
            }
        case .workers: return Double(context.workers)
        case .notANumber: return .nan
        case .memory:
            // Values that it was ever shown, those of held-out rows too.
            return Self.largest.withLock {
                $0 = max($0, numbers.max() ?? 0)
                return $0
            }
        case .firstRow: return numbers.first ?? 0
        default: return mean
        }
    }

    private func categorical(_ column: Column) -> [ColumnOperation] {
        guard fault == .seenLevels, case .categorical(let codes, let levels) = column.values else { return [] }
        let seen = levels.indices.filter { codes.contains(Int32($0)) }.map { levels[$0] }
        return [.requireLevel(input: column.name, levels: seen)]
    }
}
