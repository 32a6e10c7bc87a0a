/// Writes indented XML.
struct XMLWriter {
    /// What was written so far.
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// Writes an element.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - attributes: Names and values in order; values are escaped here.
    ///   - content: Writes what is inside; an element without it is empty.
    mutating func element(
        _ name: String, _ attributes: [(name: String, value: String)] = [], content: ((inout XMLWriter) -> Void)? = nil
    ) {
        text += indent + startTag(name, attributes)
        guard let content else {
            text += "/>\n"
            return
        }
        text += ">\n"
        depth += 1
        content(&self)
        depth -= 1
        text += "\(indent)</\(name)>\n"
    }

    /// Writes an element that holds text alone.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - attributes: Names and values in order.
    ///   - inner: The text; escaped here.
    mutating func element(_ name: String, _ attributes: [(name: String, value: String)] = [], text inner: String) {
        text += "\(indent)\(startTag(name, attributes))>\(Self.escaped(inner))</\(name)>\n"
    }

    private var indent: String { String(repeating: "  ", count: depth) }

    private func startTag(_ name: String, _ attributes: [(name: String, value: String)]) -> String {
        "<\(name)" + attributes.map { " \($0.name)=\"\(Self.escapedAttribute($0.value))\"" }.joined()
    }

    /// Text with what has a meaning in XML replaced; a CR would be read as a line end.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\r\n", with: "&#13;\n").replacing("\r", with: "&#13;")
    }

    /// The same for an attribute, where tabs and line ends would be read as spaces.
    static func escapedAttribute(_ text: String) -> String {
        escaped(text).replacing("\"", with: "&quot;").replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
    }
}
