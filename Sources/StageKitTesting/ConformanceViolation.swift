/// One way in which a stage breaks the contract.
public struct ConformanceViolation: Sendable, Hashable, CustomStringConvertible {
    /// What a stage promises.
    public enum Promise: String, Sendable, Hashable, CaseIterable {
        /// The descriptor is complete and agrees with itself.
        case descriptor
        /// What comes out is of the kinds that the descriptor names, and finite; a stage that takes a selection may give
        /// back the one behind its model.
        case output
        /// The same input gives the same bits, whatever the number of workers.
        case determinism
        /// What was fitted on some rows applies to any others, row by row.
        case application
        /// Rows that are held out have no say in what is fitted.
        case heldOut
        /// The order of rows is irrelevant.
        case rowOrder
        /// Bad input is refused with a sentence.
        case badInput
        /// A cancelled fit ends with `CancellationError` or with its usual result.
        case cancellation
    }

    /// The promise that was broken.
    public let promise: Promise
    /// How it was broken: a full sentence.
    public let message: String

    /// Creates a violation.
    ///
    /// - Parameters:
    ///   - promise: The promise that was broken.
    ///   - message: How it was broken: a full sentence.
    public init(_ promise: Promise, _ message: String) {
        self.promise = promise
        self.message = message
    }

    /// The promise and the sentence.
    public var description: String { "\(promise.rawValue): \(message)" }
}
