import CKernels
import Foundation

// The kernels choose their instructions themselves and call no C library function that does, so these tests are also
// to hold where the library's own choice is masked:
// GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA swift test --filter CKernelsTests

/// The level is one for the process, so one test at a time may set it.
private let gate = NSLock()

/// What `body` gives on every level that the processor has, narrowest first.
func onEveryLevel<Result>(_ body: () -> Result) -> [Result] {
    gate.lock()
    defer {
        _ = fsel_set_instruction_level(0)
        gate.unlock()
    }
    let widest = Int(fsel_set_instruction_level(0))
    return (FSEL_BASELINE...widest).map { level in
        _ = fsel_set_instruction_level(Int32(level))
        return body()
    }
}

/// Whether `body` gives exactly `expected`, every bit of it, on every level.
func everyLevelGives(_ expected: [Double], _ body: () -> [Double]) -> Bool {
    let bits = expected.map(\.bitPattern)
    return onEveryLevel(body).allSatisfy { $0.map(\.bitPattern) == bits }
}
