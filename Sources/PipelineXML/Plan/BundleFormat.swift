/// The kind of archive that a bundle is.
package enum BundleFormat: String, Sendable, CaseIterable {
    /// A tar archive, compressed with gzip.
    case tarGzip = "tar.gz"
    /// A zip archive.
    case zip
}
