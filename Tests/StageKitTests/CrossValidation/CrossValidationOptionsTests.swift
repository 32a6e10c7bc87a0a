import SparseGLM
import StageKit
import Testing

struct CrossValidationOptionsTests {
    @Test(arguments: SelectionRule.allCases)
    func `what is not written has its default`(rule: SelectionRule) throws {
        for options in [try Samples.cv(rule: rule), CrossValidationOptions(nil, rule: rule)] {
            #expect(options.foldCount == 10 && options.rule == rule)
            #expect(options.split == nil && options.measure == .deviance)
        }
    }

    @Test func `what is written is taken, with its place`() throws {
        let options = try Samples.cv(["folds": "3", "rule": "1se", "split": "time", "measure": "mae"])
        #expect(options.foldCount == 3 && options.rule == .oneStandardError)
        #expect(options.split == .time && options.measure == .mae)
        let places = [options.foldsLocation, options.measureLocation, options.splitLocation]
        #expect(places.map { $0?.column } == [20, 21, 23])
    }

    @Test(arguments: [
        ("deviance", Family.gaussian, nil), ("mae", .gaussian, nil), ("deviance", .binomial, nil),
        ("auc", .binomial, nil), ("error", .binomial, nil),
        ("auc", .gaussian, "a target of two classes, but the family is gaussian; expected 'deviance' or 'mae'."),
        ("error", .gaussian, "a target of classes, but the family is gaussian; expected 'deviance' or 'mae'."),
        ("deviance", .poisson, nil), ("mae", .poisson, nil), ("deviance", .multinomial, nil),
        ("error", .multinomial, nil),
        ("auc", .poisson, "a target of two classes, but the family is poisson; expected 'deviance' or 'mae'."),
        ("error", .poisson, "a target of classes, but the family is poisson; expected 'deviance' or 'mae'."),
        (
            "auc", .multinomial,
            "a target of two classes, but the family is multinomial; expected 'deviance' or 'error'."
        ),
        ("mae", .multinomial, "a numeric target, but the family is multinomial; expected 'deviance' or 'error'."),
        ("mae", .binomial, "a numeric target, but the family is binomial; expected 'deviance', 'auc' or 'error'."),
    ])
    func `a measure is of the family`(measure: String, family: Family, text: String?) async {
        let failure = await Samples.failure { try Samples.cv(["measure": measure]).checkMeasure(for: family) }
        #expect(
            failure
                == text.map { "pipeline.xml:10:20: error[FS554]: <cv> has measure '\(measure)', which is for \($0)" })
    }
}
