import Testing

/// What a program does once it is asked to fit, as lines of a shell, and what `fsel` makes of it.
struct HostileProgram: Sendable, CustomTestStringConvertible {
    let name: String
    /// Lines that answer `hello`; the honest ones by default.
    var hello = #"say '{"message":"reply","id":1,"result":{"protocol":1}}'"#
    /// Lines that answer `describe`.
    var describe = honestDescription
    /// Lines that answer `fit`.
    var fit = honestFit
    /// Lines that answer `apply`, given the number of rows, `$rows`, and the file to write, `$file`.
    var apply = ""
    let code: Int32
    /// The diagnostic's code, or how it begins.
    var fault = ""
    /// What stands in the message.
    let told: String

    var testDescription: String { name }

    static let honestDescription = #"""
        say '{"message":"reply","id":2,"result":{"stages":[{"name":"odd","namespace":"urn:example:odd","summary":"Odd.",
        "version":1,"takes":["table"],"gives":["table"],"options":[]}]}}'
        """#.split(separator: "\n").joined()
    static let honestFit = answer(#"{"operations":[],"dropped":[],"facts":[],"selected":null}"#)

    static func answer(_ result: String) -> String {
        #"say '{"message":"reply","id":'"$id"',"result":\#(result)}'"#
    }

    static func operations(_ operations: String) -> String {
        answer(#"{"operations":[\#(operations)],"dropped":[],"facts":[],"selected":null}"#)
    }

    /// The program: it answers each request by a line of its own.
    var script: String {
        """
        #!/bin/sh
        say() { printf '%s\\n' "$1"; }
        while read -r line; do
          id=$(printf %s "$line" | sed 's/.*"id": \\([0-9]*\\).*/\\1/')
          case "$line" in
            *'"message": "hello"'*) \(hello) ;;
            *'"message": "describe"'*) \(describe) ;;
            *'"message": "fit"'*) \(fit) ;;
            *'"message": "apply"'*)
              rows=$(printf %s "$line" | sed 's/.*"rows": \\([0-9]*\\).*/\\1/')
              file="$TMPDIR/$(printf %s "$line" | sed 's/.*"result": "\\([^"]*\\)".*/\\1/')"
              \(apply) ;;
          esac
        done
        """
    }
}
