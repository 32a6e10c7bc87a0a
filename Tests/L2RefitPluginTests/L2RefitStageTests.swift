import SparseGLM
import StageKit
import StageKitTesting
import Testing

@testable import L2RefitPlugin

struct L2RefitStageTests {
    @Test(arguments: ["auto", "0.3"])
    func `conformance`(lambda: String) async throws {
        let violations = await StageConformance(
            L2RefitStage.self,
            options: try Samples.options(["lambda": lambda], cv: lambda == "auto" ? ["folds": "3"] : nil),
            table: Samples.regression(rows: 32), earlier: [ThresholdSelector()],
            rowOrder: lambda == "auto" ? .matters : .rounding(relativeTolerance: 1e-9)
        ).violations()
        #expect(violations == [])
    }

    @Test func `conformance on classes, chosen jointly`() async throws {
        let violations = await StageConformance(
            L2RefitStage.self, options: try Samples.options(["lambda": "joint"], cv: ["folds": "2"]),
            table: Samples.classes(rows: 40, features: 3), earlier: [ThresholdSelector()], rowOrder: .matters
        ).violations()
        #expect(violations == [])
    }

    /// One centred feature: w = Σ x y / (Σ x² + n λ).
    @Test(arguments: [0, 0.25, 4])
    func `one feature has the closed form`(lambda: Double) async throws {
        let x = Samples.noise("x", count: 20)
        let mean = x.reduce(0, +) / 20
        let centred = x.map { $0 - mean }
        let y = Samples.noise("y", count: 20)
        let table = Table(columns: [
            Column(name: "x", values: .numeric(centred)), Column(name: "y", role: .target, values: .numeric(y)),
        ])
        let input = StageInput(table: table, selection: Samples.selection(["x"], of: table))
        let model = try #require(try await Samples.fit(input, Samples.options(["lambda": shortest(lambda)])).model)
        let xy = zip(centred, y).reduce(0) { $0 + $1.0 * $1.1 }
        let expected = xy / (centred.reduce(0) { $0 + $1 * $1 } + 20 * lambda)
        #expect(abs(model.coefficients[0][0] / expected - 1) < 1e-9)
        #expect(abs(model.intercepts[0] - y.reduce(0, +) / 20) < 1e-12)
        #expect(model.refitLambda == lambda)
    }

