extension NumPyType {
    /// What came of converting some elements.
    struct Conversion {
        /// Whether each element is a number that a double holds, or NaN.
        var isSound = true
        /// How many are NaN, which stands for no value.
        var missingCount = 0
    }

    /// The largest whole number up to which every one is a double: 2⁵³.
    static let largestInteger = 1 << 53

    /// Converts elements that lie some bytes apart.
    ///
    /// - Parameters:
    ///   - bytes: The elements, of a type that is not a text.
    ///   - offset: Where the first one begins.
    ///   - stride: From one to the next, in bytes.
    ///   - numbers: Where they go, as many as there is room for. An infinite one, a whole number beyond 2⁵³ and a truth
    ///     value other than 0 and 1 are not sound.
    func convert(
        _ bytes: UnsafeRawBufferPointer, from offset: Int, stride: Int, into numbers: UnsafeMutableBufferPointer<Double>
    ) -> Conversion {
        let run = Run(bytes: bytes, offset: offset, stride: stride, isBigEndian: isBigEndian)
        switch (kind, size) {
        case (.float, 8): return run.floats(of: UInt64.self, into: numbers) { Double(bitPattern: $0) }
        case (.float, _): return run.floats(of: UInt32.self, into: numbers) { Double(Float(bitPattern: $0)) }
        case (.integer(isSigned: true), 1): return run.integers(of: Int8.self, into: numbers)
        case (.integer(isSigned: true), 2): return run.integers(of: Int16.self, into: numbers)
        case (.integer(isSigned: true), 4): return run.integers(of: Int32.self, into: numbers)
        case (.integer(isSigned: true), _): return run.integers(of: Int64.self, into: numbers)
        case (.integer(isSigned: false), 1): return run.integers(of: UInt8.self, into: numbers)
        case (.integer(isSigned: false), 2): return run.integers(of: UInt16.self, into: numbers)
        case (.integer(isSigned: false), 4): return run.integers(of: UInt32.self, into: numbers)
        case (.integer(isSigned: false), _): return run.integers(of: UInt64.self, into: numbers)
        case (.truth, _): return run.integers(of: UInt8.self, into: numbers, largest: 1)
        case (.unicode, _), (.bytes, _): return Conversion(isSound: false)
        }
    }

    /// What is wrong with an element; `nil` where it is sound.
    func fault(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> (code: String, text: String)? {
        let run = Run(bytes: bytes, offset: offset, stride: size, isBigEndian: isBigEndian)
        var number = 0.0
        let isSound = withUnsafeMutablePointer(to: &number) {
            convert(
                bytes, from: offset, stride: size, into: UnsafeMutableBufferPointer(start: $0, count: 1)
            ).isSound
        }
        if isSound { return nil }
        switch kind {
        case .float:
            return ("FS434", "\(number < 0 ? "minus " : "")infinity; expected a finite number, or NaN for no value")
        case .truth: return ("FS434", "the byte \(bytes[offset]); expected 0 or 1, as truth values are written")
        default:
            let text = kind == .integer(isSigned: true) ? "\(run.word(Int64.self, 0))" : "\(run.word(UInt64.self, 0))"
            return ("FS435", "\(text); expected a whole number of at most 2^53 in magnitude, as a double holds each")
        }
    }
}

/// Elements at equal distances.
private struct Run {
    let bytes: UnsafeRawBufferPointer
    let offset: Int
    let stride: Int
    let isBigEndian: Bool

    @inline(__always)
    func word<Word: FixedWidthInteger>(_: Word.Type, _ place: Int) -> Word {
        let word = bytes.loadUnaligned(fromByteOffset: offset + place * stride, as: Word.self)
        return isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word)
    }

    @inline(__always)
    func floats<Word: FixedWidthInteger>(
        of _: Word.Type, into numbers: UnsafeMutableBufferPointer<Double>, _ number: (Word) -> Double
    ) -> NumPyType.Conversion {
        var conversion = NumPyType.Conversion()
        for place in numbers.indices {
            let value = number(word(Word.self, place))
            conversion.isSound = conversion.isSound && abs(value) != .infinity
            conversion.missingCount += value.isNaN ? 1 : 0
            numbers[place] = value.isNaN ? .nan : value
        }
        return conversion
    }

    @inline(__always)
    func integers<Word: FixedWidthInteger>(
        of _: Word.Type, into numbers: UnsafeMutableBufferPointer<Double>, largest: Int = NumPyType.largestInteger
    ) -> NumPyType.Conversion {
        var conversion = NumPyType.Conversion()
        for place in numbers.indices {
            let value = word(Word.self, place)
            conversion.isSound = conversion.isSound && value.magnitude <= largest
            numbers[place] = Double(value)
        }
        return conversion
    }
}
