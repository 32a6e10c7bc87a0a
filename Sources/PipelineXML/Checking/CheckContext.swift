internal import StageKit

/// What the parts of a check share: the faults found so far and which parameters were used.
///
/// It lives for one check, in one task.
final class CheckContext {
    /// The faults and warnings, in the order in which they were found.
    private(set) var faults: [PlacedFault]
    /// The parameters that something refers to.
    var usedParameters: Set<String> = []
    /// Whether a value was left open because the environment is not read.
    var hasOpenValue = false

    private var filledBytes = 0
    /// Whether something could not be read, so that a name that seems unknown may stand there.
    var isIncomplete: Bool

    init(faults: [PlacedFault]) {
        self.faults = faults
        isIncomplete = !faults.isEmpty
    }

    /// Whether anything but warnings was found.
    var hasErrors: Bool { faults.contains { $0.kind != nil } }

    /// How many faults and warnings were found.
    var count: Int { faults.count }

    /// Records a fault.
    func add(
        _ code: FaultCode, _ message: String, at span: SourceSpan?, kind: StageFailure.Kind = .pipeline,
        suggestion: String? = nil
    ) {
        faults.append(PlacedFault(code, message, at: span, kind: kind, suggestion: suggestion))
    }

    /// Records a fault of a name that is not known, unless it may stand in a part that could not be read.
    func addUnlessIncomplete(_ code: FaultCode, _ message: String, at span: SourceSpan?, suggestion: String? = nil) {
        if !isIncomplete { add(code, message, at: span, suggestion: suggestion) }
    }

    /// Records a fault of the command line.
    func addUsage(_ code: FaultCode, _ message: String, suggestion: String? = nil) {
        faults.append(PlacedFault(code, message, at: nil, kind: .usage, suggestion: suggestion))
    }

    /// Whether parameters may fill in so many bytes more; what goes beyond the limit is told once.
    func mayFill(_ count: Int, at span: SourceSpan) -> Bool {
        let before = filledBytes
        filledBytes += count
        if filledBytes <= ParseLimits.filledBytes { return true }
        if before <= ParseLimits.filledBytes {
            add(.tooMuchText, "Parameters fill in more than 16 MiB of text in all, the limit", at: span)
        }
        return false
    }

    /// Records a warning.
    func warn(_ code: FaultCode, _ message: String, at span: SourceSpan) {
        faults.append(PlacedFault(warning: code, message, at: span))
    }

    /// `did you mean …?` for a misspelt name, where a known one is near.
    ///
    /// Only the first hundred faults have a proposal: a file of megabytes may hold a million.
    func didYouMean(_ name: String, among candidates: @autoclosure () -> [String]) -> String? {
        guard faults.count < 100, name.utf8.count <= 256 else { return nil }
        return nearestName(to: name, among: candidates()).map { "did you mean '\($0)'?" }
    }
}
