import StageJSON
import StageKit

extension JSONFields.Source {
    /// A member of a bundle.
    init(bundle: String, member: String) {
        self.init(file: bundle, part: member) { source, fault in
            switch fault {
            case .malformed(let failure): BundleFault.malformed(member: source.part, failure).failure(in: source.file)
            case .shape(let place, let reason):
                BundleFault.shape(member: source.part, place: place, reason: reason).failure(in: source.file)
            case .unknownOperation(let place, let name):
                BundleFault.unknownOperation(member: source.part, place: place, name: name).failure(in: source.file)
            }
        }
    }
}
