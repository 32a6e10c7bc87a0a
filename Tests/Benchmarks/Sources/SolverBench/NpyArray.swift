import Foundation

/// An array as NumPy's `.npy` files hold it: float64 or whole numbers, in one or two dimensions.
///
/// Format: versions 1 and 2 of https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, the header as
/// NumPy itself writes it.
struct NpyArray<Element: NpyElement> {
    /// The size of each dimension.
    let shape: [Int]
    /// All values, the first dimension fastest.
    let values: [Element]

    /// Reads a file.
    ///
    /// - Throws: `BadFile` when it is not a file of this element type with `dimensions` dimensions.
    init(path: String, dimensions: Int) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BadFile(path: path, reason: "it cannot be read")
        }
        let header = try NpyHeader(data, path: path)
        guard Element.descriptors.contains(header.descriptor) else {
            let expected = Element.descriptors.joined(separator: " or ")
            throw BadFile(path: path, reason: "its values are '\(header.descriptor)', not \(expected)")
        }
        guard header.shape.count == dimensions else {
            throw BadFile(path: path, reason: "it has \(header.shape.count) dimensions, not \(dimensions)")
        }
        let size = Element.size(of: header.descriptor)
        // A product that overflows cannot be the count of values in memory.
        let count = header.shape.reduce(Int?.some(1)) { product, size in
            guard let product, case let (next, overflow) = product.multipliedReportingOverflow(by: size), !overflow
            else {
                return nil
            }
            return next
        }
        let held = data.count - header.length
        guard let count, count <= held / size, count * size == held else {
            throw BadFile(path: path, reason: "it holds \(held) bytes of values, which its shape does not ask for")
        }
        shape = header.shape
        let read = data.withUnsafeBytes {
            Element.values(of: header.descriptor, in: UnsafeRawBufferPointer(rebasing: $0[header.length...]))
        }
        values = dimensions == 2 && !header.isColumnMajor ? Self.transposed(read, shape) : read
    }

    /// Row-major values in column-major order, in blocks that stay in cache.
    private static func transposed(_ values: [Element], _ shape: [Int]) -> [Element] {
        let (rows, columns, block) = (shape[0], shape[1], 64)
        return [Element](unsafeUninitializedCapacity: values.count) { out, count in
            for firstRow in stride(from: 0, to: rows, by: block) {
                for firstColumn in stride(from: 0, to: columns, by: block) {
                    for j in firstColumn..<min(firstColumn + block, columns) {
                        for i in firstRow..<min(firstRow + block, rows) {
                            out[j * rows + i] = values[i * columns + j]
                        }
                    }
                }
            }
            count = values.count
        }
    }
}

/// A value that `NpyArray` can hold.
protocol NpyElement: Sendable {
    /// The little-endian types it is read from, as NumPy writes them.
    static var descriptors: [String] { get }

    /// All values of the bytes, which are a whole number of them.
    static func values(of descriptor: String, in bytes: UnsafeRawBufferPointer) -> [Self]
}

extension NpyElement {
    static func size(of descriptor: String) -> Int { descriptor.hasSuffix("8") ? 8 : 4 }
}

extension Double: NpyElement {
    static let descriptors = ["<f8"]

    static func values(of descriptor: String, in bytes: UnsafeRawBufferPointer) -> [Double] {
        bytesAs(UInt64.self, bytes) { Double(bitPattern: UInt64(littleEndian: $0)) }
    }
}

extension Int: NpyElement {
    static let descriptors = ["<i8", "<i4"]

    static func values(of descriptor: String, in bytes: UnsafeRawBufferPointer) -> [Int] {
        size(of: descriptor) == 8
            ? bytesAs(Int64.self, bytes) { Int(Int64(littleEndian: $0)) }
            : bytesAs(Int32.self, bytes) { Int(Int32(littleEndian: $0)) }
    }
}

private func bytesAs<Raw: BitwiseCopyable, Value>(
    _ type: Raw.Type, _ bytes: UnsafeRawBufferPointer, _ value: (Raw) -> Value
) -> [Value] {
    (0..<bytes.count / MemoryLayout<Raw>.size).map {
        value(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Raw>.size, as: Raw.self))
    }
}
