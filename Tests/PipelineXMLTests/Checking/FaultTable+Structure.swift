import StageKit

extension FaultTable {
    /// Faults of structure and types.
    static let structure = [
        Row(
            content: "<laod path='x.csv'/>",
            expected: ["FS102 2:2+4 There is no stage <laod> | did you mean 'load'?"]),
        Row(content: l + "<gate/>", expected: ["FS102 3:2+4 There is no stage <gate> | did you mean 'gates'?"]),
        Row(content: l + "<s:smoth/>", expected: ["FS102 3:2+7 There is no stage <smoth> | did you mean 'smooth'?"]),
        Row(
            content: l + "<smooth/>",
            expected: [
                "FS102 3:2+6 There is no stage <smooth> | it is in namespace 'urn:example:smooth', which needs a prefix"
            ]),
        Row(
            content: l + "<x:a xmlns:x='urn:x'/>",
            expected: [
                "FS112 3:2+3 Nothing provides namespace 'urn:x' of <a> | a program that holds it is named with --plugin"
            ], kind: .plugin),
        Row(
            content: l + "<x:a xmlns:x='urn:example:smoth'/>",
            expected: [
                "FS112 3:2+3 Nothing provides namespace 'urn:example:smoth' of <a> | did you mean 'urn:example:smooth'?"
            ], kind: .plugin),
        Row(
            content: l + "<normalize xmlns=''/>",
            expected: ["FS101 3:2+9 <normalize> is in no namespace, expected 'urn:fsel:pipeline:1'"]),
        Row(
            content: l + "<s:smooth><window/></s:smooth>",
            expected: ["FS101 3:12+6 <window> is in namespace 'urn:fsel:pipeline:1', expected 'urn:example:smooth'"]),
        Row(
            content: l + "  <normalize id=\"norm\" metod=\"zscore\"/>",
            expected: ["FS103 3:24+5 <normalize> has no attribute 'metod' | did you mean 'method'?"]),
        Row(
            content: l + "<normalize imput='load'/>",
            expected: ["FS103 3:12+5 <normalize> has no attribute 'imput' | did you mean 'input'?"]),
        Row(
            content: l + "<normalize s:method='zscore'/>",
            expected: ["FS103 3:12+8 <normalize> has no attribute 's:method' | did you mean 'method'?"]),
        Row(content: "<load><target column='y'/></load>", expected: ["FS104 2:2+4 <load> needs the attribute 'path'"]),
        Row(
            content: l + "<normalize><cv/></normalize>",
            expected: ["FS105 3:13+2 <normalize> has no child element <cv>"]),
        Row(
            content: "<load path='x.csv'><target column='y'/><colum name='x'/></load>",
            expected: ["FS105 2:41+5 <load> has no child element <colum> | did you mean 'column'?"]),
        Row(
            content: "<load path='x.csv'><target column='y'/>\n<target column='z'/></load>",
            expected: ["FS106 3:2+6 <load> may have only one <target>"]),
        Row(
            content: l + "<normalize/><l1-select><keep column='a'/><keep column='b'/><keep column='c'/></l1-select>",
            expected: ["FS106 3:61+4 <l1-select> may have at most 2 <keep>"]),
        Row(content: l + "<gates/><gates/>", expected: ["FS106 3:10+5 <pipeline> may have only one <gates>"]),
        Row(content: "<load path='x.csv'/>", expected: ["FS107 2:2+4 <load> needs a child element <target>"]),
        Row(content: l + "<normalize> so \n</normalize>", expected: ["FS108 3:13+2 <normalize> holds no text"]),
        Row(content: l + "so", expected: ["FS108 3:1+2 <pipeline> holds no text"]),
        Row(
            content: l + "<normalize method='zskore'/>",
            expected: [
                "FS109 3:20+6 Attribute 'method' of <normalize> is 'zskore', expected one of 'zscore', 'minmax', 'none'"
                    + " | did you mean 'zscore'?"
            ]),
        Row(
            content: l + "<normalize/><l1-select><cv folds='1'/></l1-select>",
            expected: ["FS109 3:35+1 Attribute 'folds' of <cv> is '1', expected a whole number >= 2 and <= 1000"]),
        Row(
            content: l + "<normalize/><l1-select l1-ratio='0'/>",
            expected: ["FS109 3:34+1 Attribute 'l1-ratio' of <l1-select> is '0', expected a number > 0 and <= 1"]),
        Row(
            content: "<load path=''><target column='y'/></load>",
            expected: ["FS109 2:13+1 Attribute 'path' of <load> is '', expected a path"]),
        Row(
            content: l + "<normalize id='1 b'/>",
            expected: [
                "FS110 3:16+3 Attribute 'id' of <normalize> is '1 b', expected a name of letters, digits, '_' and '-'"
                    + " that begins with a letter or '_'"
            ]),
        Row(
            content: String(repeating: "<load path='x.csv'><target column='y'/></load>\n", count: 1_002),
            expected: ["FS111 1002:2+4 There are 1002 stages, the limit is 1000"]),
        Row(content: "<gates/>", expected: ["FS113 1:2+8 The pipeline has no stage"]),
        Row(
            content: l + String(repeating: "<a/>", count: 1_003),
            expected: (0..<1_000).map { "FS102 3:\(4 * $0 + 2)+1 There is no stage <a>" }
                + ["FS114 3 more faults are not shown"]),
    ]
}
