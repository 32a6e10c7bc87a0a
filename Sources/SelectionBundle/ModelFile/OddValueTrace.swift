import StageKit

/// Follows a missing value, and an unknown level, of each input through the operations, to see whether anything refuses it.
struct OddValueTrace {
    /// The inputs, by place, whose missing values are refused.
    private(set) var refusesMissing: Set<Int> = []
    /// The inputs, by place, whose unknown levels are refused.
    private(set) var refusesUnknown: Set<Int> = []
    /// For each column, the inputs whose missing value makes it missing.
    private var missing: [String: Set<Int>] = [:]
    /// For each column, the inputs whose unknown level is still in it.
    private var unknown: [String: Set<Int>] = [:]
    /// For each column, the inputs whose unknown level makes it missing.
    private var lost: [String: Set<Int>] = [:]

    init(inputs: [String]) {
        for (index, name) in inputs.enumerated() {
            missing[name] = [index]
            unknown[name] = [index]
        }
    }

    mutating func follow(_ operation: ColumnOperation) {
        if case .computed(let computation) = operation {
            // What a stage makes of missing values and unknown levels is its own business.
            for output in computation.outputs { set(output) }
        }
        guard let input = operation.inputs.first else { return }
        switch operation {
        case .computed: break
        case .requirePresent: refuse(input)
        case .requireLevel: refusesUnknown.formUnion(unknown[input] ?? [])
        case .drop: set(input)
        case .rename(_, let output):
            set(output, missing[input] ?? [], unknown[input] ?? [], lost[input] ?? [])
            set(input)
        case .impute(_, let output, _): set(output)
        case .imputeLevel(_, let output, _): set(output, [], unknown[input] ?? [])
        case .indicator(_, let output, _): set(output, missing[input] ?? [])
        case .lookup(_, let output, _, _): set(output, missing[input] ?? [], [], unknown[input] ?? [])
        default:
            guard let output = operation.outputs.first else { return }
            let sources = operation.inputs
            set(output, union(sources, missing), union(sources, unknown), union(sources, lost))
        }
    }

    /// The model refuses what is missing in its features.
    mutating func meet(features: [String]) {
        for name in features { refuse(name) }
    }

    private mutating func refuse(_ name: String) {
        refusesMissing.formUnion(missing[name] ?? [])
        refusesUnknown.formUnion(lost[name] ?? [])
    }

    private mutating func set(
        _ name: String, _ missing: Set<Int> = [], _ unknown: Set<Int> = [], _ lost: Set<Int> = []
    ) {
        self.missing[name] = missing
        self.unknown[name] = unknown
        self.lost[name] = lost
    }

    private func union(_ names: [String], _ sets: [String: Set<Int>]) -> Set<Int> {
        names.reduce(into: []) { $0.formUnion(sets[$1] ?? []) }
    }
}
