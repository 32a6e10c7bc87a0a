/// The type of an array's elements, as its `descr` says: a byte order, a kind and a size.
struct NumPyType: Equatable {
    /// What an element is.
    enum Kind: Equatable {
        /// A byte that is 0 or 1.
        case truth
        /// A whole number of 1, 2, 4 or 8 bytes, with a sign or without.
        case integer(isSigned: Bool)
        /// A number of IEEE 754 with 4 or 8 bytes.
        case float
        /// A text in UCS-4, padded with zeros.
        case unicode
        /// A text in bytes, padded with zeros.
        case bytes
    }

    /// What an element is.
    let kind: Kind
    /// The bytes of an element.
    let size: Int
    /// Whether the most significant byte comes first.
    let isBigEndian: Bool

    /// Whether elements are texts rather than numbers.
    var isText: Bool { kind == .unicode || kind == .bytes }

    init(kind: Kind, size: Int, isBigEndian: Bool = false) {
        self.kind = kind
        self.size = size
        self.isBigEndian = isBigEndian
    }

    /// Reads a `descr` such as `<f8`.
    ///
    /// - Returns: `nil` for a type that is not read here; ``refusedName(_:)`` tells what it is.
    init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count >= 3, let count = Int(String(text.unicodeScalars.dropFirst(2))), count > 0,
            scalars.dropFirst(2).allSatisfy({ ("0"..."9").contains($0) }), "<>|=".unicodeScalars.contains(scalars[0])
        else { return nil }
        // '=' is the order of the machine that wrote the file, and no file of ours says which that was.
        if scalars[0] == "=" && count > 1 { return nil }
        let isOrdered = scalars[0] != "|"
        let isBigEndian = scalars[0] == ">"
        switch (scalars[1], count) {
        case ("f", 4), ("f", 8): self.init(kind: .float, size: count, isBigEndian: isBigEndian)
        case ("i", 1), ("u", 1): self.init(kind: .integer(isSigned: scalars[1] == "i"), size: 1)
        case ("i", 2), ("i", 4), ("i", 8), ("u", 2), ("u", 4), ("u", 8):
            self.init(kind: .integer(isSigned: scalars[1] == "i"), size: count, isBigEndian: isBigEndian)
        case ("b", 1): self.init(kind: .truth, size: 1)
        case ("U", 1...NumPyType.longestText):
            self.init(kind: .unicode, size: 4 * count, isBigEndian: isBigEndian)
        case ("S", 1...NumPyType.longestText): self.init(kind: .bytes, size: count)
        default: return nil
        }
        if !isOrdered && size > 1 && kind != .bytes { return nil }
    }

    /// The most characters of a text.
    static let longestText = 1 << 16

    /// What a type is that is not read here.
    static func refusedName(_ text: String) -> String {
        switch text.unicodeScalars.dropFirst().first {
        case "O": "Python objects (pickle), which may run code when they are read"
        case "c": "complex numbers"
        case "M", "m": "dates or durations"
        case "V": "records or raw bytes"
        case "f": "floating-point numbers of another size"
        case "i", "u": "whole numbers of another size"
        case "U", "S": "texts that are empty or too long"
        default: "no type that is known here"
        }
    }
}
