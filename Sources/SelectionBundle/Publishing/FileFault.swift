import Glibc
import StageKit

/// What the system refused while a bundle was published.
struct FileFault {
    /// What was being done, such as `written`.
    let action: String
    let path: String
    let code: CInt

    init(_ action: String, _ path: String, code: CInt = errno) {
        self.action = action
        self.path = path
        self.code = code
    }

    var failure: StageFailure {
        let reason = String(cString: strerror(code))
        switch code {
        case EACCES, EPERM, EROFS:
            return StageFailure(.permission, code: "FS652", "\(path) cannot be \(action): \(reason).")
        default:
            return StageFailure(.io, code: "FS651", "\(path) cannot be \(action): \(reason).")
        }
    }
}
