import StageKit

extension FaultTable {
    /// Faults of parameters.
    static let parameters = [
        Row(
            content: "<param name='a' type='string' default='\(String(repeating: "x", count: 1_048_577))'/>\n"
                + "<load path='" + String(repeating: "${a}", count: 17) + "'><target column='y${a}'/></load>",
            expected: ["FS115 3:13+68 Parameters fill in more than 16 MiB of text in all, the limit"]),
        Row(
            content: "<param name='a' type='strin' default=''/>\n" + l,
            expected: [
                "FS109 2:23+5 Attribute 'type' of <param> is 'strin', expected one of 'int', 'number', 'string', 'path',"
                    + " 'enum', 'secret' | did you mean 'string'?"
            ]),
        Row(
            content: "<param name='a b' type='int' default='1'/>" + l,
            expected: [
                "FS110 2:14+3 Attribute 'name' of <param> is 'a b', expected a name of letters, digits, '_' and '-' that"
                    + " begins with a letter or '_'"
            ]),
        Row(
            content: "<param name='a' type='int' default='${b}'/>" + l,
            expected: ["FS119 2:37+4 Attribute 'default' of <param> is '${b}', but may use no parameter"]),
        Row(
            content: l + "<normalize id='${b}'/>",
            expected: ["FS119 3:16+4 Attribute 'id' of <normalize> is '${b}', but may use no parameter"]),
        Row(
            content: l + "<normalize input='${b}'/>",
            expected: ["FS119 3:19+4 Attribute 'input' of <normalize> is '${b}', but may use no parameter"]),
        Row(
            content: "<param name='a' type='int' default='1'/>\n<param name='a' type='int' default='2'/>" + l,
            expected: ["FS120 3:14+1 Parameter 'a' is declared twice, the first time in line 2 of d/p.xml"]),
        Row(
            content: "<param name='a' type='string' min='1' default='x'/>" + l,
            expected: ["FS121 2:31+3 Parameter 'a' of type string has no 'min'; only int and number have"]),
        Row(
            content: "<param name='a' type='enum' default='x'/>" + l,
            expected: ["FS121 2:2+5 Parameter 'a' of type enum needs the attribute 'values'"]),
        Row(
            content: "<param name='a' type='enum' values=' ' default='x'/>" + l,
            expected: ["FS121 2:37+1 Parameter 'a' lists no values"]),
        Row(
            content: "<param name='a' type='int' values='1 2' default='1'/>" + l,
            expected: ["FS121 2:28+6 Parameter 'a' of type int has no 'values'; only enum has"]),
        Row(
            content: "<param name='a' type='secret' default='hush'/>" + l,
            expected: ["FS122 2:31+7 The secret 'a' has a default in the file; expected its value from the environment"]
        ),
        Row(
            content: "<param name='a' type='int' default='1' min='2' max='9'/>" + l,
            expected: ["FS123 2:37+1 The default of parameter 'a' is '1', expected a whole number >= 2 and <= 9"]),
        Row(
            content: "<param name='a' type='enum' default='z' values='x y'/>" + l,
            expected: ["FS123 2:38+1 The default of parameter 'a' is 'z', expected one of 'x', 'y'"]),
        Row(
            content: "<param name='data' type='path' default='x'/>\n<load path='é${date}'><target column='y'/></load>",
            expected: ["FS124 3:14+7 There is no parameter 'date' | did you mean 'data'?"]),
        Row(
            content: "<load path='a&amp;${b}'><target column='y'/></load>",
            expected: ["FS124 2:13+10 There is no parameter 'b'"]),
        Row(
            content: "<load path='a${b'><target column='y'/></load>",
            expected: ["FS125 2:14+3 Found '${' without '}'; write '$${' for a '${' that names no parameter"]),
        Row(
            content: "<param name='a' type='int'/>\n" + l,
            expected: ["FS126 2:14+1 Parameter 'a' has no value: it has no default; give one with --set a=…"]),
        Row(
            content: "<param name='a' type='secret' env='A'/>\n" + l,
            expected: [
                "FS126 2:14+1 Parameter 'a' has no value: the environment variable 'A' is not set and it has no default;"
                    + " give one with --set a=…"
            ]),
        Row(
            content: "<param name='a' type='string' default='5'/>" + l
                + "<normalize/><l1-select><cv folds='${a}'/></l1-select>",
            expected: [
                "FS127 3:35+4 Attribute 'folds' of <cv> needs a whole number >= 2 and <= 1000; parameter 'a' is of type string"
            ]),
        Row(
            content: "<param name='a' type='number' default='5'/>" + l
                + "<normalize/><l1-select><cv folds='${a}'/></l1-select>",
            expected: [
                "FS127 3:35+4 Attribute 'folds' of <cv> needs a whole number >= 2 and <= 1000; parameter 'a' is of type number"
            ]),
        Row(
            content: "<param name='a' type='secret' env='SECRET'/><load path='${a}/x'><target column='y'/></load>",
            expected: ["FS127 2:57+6 Attribute 'path' of <load> needs a path; parameter 'a' is of type secret"]),
        Row(
            content: "<param name='a' type='int' default='1'/>" + l,
            expected: ["FS128 2:14+1 Parameter 'a' is used nowhere"],
            kind: nil),
        Row(
            content: "<param name='a' type='int' env='WORD' default='1'/>" + l,
            expected: ["FS129 2:33+4 Environment variable 'WORD' of parameter 'a' is 'word', expected a whole number"]),
    ]
}
