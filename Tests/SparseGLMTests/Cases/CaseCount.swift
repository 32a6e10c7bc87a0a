import Foundation

/// How many random cases to try: an environment variable's number, or a few for everyday runs.
///
/// `FSEL_REFERENCE_CASES` is for the comparison with the oracle and `FSEL_LAW_CASES` for each of the laws; `make soak`
/// sets both, in an optimised build.
func caseCount(_ variable: String, otherwise count: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? count
}
