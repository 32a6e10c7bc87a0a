package import StageKit

/// What the program's exit code means; the numbers are part of the contract.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done, or nothing to do.
    case success = 0
    /// A stage failed, non-convergence included.
    case stageFailed = 1
    /// `plan --detailed-exitcode`: something would run.
    case pending = 2
    /// Everything ran and a gate failed.
    case gateFailed = 3
    /// Readable, but a digest, a golden row or a signature is wrong.
    case verificationFailed = 4
    /// The command line is wrong.
    case usage = 64
    /// Bad data or bundle.
    case data = 65
    /// An input file is missing or is no file.
    case noInput = 66
    /// A plugin is refused or unknown.
    case plugin = 69
    /// A fault of the program itself.
    case fault = 70
    /// A resource limit.
    case resource = 71
    /// Reading or writing failed.
    case io = 74
    /// A lock was not released in time.
    case lock = 75
    /// Permission refused.
    case permission = 77
    /// The pipeline file is invalid.
    case pipeline = 78
    /// Interrupted, everything consistent.
    case interrupted = 130
    /// Terminated, everything consistent.
    case terminated = 143

    /// The exit code of a failure.
    package init(_ kind: StageFailure.Kind) {
        self =
            switch kind {
            case .stage: .stageFailed
            case .usage: .usage
            case .data: .data
            case .noInput: .noInput
            case .plugin: .plugin
            case .fault: .fault
            case .resource: .resource
            case .io: .io
            case .lock: .lock
            case .permission: .permission
            case .pipeline: .pipeline
            case .verification: .verificationFailed
            }
    }
}
