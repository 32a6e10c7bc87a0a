extension String {
    /// Whether XML can hold the text: no control characters but tab, LF and CR, and neither U+FFFE nor U+FFFF.
    var isXMLText: Bool {
        unicodeScalars.allSatisfy { scalar in
            if scalar.value < 0x20 { return "\t\n\r".unicodeScalars.contains(scalar) }
            return scalar.value != 0xFFFE && scalar.value != 0xFFFF
        }
    }

    /// The text without spaces, tabs and line ends around it.
    var withoutOuterBlanks: String {
        guard let start = utf8.firstIndex(where: { !Cursor.isBlank($0) }),
            let end = utf8.lastIndex(where: { !Cursor.isBlank($0) })
        else { return "" }
        return String(self[start...end])
    }
}
