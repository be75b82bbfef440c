import PlantModel
import ProcessControl
import Testing

@Suite("Control charts in a plant file")
struct ChartSettingsTests {
    private func charts(_ text: String) throws -> [CharacteristicSettings.Chart] {
        let plant = try Plant.load("characteristics: [{name: d, \(text)}]")
        return try #require(plant.characteristic(named: "d", at: "a/b")).charts
    }

    private func chart(_ text: String) throws -> CharacteristicSettings.Chart {
        try #require(try charts("chart: {\(text)}").first)
    }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try Plant.load("characteristics: [{name: d, chart: {\(text)}}]")
            return []
        } catch { return error.problems.map(\.description) }
    }

    @Test("every family has a word, and says what it is")
    func families() throws {
        let texts = [
            "kind: i-mr", "kind: xbar-r, subgroup_size: 5",
            "kind: xbar-s, subgroup_size: 9, size_varies: true, sigma_from: pooled",
            "kind: ewma, lambda: 0.1, width: 2.814",
            "kind: cusum, k: 0.5, h: 4.77, head_start: 0.5",
            "kind: np, sample_size: 50", "kind: p, limits: {average: 0.02}", "kind: c, exact: true",
            "kind: u, limits: {estimate: 20}",
            "kind: laney-p, limits: {average: 0.1, sigma_z: 1.4}",
            "kind: laney-u",
        ]
        let read = try texts.map(chart)
        #expect(read.map(\.kind) == Array(CharacteristicSettings.Chart.Kind.allCases.dropFirst()))
        #expect(read[2].subgroupSize == 9 && read[2].sizeVaries && read[2].isPooled)
        #expect(read[3].ewma == .init(lambda: 0.1, width: 2.814))
        #expect(read[4].cusum == .init(reference: 0.5, interval: 4.77) && read[4].headStart == 0.5)
        #expect(read[5].sampleSize == 50 && read[5].limits == .estimated(points: 25))
        #expect(read[6].limits == .average(0.02, sigmaZ: 1))
        #expect(read[7].isExact && !read[6].isExact)
        #expect(read[9].limits == .average(0.1, sigmaZ: 1.4))
        #expect(read[4].summary.hasPrefix("cusum k 0.5 h 4.77 head start 0.5, limits from 100"))
    }

    @Test("a characteristic may have several charts")
    func several() throws {
        let charts = try charts("charts: [{kind: i-mr}, {kind: none}, {kind: cusum}]")
        #expect(charts.map(\.kind) == [.individuals, .cusum])
        #expect(try self.charts("chart: none").isEmpty)
    }

    @Test("run rules have the names of their books")
    func rules() throws {
        #expect(try chart("kind: i-mr, rules: western-electric").rules == [1, 5, 6, 9])
        #expect(try chart("kind: i-mr, rules: nhs").ruleSet.oneSide == 7)
        #expect(try chart("kind: i-mr, rules: none").rules.isEmpty)
    }

    @Test("what a budget leaves open is solved: Montgomery's and Lucas and Saccucci's tables")
    func budgets() throws {
        // h of (k, h) for ARL0 370 and L of (λ, L) for ARL0 500, both to two or three digits in print.
        let cusum = try #require(try chart("kind: cusum, shift: 1, arl0: 370").cusum)
        #expect(cusum.reference == 0.5 && abs(cusum.interval - 4.77) < 0.01)
        let ewma = try #require(try chart("kind: ewma, lambda: 0.25, arl0: 500").ewma)
        #expect(ewma.lambda == 0.25 && abs(ewma.width - 2.998) < 0.002)
        let daily = try chart("kind: cusum, k: 0.5, alarms_per_day: 0.5, point_every: 10m")
        #expect(daily.demand?.falseAlarmDistance == 288)
        #expect(
            abs(AverageRunLength.cusum(reference: 0.5, interval: daily.cusum!.interval) - 288) < 0.3
        )
        // Rule 1 with 2 of 3 has 225.44 (Champ and Woodall 1987); four rules have 91.75.
        let rules = try chart("kind: i-mr, shift: 1, arl0: 220").ruleSet
        let distance = try #require(AverageRunLength.runRules(rules))
        #expect(distance >= 220 && distance < 370)
    }

    @Test("capability is asked for by window and stage, and needs a specification")
    func capability() throws {
        let plant = try Plant.load(
            """
            characteristics:
              - {name: d, specification: {usl: 3}, capability: {window: 8h, stage_by: recipe}}
            """
        )
        let settings = try #require(plant.characteristic(named: "d", at: "a/b"))
        #expect(settings.capability?.windowNanoseconds == Int64(28_800_000_000_000))
        #expect(settings.capability?.stage == .recipe)
        for (text, part) in [
            ("capability: {window: 1h}", "a specification to compare"),
            ("specification: {lsl: 1}, capability: {window: 90s}", "whole minutes"),
            ("specification: {lsl: 1}, capability: {window: 8d}", "a length of time"),
            ("specification: {lsl: 1}, capability: {}", "whole minutes from 1m to 7d"),
            ("specification: {lsl: 1}, capability: {window: 1h, stage_by: lot}", "recipe, tool"),
        ] {
            #expect(throws: PlantError.self) {
                _ = try Plant.load("characteristics: [{name: d, \(text)}]")
            }
            do { _ = try Plant.load("characteristics: [{name: d, \(text)}]") } catch {
                #expect(error.problems.contains { $0.description.contains(part) }, "\(error)")
            }
        }
    }

    @Test("limits wait for a hand, patterns end at a gap, late points are revised where it is said")
    func life() throws {
        let usual = try chart("kind: i-mr")
        #expect(!usual.isFrozenByHand && usual.gapNanoseconds == nil && usual.late == .append)
        let asked = try chart(
            "kind: i-mr, limits: {estimate: 50, freeze: manual}, gap_breaks: 30m, late: revise"
        )
        #expect(asked.isFrozenByHand && asked.limits == .estimated(points: 50))
        #expect(asked.gapNanoseconds == 1_800_000_000_000 && asked.late == .revise)
        #expect(asked.summary.contains("frozen by hand"))
        #expect(try !chart("kind: p, limits: {estimate: 20, freeze: auto}").isFrozenByHand)
    }

    @Test("stages are told apart by recipe or tool, on charts of measurements")
    func stages() throws {
        func settings(_ text: String) throws -> CharacteristicSettings {
            let plant = try Plant.load("characteristics: [{name: d, \(text)}]")
            return try #require(plant.characteristic(named: "d", at: "a/b"))
        }
        let own = try settings("stage_by: tool, chart: {kind: i-mr}")
        #expect(own.stage == .tool && !own.stagesShareLimits)
        #expect(try settings("stage_by: recipe, stage_limits: shared").stagesShareLimits)
        #expect(try settings("stage_by: product").stage == nil)
        for (text, part) in [
            ("stage_by: lot", "one of product, recipe, tool"),
            ("stage_by: tool, chart: {kind: p}", "only beside charts of measurements"),
            ("stage_limits: own", "only beside stage_by"),
        ] {
            do {
                _ = try settings(text)
                Issue.record("\(text) was read")
            } catch let error as PlantError {
                #expect(error.problems.contains { $0.description.contains(part) }, "\(error)")
            }
        }
    }

    @Test(
        "a wrong setting is a sentence with file and line",
        arguments: [
            ("kind: xbar", "one of none, i-mr, xbar-r"),
            ("kind: ewmaa", "did you mean 'ewma'?"),
            ("kind: i-mr, lambda: 0.1", "it only on charts of kind ewma"),
            ("kind: ewma, lambda: 2", "above 0 and at most 1"),
            ("kind: ewma, width: 3, arl0: 500, shift: 1", "either width, or arl0"),
            ("kind: ewma, arl0: 500", "the shift to detect, or lambda"),
            ("kind: cusum, shift: 1", "together with arl0 or alarms_per_day"),
            ("kind: cusum, shift: 9, arl0: 500", "0.1 to 6 standard errors"),
            ("kind: cusum, shift: 1, arl0: 5", "a budget of 10 to 1000000 points"),
            ("kind: cusum, shift: 1, alarms_per_day: 1", "how often a point comes"),
            ("kind: cusum, head_start: 1", "from 0 to below 1"),
            ("kind: i-mr, shift: 1, arl0: 5000", "rule 1 alone has 370.4"),
            ("kind: i-mr, rules: [1], shift: 1, arl0: 200", "either rules, or shift"),
            ("kind: i-mr, rules: nelsen", "western-electric"),
            ("kind: np", "the units of every sample"),
            ("kind: p, limits: {average: 1.5}", "a proportion from 0 to 1"),
            ("kind: p, limits: {mean: 1}", "the unknown field 'mean'"),
            ("kind: p, limits: {average: 0.1, sigma_z: 2}", "laney-p and laney-u"),
            ("kind: laney-u, limits: {average: 0.1}", "the variation between samples"),
            ("kind: u, limits: {estimate: 5000}", "2 to 1000"),
            ("kind: xbar-r, subgroup_size: 30", "2 to 25"),
            ("kind: p, subgroup_size: 5", "it only on charts of kind i-mr"),
            ("kind: i-mr, limits: {mean: 1, sigma: 1, freeze: manual}", "only beside estimate"),
            ("kind: i-mr, limits: {estimate: 5000, freeze: manual}", "2 to 1000"),
            ("kind: i-mr, limits: {estimate: 50, freeze: never}", "one of auto, manual"),
            ("kind: ewma, gap_breaks: 5m", "it only on charts of kind i-mr"),
            ("kind: i-mr, gap_breaks: 5", "a length of time"),
            ("kind: p, late: revise", "it only on charts of kind i-mr"),
            ("kind: i-mr, late: never", "one of append, revise"),
        ]
    )
    func mistakes(text: String, part: String) {
        let found = problems(text)
        #expect(found.contains { $0.hasPrefix("plant.yaml:1: ") && $0.contains(part) }, "\(found)")
    }
}
