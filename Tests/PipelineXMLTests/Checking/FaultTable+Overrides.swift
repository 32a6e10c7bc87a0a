import StageKit

extension FaultTable {
    /// Faults of `--set`.
    static let overrides = [
        Row(
            content: l, set: ["fold=3"], expected: ["FS131 --set fold: there is no parameter 'fold'"], kind: .usage),
        Row(
            content: "<param name='folds' type='int' default='1'/>" + l, set: ["fold=3"],
            expected: ["FS131 --set fold: there is no parameter 'fold' | did you mean 'folds'?"], kind: .usage),
        Row(
            content: l, set: ["laod.path=3"],
            expected: ["FS131 --set laod.path: there is no stage 'laod' | did you mean 'load'?"], kind: .usage),
        Row(
            content: l + "<normalize id='a'/><normalize id='b'/>", set: ["normalize.method=none"],
            expected: ["FS132 --set normalize.method: several stages are <normalize>; use an id: 'a', 'b'"],
            kind: .usage),
        Row(
            content: l, set: ["load.paht=3"],
            expected: ["FS133 --set load.paht: <load> has no option 'paht' | did you mean 'path'?"], kind: .usage),
        Row(
            content: l, set: ["load.targt.column=3"],
            expected: ["FS133 --set load.targt.column: <load> has no child element <targt> | did you mean 'target'?"],
            kind: .usage),
        Row(
            content: l + "<normalize/><l1-select/>", set: ["l1-select.cv.folds=3"],
            expected: ["FS133 --set l1-select.cv.folds: stage 'l1-select' has no <cv> here, expected one"], kind: .usage
        ),
        Row(
            content: l + "<normalize/><l1-select><keep column='a'/><keep column='b'/></l1-select>",
            set: ["l1-select.keep.column=c"],
            expected: ["FS133 --set l1-select.keep.column: stage 'l1-select' has 2 <keep> elements here, expected one"],
            kind: .usage),
        Row(
            content: l + "<normalize/>", set: ["normalize.method=zskore"],
            expected: [
                "FS134 --set normalize.method=zskore: expected one of 'zscore', 'minmax', 'none' | did you mean 'zscore'?"
            ], kind: .usage),
        Row(
            content: "<param name='a' type='int' default='1'/>" + l, set: ["a=x"],
            expected: ["FS134 --set a=x: expected a whole number"], kind: .usage),
    ]
}
