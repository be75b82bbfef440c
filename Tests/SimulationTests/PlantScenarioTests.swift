import Foundation
import PlantModel
import Records
import Simulation
import Testing

@Suite("The simulated plant")
struct PlantScenarioTests {
    static let start = EventTime(milliseconds: 1_772_440_200_000)  // 2026-03-02T08:30:00Z

    /// The same in every run, because some margins are statistical; `SEED=…` tries another.
    static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? 7

    static func settings(seed: UInt64 = seed, minutes: Int64 = 30, machines: Int = 48)
        -> ScenarioSettings
    {
        ScenarioSettings(
            seed: seed,
            start: start,
            durationNanoseconds: minutes * Nanoseconds.minute,
            machineCount: machines
        )
    }

    /// A whole run, small enough for a debug build.
    static let run = PlantRun(settings())

    static func exampleFile() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appending(path: "docs/examples/plant.yaml"),
            encoding: .utf8
        )
    }

    @Test("the example plant file is the one of the simulated plant, and loads")
    func example() throws {
        let text = try Self.exampleFile()
        #expect(text == PlantScenario(Self.settings()).plantYAML)
        let plant = try Plant.load(text)
        #expect(plant.calendarNames == ["round-the-clock", "three-shift", "two-shift"])
    }

    @Test("the plant file knows every machine and its characteristics", arguments: [12, 48, 203])
    func plantFile(machines: Int) throws {
        let scenario = PlantScenario(Self.settings(machines: machines))
        let plant = try Plant.load(scenario.plantYAML)
        for index in 0..<scenario.machineCount {
            let path = scenario.path(ofMachine: index)
            #expect(plant.knows(path), "\(path)")
            #expect(plant.calendar(at: path) != nil)
            #expect(plant.settings(at: path)?.idealCycleNanosecondsByProduct.count == 2)
        }
        let lathe = plant.characteristic(named: "diameter", at: scenario.path(ofMachine: 0))
        #expect(lathe?.chart.limits == .known(mean: 20, sigma: 0.01))
    }

    @Test("the same seed gives the same bytes, another seed others")
    func deterministic() {
        let one = PlantRun(Self.settings(minutes: 2, machines: 12))
        let same = PlantRun(Self.settings(minutes: 2, machines: 12))
        let other = PlantRun(Self.settings(seed: Self.seed + 1, minutes: 2, machines: 12))
        #expect(one.bytes == same.bytes)
        #expect(one.bytes != other.bytes)
    }

    @Test("events come in order of event time, inside the run, about one a second and machine")
    func order() {
        let run = Self.run
        for (one, next) in zip(run.events, run.events.dropFirst()) {
            #expect(one.event.time <= next.event.time)
        }
        #expect(run.events.allSatisfy { $0.event.time >= Self.start })
        #expect(run.events.allSatisfy { $0.event.time < run.scenario.settings.end })
        let perSecond = Double(run.events.count) / 48 / 1800
        #expect(perSecond > 0.8 && perSecond < 1.2, "\(perSecond)")
    }

    @Test("every event is JSON that fits its contract: key, time, known words, rising seq")
    func contracts() throws {
        var sequences: [String: Int] = [:]
        let plant = try Plant.load(Self.run.scenario.plantYAML)
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        for (number, item) in Self.run.events.enumerated() {
            // Decoding all of them takes a debug build too long; every 23rd sees all kinds.
            guard number % 23 == 0 || item.event.topic == .states else { continue }
            let fields = try Self.run.fields(item)
            let path = try #require(fields["equipment"] as? String)
            #expect(path == Self.run.scenario.path(ofMachine: item.event.machine))
            let time = try #require(formatter.date(from: fields["time"] as? String ?? ""))
            let milliseconds = Int64((time.timeIntervalSince1970 * 1000).rounded())
            #expect(milliseconds == item.event.time.milliseconds)
            let seq = try #require(fields["seq"] as? Int)
            #expect(seq > sequences[path] ?? 0)
            sequences[path] = seq
            switch item.event.topic {
            case .states:
                let word = try #require(fields["state"] as? String)
                #expect(plant.states.category(state: word) != nil, "\(word)")
            case .counts:
                #expect(["delta", "counter"].contains(fields["kind"] as? String))
                #expect(try #require(fields["scrap"] as? Int) >= 0)
                #expect((fields["good"] ?? fields["total"]) != nil)
            case .measurements:
                let name = try #require(fields["characteristic"] as? String)
                let settings = try #require(plant.characteristic(named: name, at: path))
                #expect(settings.unit == fields["unit"] as? String)
                let values = fields["values"] as? [Double] ?? [fields["value"] as? Double ?? .nan]
                #expect(values.count == settings.chart.subgroupSize)
                let range = try #require(settings.physicalRange)
                #expect(values.allSatisfy(range.contains))
            case .inspections:
                #expect(fields["inspected"] as? Int == 50)
            }
        }
    }

    @Test("machines stop in the breaks of their calendar, except where nobody is needed")
    func breaks() throws {
        var settings = Self.settings(minutes: 10)
        settings.hasFaults = false
        // Ten o'clock in Berlin, when the early shift has its break.
        settings.start = EventTime(milliseconds: 1_772_441_700_000)
        let pause = EventTime(milliseconds: 1_772_442_000_000)
        let run = PlantRun(settings)
        let plant = try Plant.load(run.scenario.plantYAML)
        var paused: Set<String> = []
        for item in run.events where item.event.topic == .states && item.event.time == pause {
            let fields = try run.fields(item)
            #expect(fields["reason"] as? String == "break" && fields["state"] as? String == "idle")
            paused.insert(run.scenario.path(ofMachine: item.event.machine))
        }
        for index in 0..<run.scenario.machineCount {
            let path = run.scenario.path(ofMachine: index)
            let stops = plant.calendar(at: path)?.plannedStops(
                from: settings.start,
                to: settings.end
            )
            #expect(paused.contains(path) == (stops?.isEmpty == false), "\(path)")
        }
        #expect(paused.count == 12)
    }

    @Test("late events and repeats come by arrival, and nothing is lost")
    func transport() {
        var settings = Self.settings(minutes: 3, machines: 12)
        let plain = PlantRun(settings)
        settings.lateShare = 0.1
        settings.duplicateShare = 0.05
        let rough = PlantRun(settings)
        let repeats = rough.events.filter(\.event.isRepeat)
        let late = rough.events.filter { !$0.event.isRepeat && $0.event.arrival > $0.event.time }
        #expect(rough.events.count == plain.events.count + repeats.count)
        #expect(!repeats.isEmpty && !late.isEmpty)
        for (one, next) in zip(rough.events, rough.events.dropFirst()) {
            #expect(one.event.arrival <= next.event.arrival)
        }
        let texts = Set(plain.events.map { plain.text($0) })
        #expect(Set(rough.events.map { rough.text($0) }) == texts)
    }
}
