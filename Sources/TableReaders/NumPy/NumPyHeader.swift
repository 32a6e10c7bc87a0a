import StageKit

/// The header of an array file (`.npy`, versions 1 to 3): what its bytes are.
///
/// ```
/// "\x93NUMPY", major, minor, length (2 bytes, from version 2 on 4), "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }"
/// ```
struct NumPyHeader: Equatable {
    /// The type of an element.
    let type: NumPyType
    /// Whether the first index runs fastest.
    let isColumnMajor: Bool
    /// The extents, one or two of them, none 0.
    let shape: [Int]
    /// The bytes before the elements.
    let length: Int
    /// The bytes of the elements.
    let dataSize: Int

    /// The rows: the first extent.
    var rowCount: Int { shape[0] }
    /// The columns: the second extent, or 1.
    var columnCount: Int { shape.count == 2 ? shape[1] : 1 }

    /// The most bytes of a header: NumPy itself writes about a hundred.
    static let longest = 1 << 16
    /// The most columns: each needs a name and some room of its own.
    static let mostColumns = 1 << 24

    /// Reads the header at the beginning of a stream.
    ///
    /// - Throws: ``StageFailure`` where it is none (FS430), its type is not read here (FS431), or its shape is no table's
    ///   (FS432).
    init(_ stream: ArrayStream) throws {
        let magic = try stream.bytes(8)
        guard magic.starts(with: [0x93] + Array("NUMPY".utf8)) else {
            throw stream.failure("FS430", "The data do not begin as an array of NumPy does; expected \\x93NUMPY.")
        }
        guard (1...3).contains(magic[6]), magic[7] == 0 else {
            throw stream.failure(
                "FS430", "The array has the format version \(magic[6]).\(magic[7]); expected 1.0, 2.0 or 3.0.")
        }
        let sizeBytes = try stream.bytes(magic[6] == 1 ? 2 : 4)
        let size = sizeBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard size <= Self.longest else {
            throw stream.failure(
                "FS430", "The array's header has \(size) bytes; expected at most \(Self.longest).")
        }
        let start = stream.position
        var literal = HeaderLiteral(try stream.bytes(size))
        let fields: HeaderLiteral.Fields
        do throws(HeaderLiteral.Fault) { fields = try literal.fields() } catch {
            throw stream.failure(
                "FS430", "The array's header is wrong at byte \(start + error.offset): \(error.expected) is expected.")
        }
        length = stream.position
        isColumnMajor = fields.isColumnMajor
        type = try Self.type(fields.type, stream)
        shape = fields.shape
        dataSize = try Self.dataSize(shape, type, stream)
    }

    private static func type(_ text: String?, _ stream: ArrayStream) throws(StageFailure) -> NumPyType {
        guard let text else {
            throw stream.failure("FS431", "The array has records with fields; expected \(known).")
        }
        guard let type = NumPyType(text) else {
            throw stream.failure(
                "FS431", "The array has the type \(shown(text)), \(NumPyType.refusedName(text)); expected \(known).")
        }
        return type
    }

    private static let known = "f8, f4, i1 to i8, u1 to u8 or b1 with the byte order < or >"

    private static func dataSize(
        _ shape: [Int], _ type: NumPyType, _ stream: ArrayStream
    ) throws(StageFailure) -> Int {
        let text = "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
        guard shape.count == 1 || shape.count == 2, !shape.contains(0) else {
            throw stream.failure(
                "FS432", "The array has the shape \(text); expected one or two extents, neither of them 0.")
        }
        var size = type.size
        for extent in shape {
            let (product, overflows) = size.multipliedReportingOverflow(by: extent)
            // The numbers become doubles, which may be eight times as long.
            guard !overflows, product <= Int.max / 16 else {
                throw stream.failure("FS432", "The array has the shape \(text), which no memory holds.")
            }
            size = product
        }
        guard shape.count == 1 || shape[1] <= mostColumns else {
            throw stream.failure(
                "FS432", "The array has \(shape[1]) columns; expected at most \(mostColumns).")
        }
        return size
    }
}
