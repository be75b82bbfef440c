import Engine
import PlantModel
import Records
import Testing

@Suite("Records of effectiveness")
struct OEERecordTests {
    static let plant = """
        version: oee
        equipment:
          - path: acme/berlin/body/line-1/press-1
            calendar: early
            time_zone: Europe/Berlin
            ideal_cycle: 10s
            ideal_cycles: {bolt: 5s}
            unit: pcs
            product_conversions: {bolt: {kg: 40}}
            takt: 20s
            target_oee: 0.85
        calendars:
          early:
            time_zone: Europe/Berlin
            shifts: [{name: early, start: "09:00", end: "11:00"}, {name: late, start: "11:00", end: "13:00"}]
        """

    private func factory(_ change: (inout EngineSettings) -> Void = { _ in }) throws -> Factory {
        try Factory(plant: Self.plant, change: change)
    }

    private func send(_ factory: Factory, _ role: InputRole, at seconds: Double, _ fields: String) {
        factory.send(
            role,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(seconds))\",\(fields)}",
            timestamp: Factory.epoch + Int64(seconds * 1_000)
        )
    }

    private func records(_ factory: Factory, _ window: String) -> [Output] {
        factory.collect().filter { $0.topic == .kpiOEE && $0.text("window") == window }
    }

    // The epoch is 08:00 UTC, 09:00 in Berlin.
    @Test("a shift carries the figures of ISO 22400, its target and the shift before")
    func shifts() throws {
        let factory = try factory()
        send(factory, .states, at: 0, "\"state\":\"running\"")
        send(factory, .counts, at: 7_200, "\"good\":540,\"startup_rejects\":18")
        send(factory, .states, at: 7_200, "\"state\":\"down\"")
        send(factory, .states, at: 9_000, "\"state\":\"running\"")
        send(factory, .counts, at: 14_400, "\"good\":360")
        send(factory, .states, at: 14_500, "\"state\":\"off\"")
        let shifts = records(factory, "shift")
        #expect(shifts.map { $0.text("shift") } == ["early", "late"])
        let (early, late) = (try #require(shifts.first), try #require(shifts.last))
        #expect(early.number("oee") == 0.75 && late.number("oee") == 0.5)
        #expect(early.number("startup_rejects") == 18 && early.number("total") == 558)
        #expect(early.number("takt_attainment") == 1.5 && early.number("oee_target") == 0.85)
        #expect(early.number("oee_previous") == nil && late.number("oee_previous") == 0.75)
        #expect(late.number("mtbf_uptime_ms") == 5_400_000)
        #expect(late.number("mttr_iso_ms") == 900_000 && late.number("stops") == 1)
        #expect(late.number("technical_efficiency") == 0.75)
        // Minutes are many and do without.
        let minute = try #require(
            factory.outputs.first { $0.topic == .kpiOEE && $0.text("window") == "minute" }
        )
        #expect(minute.number("technical_efficiency") == nil)
    }

    @Test("a day of the site begins with its first shift and is published when it is over")
    func days() throws {
        let factory = try factory()
        send(factory, .states, at: 0, "\"state\":\"running\"")
        send(factory, .states, at: 86_410, "\"state\":\"running\"")
        let day = try #require(records(factory, "day").first)
        #expect(day.text("window_start") == Factory.time(0))
        #expect(day.text("window_end") == Factory.time(86_400))
        #expect(day.text("local_day") == "2026-03-02")
        #expect(day.number("planned_ms") == 4.0 * 3_600_000)
        #expect(day.number("unscheduled_ms") == 20.0 * 3_600_000)
    }

    @Test("counts in another unit are converted by product, one without a conversion is refused")
    func units() throws {
        let factory = try factory()
        send(factory, .states, at: 0, "\"state\":\"running\"")
        send(factory, .counts, at: 60, "\"good\":2.5,\"unit\":\"kg\",\"product\":\"bolt\"")
        send(factory, .counts, at: 120, "\"good\":7,\"unit\":\"pcs\"")
        send(factory, .counts, at: 130, "\"good\":1,\"unit\":\"kg\",\"product\":\"nut\"")
        send(factory, .counts, at: 3_700, "\"good\":1")
        let hour = try #require(records(factory, "hour").first)
        #expect(hour.number("good") == 107)
        #expect(hour.number("ideal_good_ms") == 107.0 * 5_000)
        let refused = try #require(factory.outputs.first { $0.topic == .deadLetters })
        #expect(refused.headers["takt_reason_code"] == "unknown-unit")
        #expect(
            refused.headers["takt_reason"]?.contains("'kg' to 'pcs' for the product 'nut'") == true
        )
    }

    @Test("rejects found later revise the hour in which they were made")
    func produced() throws {
        let factory = try factory()
        send(factory, .states, at: 0, "\"state\":\"running\"")
        send(factory, .counts, at: 1_800, "\"good\":100")
        send(factory, .states, at: 3_700, "\"state\":\"running\"")
        let made = Factory.time(1_800)
        send(factory, .counts, at: 3_800, "\"scrap\":4,\"produced\":\"\(made)\"")
        send(factory, .states, at: 3_900, "\"state\":\"running\"")
        let hours = records(factory, "hour")
        #expect(hours.map { $0.number("good") } == [100, 96])
        #expect(hours.map { $0.text("status") } == ["final", "revised"])
        #expect(hours.last?.number("total") == 100 && hours.last?.number("scrap") == 4)
        send(factory, .counts, at: 3_950, "\"good\":4,\"produced\":\"\(made)\"")
        _ = factory.collect()
        let refused = try #require(factory.outputs.last { $0.topic == .deadLetters })
        #expect(refused.headers["takt_reason_code"] == "bad-count")
    }

    @Test("open windows are published at the chosen rate, each with an id of its own")
    func live() throws {
        let factory = try factory { $0.limits.liveIntervalNanoseconds = 10 * Nanoseconds.minute }
        for second in stride(from: 0.0, through: 3_000, by: 60) {
            send(factory, .states, at: second, "\"state\":\"running\"")
        }
        let hours = records(factory, "hour")
        // 08:10 to 08:40 and the first look; the last one waits for progress to pass 08:50.
        #expect(hours.count == 5 && hours.allSatisfy { $0.text("status") == "provisional" })
        #expect(Set(hours.map { $0.headers["ce_id"] }).count == hours.count)
        let last = try #require(hours.last)
        let run = try #require(last.number("run_ms"))
        #expect(last.number("planned_ms") == run && run >= 2_400_000 && run < 3_000_000)
        #expect(
            factory.outputs.contains { $0.topic == .kpiOEECurrent && $0.text("window") == "day" }
        )
        #expect(
            !factory.outputs.contains {
                $0.text("window") == "minute" && $0.text("status") == "provisional"
            }
        )
    }

    @Test("a window names its product only when it had one all the time")
    func products() throws {
        let factory = try factory()
        send(factory, .states, at: 0, "\"state\":\"running\",\"product\":\"bolt\"")
        send(factory, .states, at: 5_400, "\"state\":\"running\",\"product\":\"nut\"")
        send(factory, .states, at: 10_900, "\"state\":\"running\"")
        let hours = records(factory, "hour")
        #expect(hours.map { $0.text("product") } == ["bolt", nil, "nut"])
    }
}
