import SparseGLM
import StageKit
import StageKitTesting
import Testing

@testable import EvaluatePlugin

struct EvaluateStageTests {
    @Test(arguments: [("test", Samples.regression()), ("train", Samples.classes()), ("cv", Samples.regression())])
    func `conformance`(on: String, table: Table) async throws {
        let options = try Samples.options(
            on == "cv" ? ["on": on, "folds": "4"] : ["on": on], ("bootstrap", ["replicates": "20"]))
        let violations = await StageConformance(
            EvaluateStage.self, options: options, table: table, test: table, earlier: [Line()]
        ).violations()
        #expect(violations == [])
    }

    @Test func `metrics of numbers are those of their formulas`() async throws {
        let table = Samples.regression()
        let input = StageInput(table: table, model: Samples.model())
        let output = try await Samples.run(input, Samples.options(["on": "train"])).output
        let evaluation = try #require(output.evaluation)
        #expect(
            output.facts == [Fit.Fact("rows", "those on which the model was fitted: metrics on them flatter it")])
        let y = table.target?.values ?? []
        let errors = zip(y, table.column("x")?.numbers ?? []).map { $0 - 1 - 2 * $1 }
        let mean = y.reduce(0, +) / 24
        let squares = errors.reduce(0) { $0 + $1 * $1 }
        #expect(evaluation.on == "train")
        #expect(evaluation.rows == 24)
        #expect(evaluation.confusion == nil)
        #expect(evaluation.metrics.map(\.name) == ["rmse", "mae", "r2"])
        #expect(evaluation.metrics.map(\.direction) == ["lower", "lower", "higher"])
        let expected = [
            (squares / 24).squareRoot(), errors.reduce(0) { $0 + abs($1) } / 24,
            1 - squares / y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) },
        ]
        for (metric, value) in zip(evaluation.metrics, expected) {
            #expect(abs((metric.value ?? 0) - value) < 1e-12)
            #expect(metric.low == nil && metric.level == nil && metric.reason == nil)
        }
    }

    @Test func `metrics of classes come with the confusion at one half, and at moves the threshold`() async throws {
        let table = Samples.classes()
        let input = StageInput(table: table, test: table, model: Samples.model(.binomial))
        let evaluation = try #require(
            try await Samples.run(
                input,
                Samples.options([:], ("metric", ["name": "recall", "at": "0.9"]), ("metric", ["name": "accuracy"]))
            ).output.evaluation)
        let y = table.target?.values ?? []
        let eta = (table.column("x")?.numbers ?? []).map { 1 + 2 * $0 }
        let positive = Double(y.count { $0 == 1 })
        // A probability of at least 0.9 is a logit of at least ln 9.
        let found = Double(zip(y, eta).count { $0 == 1 && $1 >= portableLog(9) })
        let right = Double(zip(y, eta).count { ($0 == 1) == ($1 >= 0) })
        #expect(evaluation.on == "test")
        #expect(evaluation.metrics.map(\.name) == ["recall", "accuracy"])
        #expect(evaluation.metrics.map(\.value) == [found / positive, right / 24])
        let confusion = try #require(evaluation.confusion)
        #expect(confusion.labels == ["no", "yes"])
        #expect(confusion.counts[1][0] + confusion.counts[1][1] == positive)
        #expect(confusion.counts[0][0] + confusion.counts[1][1] == right)
    }

    @Test func `several classes are measured and confused by the likeliest`() async throws {
        let levels = ["a", "b", "c"]
        let table = Table(columns: [
            Column(name: "x", values: .numeric([2, 1, -1, -2, 0.5])),
            Column(name: "y", role: .target, values: .categorical(codes: [0, 2, 1, 1, 2], levels: levels)),
        ])
        let model = Model(
            family: .multinomial, classes: levels, features: ["x"], intercepts: [0, 0, 0.25],
            coefficients: [[1], [-1], [0]])
        let result = try await Samples.run(StageInput(table: table, test: table, model: model), Samples.options())
        let evaluation = try #require(result.output.evaluation)
        // Predicted are a, a, b, b and, where x is small, a again: 0.5 is above 0.25.
        #expect(evaluation.confusion == .init(labels: levels, counts: [[1, 0, 0], [0, 2, 0], [2, 0, 0]]))
        #expect(
            evaluation.metrics.map(\.name) == ["log-loss", "accuracy", "balanced-accuracy", "f1", "brier"])
        #expect(evaluation.metrics[1].value == 0.6)
        #expect(evaluation.metrics[2].value == 2.0 / 3)
        // 2 TP / (actual + predicted): 2/4, 4/4 and 0.
        #expect(evaluation.metrics[3].value == 0.5)
        #expect(result.diagnostics.isEmpty)
    }

    @Test func `counts are measured by their distance from the mean`() async throws {
        let table = Table(columns: [
            Column(name: "x", values: .numeric([0, 1, 2])),
            Column(name: "o", role: .offset, values: .numeric([0, 0, 1])),
            Column(name: "y", role: .target, values: .numeric([1, 3, 7]), holdsCounts: true),
        ])
        let model = Model(family: .poisson, classes: nil, features: ["x"], intercepts: [0.5], coefficients: [[0.25]])
        let evaluation = try #require(
            try await Samples.run(StageInput(table: table, test: table, model: model), Samples.options()).output
                .evaluation)
        let means = [0.5, 0.75, 2].map(portableExp)
        let errors = zip([1.0, 3, 7], means).map { $0 - $1 }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / 3 }
        func unit(_ y: Double, _ mu: Double) -> Double { 2 * (y * portableLog(y / mu) - y + mu) }
        let deviance = mean(zip([1.0, 3, 7], means).map(unit))
        let null = mean([1.0, 3, 7].map { unit($0, 11.0 / 3) })
        let squares = mean(errors.map { $0 * $0 })
        let expected = [deviance, 1 - deviance / null, squares.squareRoot(), mean(errors.map { abs($0) })]
        #expect(evaluation.metrics.map(\.name) == ["deviance", "explained-deviance", "rmse", "mae"])
        for (metric, value) in zip(evaluation.metrics, expected) { #expect(abs((metric.value ?? 0) - value) < 1e-13) }
        #expect(evaluation.confusion == nil)
    }

    @Test func `a threshold among several classes and counts below 0 are refused`() async throws {
        let model = Model(
            family: .multinomial, classes: ["no", "yes"], features: ["x"], intercepts: [0, 0],
            coefficients: [[1], [-1]])
        let options = try Samples.options(["on": "train"], ("metric", ["name": "recall", "at": "0.5"]))
        let failure = await Samples.failure {
            _ = try await Samples.run(StageInput(table: Samples.classes(), model: model), options)
        }
        #expect(
            failure
                == "pipeline.xml:11:20: error[FS581]: The metric 'recall' has 'at', which is for two classes; under the "
                + "multinomial family a row is of its likeliest class.")
        let table = Samples.regression()
        let y = (table.target?.values ?? []).enumerated().map { $0 == 2 ? -1.5 : $1 }
        let negative = Table(
            columns: [table.columns[0], Column(name: "y", role: .target, values: .numeric(y))], origins: table.origins)
        let counts = Model(family: .poisson, classes: nil, features: ["x"], intercepts: [0], coefficients: [[1]])
        #expect(
            await Samples.failure {
                _ = try await Samples.run(
                    StageInput(table: negative, model: counts), Samples.options(["on": "train"]))
            }
                == "data.csv:4: error[FS585]: The target column 'y' is -1.5 in row 3, but the model predicts counts or "
                + "rates, from 0.")
    }

    @Test func `the default is the test part where there is one and cv without`() async throws {
        let table = Samples.regression()
        let earlier = try await InMemoryResampling(fitting: [Line()], on: table)
        let with = try await Samples.run(earlier.input(test: table.rows([0, 1, 2])), Samples.options())
        #expect(with.output.evaluation?.on == "test")
        #expect(with.output.evaluation?.rows == 3)
        let without = try await Samples.run(earlier.input(), Samples.options())
        #expect(without.output.evaluation?.on == "cv")
        #expect(without.output.evaluation?.rows == 24)
        #expect(without.output.facts.first?.text == "10, split random; every stage was refitted in each")
    }

    @Test func `under cv every row is predicted by a line fitted without its fold`() async throws {
        let table = Samples.regression()
        let earlier = try await InMemoryResampling(fitting: [Line()], on: table)
        let result = try await Samples.run(
            earlier.input(), Samples.options(["on": "cv", "folds": "4"], ("metric", ["name": "rmse"])))
        let plan = try FoldPlan(
            table, options: CrossValidationOptions(foldCount: 4, location: nil), seed: 5)
        var squares = 0.0
        var means: [Double] = []
        for fold in plan.folds {
            let line = try await Line().fit(
                StageInput(table: table.rows(fold.training)), settled: nil, context: StageContext(stageID: "line"))
            let eta = try #require(line.model).linearPredictors(on: table.rows(fold.heldOut))[0]
            let errors = zip(fold.heldOut, eta).map { (table.target?.values[$0] ?? 0) - $1 }
            squares += errors.reduce(0) { $0 + $1 * $1 }
            means.append((errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot())
        }
        let value = try #require(result.output.evaluation?.metrics[0].value)
        #expect(abs(value - (squares / 24).squareRoot()) < 1e-12)
        let fact = try #require(result.output.facts.first { $0.name == "rmse over folds" }).text
        let mean = try #require(Double(fact.dropFirst(5).prefix { $0 != "," }))
        #expect(abs(mean - means.reduce(0, +) / 4) < 1e-12)
    }

    @Test func `what is held out has no say in its own prediction`() async throws {
        let table = Samples.regression()
        let plan = try FoldPlan(table, options: CrossValidationOptions(foldCount: 4, location: nil), seed: 5)
        let spoiled = plan.folds[0].heldOut
        let poisoned = Table(
            columns: table.columns.map { column in
                guard column.role == .target, var y = column.numbers else { return column }
                for row in spoiled { y[row] = 1e9 }
                return Column(name: column.name, role: .target, values: .numeric(y))
            })
        var models: [[Double]] = []
        for root in [table, poisoned] {
            let input = try await InMemoryResampling(fitting: [Line()], on: root).input()
            let folds = try await OuterFolds.run(
                EvaluateOptions(Samples.options(["on": "cv", "folds": "4"])), input: input,
                context: StageContext(stageID: "eval", seed: 5))
            models.append(folds.folds[0].etas[0])
        }
        #expect(models[0] == models[1])
    }

    @Test func `rows of weight 0 are not measured`() async throws {
        let table = Samples.regression()
        let weights = Column(name: "w", role: .weight, values: .numeric((0..<24).map { $0 % 2 == 0 ? 0 : 1 }))
        let options = try Samples.options(["on": "train"], ("bootstrap", ["replicates": "30"]))
        let weighted = try await Samples.run(
            StageInput(table: Table(columns: table.columns + [weights]), model: Samples.model()), options)
        let deleted = try await Samples.run(
            StageInput(table: table.rows((0..<24).filter { $0 % 2 == 1 }), model: Samples.model()), options)
        #expect(weighted.output.evaluation == deleted.output.evaluation)
    }

    @Test func `what cannot be measured is refused at its place`() async throws {
        let (numbers, classes) = (Samples.regression(), Samples.classes())
        let line = try await InMemoryResampling(fitting: [Line()], on: numbers).input()
        let y = (numbers.target?.values ?? []).enumerated().map { $0 == 4 ? Double.nan : $1 }
        let gap = Table(
            columns: [numbers.columns[0], Column(name: "y", role: .target, values: .numeric(y))],
            origins: numbers.origins)
        let model = Samples.model()
        let faults: [(StageInput, StageOptions, String)] = [
            (
                line, try Samples.options(["on": "test"]),
                "pipeline.xml:10:20: error[FS580]: on is 'test', but there are no test rows; expected a <split> in "
                    + "<load>, or on=\"cv\"."
            ),
            (
                line, try Samples.options([:], ("metric", ["name": "roc-auc"])),
                "pipeline.xml:11:20: error[FS581]: The metric 'roc-auc' is not for the gaussian family; expected "
                    + "one of rmse, mae, r2, deviance, explained-deviance."
            ),
            (
                line, try Samples.options([:], ("metric", ["name": "rmse"]), ("metric", ["name": "rmse"])),
                "pipeline.xml:12:20: error[FS582]: <metric> 'rmse' is written twice, expected it once."
            ),
            (
                line, try Samples.options([:], ("metric", ["name": "rmse", "at": "0.3"])),
                "pipeline.xml:11:20: error[FS582]: <metric> 'rmse' knows no threshold; 'at' is for accuracy, "
                    + "balanced-accuracy, precision, recall, f1."
            ),
            (
                line, try Samples.options(["on": "train", "folds": "5"]),
                "pipeline.xml:10:20: error[FS584]: <evaluate> has folds, but on is 'train'; expected on=\"cv\"."
            ),
            (
                line, try Samples.options(["folds": "5"]),
                "pipeline.xml:10:20: error[FS584]: <evaluate> has folds, but on is not written; expected on=\"cv\"."
            ),
            (
                StageInput(table: classes, model: model), try Samples.options(["on": "train"]),
                "pipeline.xml:10:3: error[FS585]: The rows to be measured have the classes 'no', 'yes', but the "
                    + "model predicts numbers."
            ),
            (
                StageInput(table: Table(columns: [numbers.columns[0]]), model: Samples.model(.binomial)),
                try Samples.options(["on": "train"]),
                "pipeline.xml:10:3: error[FS585]: The rows to be measured have no target, but the model predicts "
                    + "the classes 'no', 'yes'."
            ),
            (
                StageInput(table: gap, model: model), try Samples.options(["on": "train"]),
                "data.csv:6: error[FS585]: The target column 'y' has no value in row 5, expected one to measure the "
                    + "prediction by."
            ),
            (
                StageInput(table: numbers, model: model), try Samples.options(["on": "cv"]),
                "pipeline.xml:10:20: error[FS586]: on is 'cv', but no earlier stage can be refitted in folds; "
                    + "expected one that learns."
            ),
            (
                StageInput(table: numbers), try Samples.options(["on": "train"]),
                "pipeline.xml:10:3: error[FS586]: <evaluate> was given no model, expected one."
            ),
            (
                line, try Samples.options(["on": "cv", "folds": "100"]),
                "pipeline.xml:10:20: error[FS550]: The rows cannot be dealt into folds: 100 folds were asked for, "
                    + "but there are only 24 rows."
            ),
        ]
        for (input, options, text) in faults {
            #expect(await Samples.failure { _ = try await Samples.run(input, options) } == text)
        }
        let unnamed = await Samples.failure {
            _ = try await Samples.run(line, Samples.options([:], ("metric", [:])))
        }
        #expect(
            unnamed?.hasPrefix("pipeline.xml:11:3: error[FS582]: <metric> has no name, expected one of 'rmse', 'mae', ")
                == true)
    }

    @Test func `an undefined metric is reported with its reason`() async throws {
        let flat = Table(columns: [
            Column(name: "x", values: .numeric([1, 2, 3])),
            Column(name: "y", role: .target, values: .numeric([5, 5, 5])),
        ])
        let result = try await Samples.run(
            StageInput(table: flat, model: Samples.model()),
            Samples.options(["on": "train"], ("metric", ["name": "r2"]), ("bootstrap", [:])))
        let metric = try #require(result.output.evaluation?.metrics.first)
        #expect(metric.value == nil && metric.low == nil && metric.level == nil)
        #expect(metric.reason == "The target is constant on these rows.")
        let undefined = try #require(result.diagnostics.first { $0.code == "FS587" })
        #expect(undefined.message == "The metric 'r2' is undefined. The target is constant on these rows.")
        #expect(undefined.location?.description == "pipeline.xml:11:20")
    }

    @Test func `a metric that some folds do not define has no mean over folds`() async throws {
        let table = Samples.classes(rows: 12)
        let values = ColumnValues.categorical(codes: [1, 1] + [Int32](repeating: 0, count: 10), levels: ["no", "yes"])
        let rare = Table(columns: [table.columns[0], Column(name: "y", role: .target, values: values)])
        let input = try await InMemoryResampling(fitting: [Line()], on: rare).input()
        let folds = try await OuterFolds.run(
            EvaluateOptions(Samples.options(["on": "cv", "folds": "2"])), input: input,
            context: StageContext(stageID: "eval", seed: 5))
        let one = OuterFolds(
            folds: folds.folds + [try Predictions(Samples.model(.binomial), on: rare.rows([3, 4]), at: nil)],
            weights: folds.weights + [2], split: folds.split)
        #expect(one.facts([MetricRequest(.rocAUC)]).last?.text == "undefined in 1 of 3 folds")
    }

    @Test func `a fold without a model is a fault`() async throws {
        struct Bare: Resampling {
            let table: Table
            func refit(training: [Int], heldOut: [Int], choosing: Bool) async throws -> FoldInput {
                FoldInput(training: table.rows(training), heldOut: table.rows(heldOut))
            }
        }
        let table = Samples.regression()
        let input = StageInput(table: table, model: Samples.model(), resampling: Bare(table: table))
        #expect(
            await Samples.failure { _ = try await Samples.run(input, Samples.options(["on": "cv"])) }
                == "pipeline.xml:10:3: error[FS586]: In fold 1 of 10: The fold has no model, expected the refitted one."
        )
    }

    @Test func `groups that the folds tear apart are warned of`() async throws {
        let table = Samples.regression()
        let group = Column(name: "site", role: .group, values: .numeric((0..<24).map { Double($0 / 4) }))
        let grouped = Table(columns: table.columns + [group])
        let input = try await InMemoryResampling(fitting: [Line()], on: grouped).input()
        let result = try await Samples.run(input, Samples.options(["on": "cv", "folds": "4"]))
        #expect(result.diagnostics.map(\.code) == ["FS564"])
        #expect(result.diagnostics.first?.location?.description == "pipeline.xml:10:21")
    }
}
