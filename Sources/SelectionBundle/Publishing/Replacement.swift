import Glibc
import StageKit

/// Puts a finished file in the place of another, and puts the other back where that does not reach the disk.
struct Replacement {
    private let target: String
    private let finished: String
    private let folder: String
    private var kept: String { "\(finished)-old" }

    init(of target: String, by finished: String, in folder: String) {
        self.target = target
        self.finished = finished
        self.folder = folder
    }

    func perform() throws(StageFailure) {
        let directory = try FileDescriptor(folder, O_RDONLY | O_DIRECTORY, as: "opened")
        let old = try keepOld()
        do throws(StageFailure) {
            guard rename(finished, target) == 0 else { throw FileFault("put in place", target).failure }
            try directory.synchronize()
            try directory.close()
        } catch {
            putBack(old)
            throw error
        }
        // Should it stay behind, the next run removes it.
        if old == .kept { unlink(kept) }
    }

    /// What was there before.
    private enum Old {
        case nothing
        case kept
        /// The file system has no second name for a file.
        case notKept
    }

    /// Gives the old file a second name, under which it outlives the renaming.
    private func keepOld() throws(StageFailure) -> Old {
        if link(target, kept) == 0 { return .kept }
        switch errno {
        case ENOENT: return .nothing
        case EPERM, EOPNOTSUPP, EMLINK, ENOSYS: return .notKept
        default: throw FileFault("kept", target).failure
        }
    }

    private func putBack(_ old: Old) {
        let isReplaced = access(finished, F_OK) != 0
        switch old {
        case .kept where isReplaced: rename(kept, target)
        case .kept: unlink(kept)
        case .nothing where isReplaced: unlink(target)
        case .nothing, .notKept: break
        }
    }
}
