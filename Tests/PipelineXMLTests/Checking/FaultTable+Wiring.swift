import StageKit

extension FaultTable {
    /// Faults of wiring, gates and the bundle.
    static let wiring = [
        Row(
            content: l + "<normalize id='load2'/>\n<normalize id='load2'/>",
            expected: ["FS200 4:16+5 Two stages have the id 'load2', the first in line 3 of d/p.xml"]),
        Row(
            content: l + "<normalize input='laod'/>",
            expected: ["FS201 3:19+4 There is no stage 'laod' | did you mean 'load'?"]),
        Row(
            content: l + "<gates><gate of='x' metric='rmse' max='1'/></gates>",
            expected: ["FS201 3:18+1 There is no stage 'x'"]),
        Row(
            content: l + "<normalize input='n'/>\n<normalize id='n'/>",
            expected: [
                "FS202 3:19+1 Stage 'n' comes later, in line 4 of d/p.xml; a stage takes only from stages before it"
            ]),
        Row(
            content: l + "<normalize id='n' input='n'/>", expected: ["FS203 3:26+1 Stage 'n' refers to itself"]),
        Row(
            content: l + "<normalize/><l1-select/><l2-refit input='load' features='normalize'/>",
            expected: [
                "FS204 3:58+9 Stage 'normalize' is a <normalize>, which gives no selection, as 'features' needs"
            ]),
        Row(
            content: l + "<evaluate/>",
            expected: ["FS205 3:2+8 <evaluate> needs a model, but no stage before it gives one"]),
        Row(
            content: "<normalize/>",
            expected: ["FS205 2:2+9 <normalize> needs a table, but no stage before it gives one"]),
        Row(
            content: l + "<normalize/><l1-select/>\n<load path='b' id='two'><target column='y'/></load><evaluate/>",
            expected: [
                "FS206 4:53+8 Stage 'evaluate' takes its table from 'two' and its model from 'load'; expected both to go"
                    + " back to the same one"
            ]),
        Row(
            content: l + "<l1-select/>",
            expected: ["FS207 3:2+9 <l1-select> has no <normalize> before it: the penalty would depend on units"],
            kind: nil),
        Row(
            content: l + "<gates><gate of='load' metric='rmse'/></gates>",
            expected: ["FS210 3:9+4 <gate> needs at least one of 'min' and 'max'"]),
        Row(
            content: l + "<gates><gate of='load' metric='rmse' min='2' max='1.5'/></gates>",
            expected: ["FS211 3:43+1 <gate> accepts nothing: 'min' is 2 and 'max' is 1.5"]),
        Row(
            content: l + "<bundle path='./a/../x.csv'/>",
            expected: [
                "FS212 3:15+12 The bundle would overwrite 'x.csv', which stage 'load' reads; expected another path"
            ]),
        Row(
            content: "<load path='p.fsel.tar.gz'><target column='y'/></load>",
            expected: [
                "FS212 1:2+8 The bundle would overwrite 'p.fsel.tar.gz', which stage 'load' reads; expected another path"
            ]),
    ]
}