    /// One feature through the origin: w = Σ x y / (Σ x² + n λ), nothing centred.
    @Test(arguments: ["0", "0.25", "auto"])
    func `a selection without an intercept is refitted without one`(lambda: String) async throws {
        let x = Samples.noise("x", count: 20).map { 2 + $0 }
        let y = Samples.noise("y", count: 20).map { 5 + $0 }
        let table = Table(columns: [
            Column(name: "x", values: .numeric(x)), Column(name: "y", role: .target, values: .numeric(y)),
        ])
        let input = StageInput(table: table, selection: Samples.selection(["x"], of: table, fitsIntercept: false))
        let model = try #require(try await Samples.fit(input, Samples.options(["lambda": lambda])).model)
        let xy = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        let strength = try #require(model.refitLambda)
        #expect(model.intercepts == [0])
        #expect(abs(model.coefficients[0][0] / (xy / (x.reduce(0) { $0 + $1 * $1 } + 20 * strength)) - 1) < 1e-9)
        // The grid starts at 1000 times the gradient at 0.
        let options = try L2RefitOptions(Samples.options())
        let grid = try RidgeSearch.grid(table, #require(input.selection), options)
        #expect(abs(grid[0] / (1_000 * xy / 20) - 1) < 1e-9)
    }

    /// gⱼ = λ wⱼ for every refitted feature, and residuals that sum to 0.
    @Test(arguments: [Samples.regression(), Samples.classes(), Samples.threeClasses(), Samples.counts()])
    func `the model is optimal and has exactly the selected features`(table: Table) async throws {
        let input = StageInput(table: table, selection: Samples.selection(["x3", "x1"], of: table))
        let model = try #require(try await Samples.fit(input, Samples.options(["lambda": "0.05"])).model)
        #expect(model.features == ["x3", "x1"])
        #expect(model.classes == table.target?.classes)
        let means = meanResponses(try model.linearPredictors(on: table), family: model.family)
        #expect(means.count == (model.family == .multinomial ? 3 : 1))
        for (k, mean) in means.enumerated() {
            let y = (table.target?.values ?? []).map { model.family == .multinomial ? ($0 == Double(k) ? 1 : 0) : $0 }
            let residual = zip(y, mean).map { $0 - $1 }
            #expect(abs(residual.reduce(0, +) / Double(residual.count)) < 1e-6)
            for (name, w) in zip(model.features, model.coefficients[k]) {
                let x = table.column(name)?.numbers ?? []
                let gradient = zip(x, residual).reduce(0) { $0 + $1.0 * $1.1 } / Double(x.count)
                #expect(abs(gradient - 0.05 * w) < 1e-6)
            }
        }
    }

    /// At λ = 0 the residuals are orthogonal to every feature.
    @Test func `counts are refitted without a penalty`() async throws {
        let table = Samples.counts()
        let input = StageInput(table: table, selection: Samples.selection(["x1", "x2"], of: table))
        let model = try #require(try await Samples.fit(input, Samples.options(["lambda": "0"])).model)
        let mean = meanResponse(try model.linearPredictors(on: table)[0], family: .poisson)
        let residual = zip(table.target?.values ?? [], mean).map { $0 - $1 }
        for name in model.features {
            let x = table.column(name)?.numbers ?? []
            #expect(abs(zip(x, residual).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-6)
        }
        #expect(model.refitLambda == 0 && model.features == ["x1", "x2"])
    }

    @Test func `an empty selection gives the intercept alone`() async throws {
        let table = Samples.regression()
        let y = table.target?.values ?? []
        for lambda in ["auto", "0", "2"] {
            let input = StageInput(table: table, selection: Samples.selection([], of: table))
            let model = try #require(try await Samples.fit(input, Samples.options(["lambda": lambda])).model)
            #expect(model.features == [])
            #expect(abs(model.intercepts[0] - y.reduce(0, +) / Double(y.count)) < 1e-12)
            #expect(model.refitLambda != nil)
        }
    }

    @Test(arguments: ["auto", "joint"], [Samples.regression(), Samples.threeClasses(), Samples.counts()])
    func `the number of workers changes no bit`(lambda: String, table: Table) async throws {
        let earlier = try await InMemoryResampling(fitting: [ThresholdSelector()], on: table)
        let options = try Samples.options(["lambda": lambda], cv: ["folds": "4"])
        let alone = try await Samples.fit(earlier.input(), options)
        for workers in [2, 8] {
            #expect("\(try await Samples.fit(earlier.input(), options, workers: workers))" == "\(alone)")
        }
    }

    @Test(arguments: ["auto", "joint"])
    func `a refit on some rows keeps what was chosen on all`(lambda: String) async throws {
        let table = Samples.regression()
        let stage = try L2RefitStage(options: Samples.options(["lambda": lambda], cv: ["folds": "4"]))
        let all = try await InMemoryResampling(fitting: [ThresholdSelector(), stage], on: table)
        let whole = try #require(all.fits[1].model)
        let fold = try await all.refit(training: Array(0..<30), heldOut: Array(30..<40), choosing: false)
        #expect(fold.model?.refitLambda == whole.refitLambda)
        let choice = try #require(RefitChoice(settled: all.fits[1]))
        #expect((choice.pathIndex != nil) == (lambda == "joint"))
        #expect(fold.model?.features == choice.features(of: try #require(fold.selection)))
    }

    @Test func `contradictions and impossible fits are refused at their place`() async throws {
        let table = Samples.regression()
        let twin = Table(
            columns: table.columns + [
                Column(name: "twin", values: .numeric((table.column("x1")?.numbers ?? []).map { 2 * $0 }))
            ])
        let separable = Table(columns: [
            Column(name: "x", values: .numeric([-2, -1, 1, 2])),
            Column(name: "y", role: .target, values: .categorical(codes: [0, 0, 1, 1], levels: ["no", "yes"])),
        ])
        func input(_ table: Table, _ features: [String], family: Family? = nil) -> StageInput {
            let selection = Samples.selection(features, of: table)
            return StageInput(
                table: table,
                selection: Selection(
                    family: family ?? selection.family, candidates: selection.candidates, features: features))
        }
        let faults: [(StageInput, [String: String], [String: String]?, String)] = [
            (
                input(table, ["x1"]), ["lambda": "0.5"], [:],
                "pipeline.xml:11:3: error[FS570]: <l2-refit> has lambda '0.5' and a <cv>, which chooses it; "
                    + "expected one of them."
            ),
            (
                input(separable, ["x"]), ["lambda": "0"], nil,
                "pipeline.xml:10:20: error[FS571]: The unpenalised refit does not exist: the features separate the "
                    + "classes on all 4 rows, so that coefficients grow without bound; a lambda above 0 keeps them "
                    + "finite."
            ),
            (
                input(table, ["x1"], family: .binomial), ["lambda": "1"], nil,
                "pipeline.xml:10:3: error[FS572]: The selection is of the binomial family, but the target holds "
                    + "numbers."
            ),
            (
                input(table, ["x1"], family: .multinomial), ["lambda": "1"], nil,
                "pipeline.xml:10:3: error[FS572]: The selection is of the multinomial family, but the target holds "
                    + "numbers."
            ),
            (
                input(separable, ["x"], family: .gaussian), ["lambda": "1"], nil,
                "pipeline.xml:10:3: error[FS572]: The selection is of the gaussian family, but the target has 2 "
                    + "classes."
            ),
            (
                input(table, ["x1"]), ["lambda": "joint"], nil,
                "pipeline.xml:10:20: error[FS573]: <l2-refit> has lambda 'joint', which chooses the selection's "
                    + "lambda too, but the selection has no path."
            ),
            (
                StageInput(table: table), [:], nil,
                "pipeline.xml:10:3: error[FS576]: <l2-refit> was given no selection, expected one."
            ),
            (
                input(table, ["x9"]), ["lambda": "1"], nil,
                "error[FS556]: The selected feature 'x9' is not among the features of the table."
            ),
            (
                input(table, ["x1"]), ["lambda": "auto"], ["measure": "auc"],
                "pipeline.xml:11:20: error[FS554]: <cv> has measure 'auc', which is for a target of two classes, "
                    + "but the family is gaussian; expected 'deviance' or 'mae'."
            ),
        ]
        for (input, texts, cv, text) in faults {
            #expect(
                await Samples.failure { _ = try await Samples.fit(input, Samples.options(texts, cv: cv)) } == text)
        }
        let dependent = await Samples.failure {
            _ = try await Samples.fit(input(twin, ["x1", "twin"]), Samples.options(["lambda": "0"]))
        }
        #expect(
            dependent?.hasPrefix(
                "pipeline.xml:10:20: error[FS571]: The unpenalised refit does not exist: feature "
                    + "'") == true)
        #expect(
            dependent?.hasSuffix(
                "' is a linear combination of the others on 40 rows; a lambda above 0 makes it unique.") == true)
    }
}
