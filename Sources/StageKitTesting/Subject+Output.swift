import StageKit

extension Subject {
    /// Checks that a run gave the kinds that the descriptor names, all numbers finite.
    func outputViolations(_ outcome: Outcome) -> [ConformanceViolation] {
        let output = outcome.output
        let given: [(kind: ArtefactKind, isThere: Bool)] = [
            (.table, output.table != nil || output.fit.map { !$0.operations.isEmpty } ?? false),
            (.selection, output.fit?.selection != nil),
            (.model, output.fit?.model != nil),
            (.evaluation, output.evaluation != nil),
        ]
        var faults: [String] = []
        for (kind, isThere) in given {
            let isPromised = descriptor.gives.contains(kind)
            // A model can stand on another selection than the one that was taken.
            let isReplaced = kind == .selection && descriptor.takes.contains(.selection)
            if isThere && !isPromised && !isReplaced {
                faults.append("It gave a \(kind.rawValue), which its descriptor does not say.")
            }
            // A stage that gives a table may have nothing to do to it.
            if isPromised && !isThere && kind != .table { faults.append("It gave no \(kind.rawValue), as it should.") }
        }
        faults += output.fit.map(fitFaults) ?? []
        if descriptor.isExpressible, output.fit?.operations.contains(where: \.isComputed) == true {
            faults.append("It computes columns itself, which its descriptor does not say.")
        }
        for diagnostic in outcome.diagnostics where diagnostic.code.isEmpty || !isSentence(diagnostic.message) {
            faults.append("It reported '\(diagnostic.message)', which is no sentence with a code.")
        }
        return faults.map { ConformanceViolation(.output, $0) }
    }

    /// What is wrong with a fit by itself.
    func fitFaults(_ fit: Fit) -> [String] {
        var faults = fit.operations.filter { !$0.numbers.allSatisfy(\.isFinite) }.map {
            "Operation '\($0.name)' on '\($0.inputs.joined(separator: " "))' has a number that is not finite."
        }
        for case .affine(let input, _, _, 0) in fit.operations { faults.append("Column '\(input)' is divided by 0.") }
        faults += fit.operations.filter(hasUnequalLists).map { "Operation '\($0.name)' has lists of unequal length." }
        if let model = fit.model, !(model.intercepts + model.coefficients.joined()).allSatisfy(\.isFinite) {
            faults.append("The model has a number that is not finite.")
        }
        if let selection = fit.selection {
            let candidates = Set(selection.candidates)
            for name in selection.features where !candidates.contains(name) {
                faults.append("It selected '\(name)', which was no candidate.")
            }
        }
        return faults
    }

    func isSentence(_ text: String) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return !first.isWhitespace && ".!?".contains(last) && !text.contains(where: \.isNewline)
    }

    private func hasUnequalLists(_ operation: ColumnOperation) -> Bool {
        switch operation {
        case .lookup(_, _, let levels, let numbers): levels.count != numbers.count
        case .linearCombination(let inputs, _, let weights, _): inputs.count != weights.count
        case .piecewise(_, _, let x, let y): x.count != y.count || x.isEmpty
        default: false
        }
    }
}

extension ColumnOperation {
    /// Whether only the stage itself can do it.
    var isComputed: Bool { if case .computed = self { true } else { false } }

    /// The numbers that were learnt, in the order of the declaration.
    var numbers: [Double] {
        switch self {
        case .affine(_, _, let center, let scale): [center, scale]
        case .clip(_, _, let low, let high): [low, high]
        case .impute(_, _, let value): [value]
        case .lookup(_, _, _, let numbers): numbers
        case .linearCombination(_, _, let weights, let constant): weights + [constant]
        case .log(_, _, let shift): [shift]
        case .power(_, _, let exponent): [exponent]
        case .piecewise(_, _, let x, let y): x + y
        case .imputeLevel, .indicator, .drop, .rename, .requirePresent, .requireLevel, .computed: []
        }
    }

    /// The texts that were learnt.
    var texts: [String] {
        switch self {
        case .imputeLevel(_, _, let level), .indicator(_, _, let level): [level]
        case .lookup(_, _, let levels, _), .requireLevel(_, let levels): levels
        default: []
        }
    }
}
