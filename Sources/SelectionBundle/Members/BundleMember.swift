/// A file of a bundle.
package struct BundleMember: Sendable, Equatable {
    /// Which it is.
    package let kind: MemberKind
    /// Its content.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - kind: Which it is.
    ///   - bytes: Its content.
    package init(_ kind: MemberKind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// Its name.
    package var path: String { kind.path }
}
