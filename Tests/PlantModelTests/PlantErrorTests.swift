import PlantModel
import Records
import TestSupport
import Testing

@Suite("Mistakes in a plant file")
struct PlantErrorTests {
    func problems(_ text: String) -> [String] {
        do {
            _ = try Plant.load(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("a message names file, line, field, what was found and what was expected")
    func sentence() {
        let text = """
            calendars:
              early:
                shifts:
                  - name: early
                    start: "25:00"
                    end: "14:00"
            """
        #expect(
            problems(text) == [
                "plant.yaml:5: field 'calendars.early.shifts[0].start': found \"25:00\", "
                    + "expected a time of day such as \"06:00\""
            ]
        )
    }

    @Test("all problems of a file are told at once, by line")
    func all() {
        let found = problems(
            """
            time_zone: Europe/Berlim
            unknown_equipment: learnt
            defaults: {micro_stop: 5}
            equipment:
              acme/berlin: {calendar: none}
            characteristics:
              - {name: d, chart: {kind: xbar-r, rules: [9]}}
              - {chart: {kind: x-bar}}
            colour: blue
            """
        )
        let lines = ["1", "2", "3", "5", "7", "7", "8", "8", "9"]
        #expect(found.count == lines.count)
        for (sentence, line) in zip(found, lines) {
            #expect(sentence.hasPrefix("plant.yaml:\(line): "))
        }
    }

    @Test(
        "each kind of mistake has its sentence",
        arguments: [
            ("charakteristics: []", "did you mean that?"),
            ("unknown_equipment: learnt", "did you mean 'learn'?"),
            ("time_zone: Europe/Berlim", "IANA time zone"),
            ("defaults: {micro_stop: 5}", "a length of time such as \"30s\""),
            ("defaults: {ideal_cycle: 0s}", "a length of time"),
            ("a: 1\na: 2", "more than once"),
            ("[1, 2]", "a mapping with the fields"),
            ("", "an empty file"),
            ("equipment: {a: [}", "valid YAML"),
            ("equipment: [a//b]", "a path of 1 to 8 segments"),
            ("equipment: [a/b, a/b]", "each path once"),
            ("equipment: [{calendar: x}]", "field 'equipment[0].path': found nothing"),
            ("equipment: {acme: {calendar: tow}}", "the name of a calendar of this file"),
            ("states: {words: {cip: maintenence}}", "did you mean 'maintenance'?"),
            ("characteristics: [{name: d, equipment: a//b}]", "** for any number of segments"),
            ("characteristics: [{name: d, specification: {lsl: 2, usl: 1}}]", "lsl below target"),
            ("characteristics: [{name: d, physical_range: {min: 2, max: 1}}]", "min below max"),
            ("characteristics: [{name: d, chart: {kind: xbar-r}}]", "2 to 25"),
            ("characteristics: [{name: d, chart: {kind: i-mr, rules: [9]}}]", "a rule from 1 to 8"),
            ("characteristics: [{name: d, chart: {kind: i-mr, limits: {mean: 1}}}]", "sigma"),
            (
                "characteristics: [{name: d, chart: {kind: i-mr, limits: {mean: .nan, sigma: 1}}}]",
                "a number"
            ),
            (
                "characteristics: [{name: d, chart: {kind: i-mr, limits: {sigma: 1, estimate: 9}}}]",
                "not both"
            ),
            ("characteristics: [{name: d, anomaly: {ewma_z: {lambda: 2, k: 3}}}]", "at most 1"),
            ("characteristics: [{name: d, anomaly: {hampel: {window: 8, k: 3}}}]", "an odd number"),
            ("calendars: {c: {}}", "field 'calendars.c.shifts': found nothing"),
            (
                "calendars: {c: {shifts: [{name: n, start: '06:00', end: '14:00', days: [mo]}]}}",
                "days such as [mon..fri]"
            ),
            (
                "calendars: {c: {shifts: [{name: n, start: '06:00', end: '14:00'}, "
                    + "{name: m, start: '13:00', end: '15:00'}]}}",
                "shifts of one calendar that do not overlap"
            ),
            (
                "calendars: {c: {shifts: [{name: n, start: '06:00', end: '14:00', "
                    + "breaks: [{start: '14:30', end: '15:00'}]}]}}",
                "between the start and the end of its shift"
            ),
            (
                "calendars: {c: {shifts: [], exceptions: [{date: 2026-02-30}]}}",
                "a day such as 2026-12-25"
            ),
        ]
    )
    func messages(text: String, part: String) {
        let found = problems(text)
        #expect(found.contains { $0.contains(part) }, "found: \(found)")
    }

    @Test("a file with random damage is read or refused, never worse")
    func damage() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let good = Array((PlantLoadingTests.text + "\n" + "learned: {chart: none}").utf8)
        for _ in 0..<400 {
            var bytes = good
            for _ in 0...Int.random(in: 0...4, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 9...126, using: &generator)
                case 1: bytes.remove(at: at)
                default:
                    let end = min(bytes.count, at + 30)
                    bytes.insert(contentsOf: bytes[at..<end], at: at)
                }
            }
            for problem in problems(String(decoding: bytes, as: UTF8.self)) {
                #expect(problem.hasPrefix("plant.yaml:"), "seed \(seed): \(problem)")
                #expect(problem.contains(", expected "), "seed \(seed): \(problem)")
            }
        }
    }
}
