/// A text that Markdown shows as it is, on one line: no markup, no HTML, no entity, no cell of a table.
///
/// An underscore between letters or digits is no markup and stays alone, so that names are legible as they stand.
package func escapeMarkdown(_ text: String) -> String {
    let characters = Array(text)
    var result = ""
    for (place, character) in characters.enumerated() {
        let isInWord =
            character == "_" && place > 0 && place + 1 < characters.count && characters[place - 1].isLetterOrNumber
            && characters[place + 1].isLetterOrNumber
        if "\\`*_{}[]<>#|&".contains(character), !isInWord { result += "\\" }
        result += character.isNewline ? " " : String(character)
    }
    return result
}

extension Character {
    fileprivate var isLetterOrNumber: Bool { isLetter || isNumber }
}
