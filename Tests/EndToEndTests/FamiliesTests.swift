import FSelCommand
import Glibc
import SelectionBundle
import Testing

/// Targets of several classes and counts, from a file to predictions.
struct FamiliesTests {
    private func run(_ name: String, _ data: String) async throws -> (place: Workplace, bundle: String) {
        let place = try Workplace()
        try place.copy("pipelines/\(name).xml", as: "\(name).xml")
        try place.copy("pipelines/data/\(data)", as: "data/\(data)")
        let run = await CommandRun.fsel(
            "run", place.file("\(name).xml"), "--quiet", "--set", "select.cv.folds=3", "--set", "refit.cv.folds=3")
        try #require(run.status == .success, "\(run.error)")
        return (place, place.file("out/\(name).fsel.tar.gz"))
    }

    private func text(_ bundle: String, _ member: String) throws -> String {
        String(decoding: try #require(try BundleReader.read(path: bundle).bytes(at: member)), as: UTF8.self)
    }

    private func rows(_ csv: String) -> [[String]] {
        csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    @Test func `several classes have a coefficient, a probability and a row of the confusion each`() async throws {
        let (place, bundle) = try await run("penguins", "penguins.csv")
        let classes = ["Adelie", "Chinstrap", "Gentoo"]
        let features = rows(try text(bundle, "features/features.csv"))
        #expect(features[0].last == "class" && (features.count - 1) % 3 == 0 && features.count > 1)
        #expect(features.dropFirst().map { $0.last ?? "" } == (1..<features.count).map { classes[($0 - 1) % 3] })
        #expect(rows(try text(bundle, "features/coefficients.csv"))[0] == ["index", "name", "coefficient", "class"])
        let metrics = try text(bundle, "metrics/metrics.json")
        #expect(metrics.contains("\"family\": \"multinomial\""))
        #expect(metrics.contains("\"labels\": [\"Adelie\", \"Chinstrap\", \"Gentoo\"]"))
        let model = try text(bundle, "model/model.json")
        #expect(model.contains("\"link\": \"softmax\"") && model.contains("\"classes\": [\"Adelie\", \"Chinstrap\""))

        let predicted = await CommandRun.fsel("predict", bundle, place.file("data/penguins.csv"))
        #expect(predicted.status == .success, "\(predicted.error)")
        let found = rows(predicted.output)
        let actual = rows(String(decoding: try Workplace.read(place.file("data/penguins.csv")), as: UTF8.self))
        #expect(found[0] == ["prediction"] + classes.map { "probability:\($0)" } && found.count == actual.count)
        var hits = 0
        for (row, truth) in zip(found, actual).dropFirst() {
            let shares = row.dropFirst().compactMap(Double.init)
            #expect(abs(shares.reduce(0, +) - 1) < 1e-15)
            let likeliest = shares.firstIndex(of: shares.max() ?? 0) ?? -1
            #expect(row[0] == classes[likeliest])
            hits += row[0] == truth.last ? 1 : 0
        }
        #expect(Double(hits) > 0.95 * Double(actual.count - 1))
        withExtendedLifetime(place) {}
    }

    @Test func `counts are predicted over what they are counted over`() async throws {
        let (place, bundle) = try await run("claims", "claims.csv")
        #expect(try text(bundle, "metrics/metrics.json").contains("\"family\": \"poisson\""))
        #expect(try text(bundle, "model/model.json").contains("\"link\": \"log\""))
        let signature = try text(bundle, "model/signature.json")
        #expect(signature.contains("\"name\": \"log_years\"") && signature.contains("\"role\": \"offset\""))
        // What the data were made of is found: the bonus and the kilometres.
        let selected = try text(bundle, "features/selected.txt").split(separator: "\n")
        #expect(selected.contains("bonus") && selected.contains("kilometres"))

        var lines = rows(String(decoding: try Workplace.read(place.file("data/claims.csv")), as: UTF8.self))
        let offsetPlace = try #require(lines[0].firstIndex(of: "log_years"))
        let before = await CommandRun.fsel("predict", bundle, place.file("data/claims.csv"))
        for row in lines.indices.dropFirst() {
            lines[row][offsetPlace] = "\((Double(lines[row][offsetPlace]) ?? .nan) + log(2))"
        }
        let doubled = try place.write(
            "doubled.csv", lines.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n")
        let after = await CommandRun.fsel("predict", bundle, doubled)
        #expect(before.status == .success && after.status == .success, "\(before.error)\(after.error)")
        for (one, two) in zip(rows(before.output), rows(after.output)).dropFirst() {
            let (mean, twice) = (try #require(Double(one[0])), try #require(Double(two[0])))
            #expect(mean > 0 && abs(twice / mean - 2) < 1e-12)
        }

        let bare = lines.map { row in
            row.enumerated().filter { $0.offset != offsetPlace }.map(\.element).joined(separator: ",")
        }
        let without = await CommandRun.fsel(
            "predict", bundle, try place.write("bare.csv", bare.joined(separator: "\n") + "\n"))
        #expect(without.status == .data)
        #expect(
            without.error.contains("error[FS630]: The model needs the column 'log_years', which the data do not have"))
    }

    @Test func `a fold without a class is refused by its name`() async throws {
        let place = try Workplace()
        let classes = ["a", "b", "a", "b", "a", "b", "c", "c"]
        let data = classes.enumerated().map { "\($0 % 5),\($0 * 7 % 8),\($0 / 4),\($1)\n" }.joined()
        try place.write("d.csv", "x,z,f,y\n" + data)
        try place.write(
            "p.xml",
            """
            <pipeline xmlns="urn:fsel:pipeline:1" name="p">
            <load path="d.csv"><target column="y"/><column name="f" role="fold"/></load>
            <normalize/>
            <l1-select><cv split="column"/></l1-select>
            </pipeline>
            """)
        let run = await CommandRun.fsel("run", place.file("p.xml"), "--quiet")
        #expect(run.status == .data)
        #expect(
            run.error.contains(
                "error[FS552]: In fold 2 of 2: None of the 4 training rows is of class 'c', expected rows of all 3 classes: "
                    + "fewer folds or split=\"stratified\" help"), "\(run.error)")
    }
}
