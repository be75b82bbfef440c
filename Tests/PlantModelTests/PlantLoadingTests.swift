import PlantModel
import Records
import Testing

@Suite("A plant file")
struct PlantLoadingTests {
    static let text = """
        version: "7"
        time_zone: Europe/Berlin
        unknown_equipment: dead-letter
        unknown_characteristic: dead-letter
        defaults:
          micro_stop: 60s
        calendars:
          two-shift:
            shifts:
              - {name: early, start: "06:00", end: "14:00", days: [mon..fri]}
              - {name: late, start: "14:00", end: "22:00", days: [mon..fri]}
        states:
          words:
            cip: {category: maintenance, reasons: {"No Milk": starved}}
            Stopped: off
          modes: {teach-in: setup}
        equipment:
          acme:
            ideal_cycle: 2s
            children:
              berlin:
                calendar: two-shift
                children:
                  body:
                    ideal_cycles: {A1: 500ms}
                    children: [press-1, press-2]
              lisbon:
                time_zone: Europe/Lisbon
                micro_stop: 2m
                children:
                  weld-1:
        characteristics:
          - name: diameter
            unit: mm
            chart: {kind: i-mr}
          - name: diameter
            equipment: "acme/berlin/*/press-*"
            unit: mm
            specification: {lsl: 9.9, target: 10, usl: 10.1}
            physical_range: {min: 0, max: 50}
            chart: {kind: xbar-r, subgroup_size: 5, rules: [2, 1, 5], limits: {mean: 10, sigma: 0.01}}
            anomaly:
              flatline_after: 60s
              dropout_after: 2m
              rate_limit_per_second: 0.5
              ewma_z: {lambda: 0.1, k: 6}
              hampel: {window: 31, k: 6}
        """

    let plant: Plant

    init() throws { plant = try Plant.load(Self.text) }

    @Test("settings are inherited down the tree until a level says otherwise")
    func inheritance() throws {
        let press = try #require(plant.settings(at: "acme/berlin/body/press-1"))
        #expect(press.calendar == "two-shift")
        #expect(press.timeZone == "Europe/Berlin")
        #expect(press.microStopNanoseconds == 60 * Nanoseconds.second)
        #expect(press.idealCycleNanoseconds(product: nil) == 2 * Nanoseconds.second)
        #expect(press.idealCycleNanoseconds(product: "A1") == 500 * Nanoseconds.millisecond)
        #expect(press.idealCycleNanoseconds(product: "A2") == 2 * Nanoseconds.second)
        let weld = try #require(plant.settings(at: "acme/lisbon/weld-1"))
        #expect(weld.timeZone == "Europe/Lisbon")
        #expect(weld.microStopNanoseconds == 2 * Nanoseconds.minute)
        #expect(weld.calendar == nil)
    }

    @Test("a flat list of paths says the same as a tree")
    func flatList() throws {
        let flat = try Plant.load(
            """
            equipment:
              - {path: acme/berlin, micro_stop: 90s}
              - acme/berlin/body/press-1
              - {path: acme, ideal_cycle: 3s}
            """
        )
        let press = try #require(flat.settings(at: "acme/berlin/body/press-1"))
        #expect(press.microStopNanoseconds == 90 * Nanoseconds.second)
        #expect(press.idealCycleNanoseconds == 3 * Nanoseconds.second)
        #expect(flat.knows("acme/berlin/body"))
        #expect(!flat.knows("acme/berlin/body/press-2"))
    }

    @Test("unknown equipment is learned from the level above it, or refused, as the file says")
    func unknownEquipment() throws {
        #expect(plant.settings(at: "acme/berlin/body/press-9") == nil)
        let text = Self.text.replacing("unknown_equipment: dead-letter", with: "")
        let learning = try Plant.load(text)
        let press = try #require(learning.settings(at: "acme/berlin/body/press-9"))
        #expect(press.path == "acme/berlin/body/press-9")
        #expect(press.calendar == "two-shift")
        #expect(learning.settings(at: "a//b") == nil)
        #expect(learning.settings(at: "1/2/3/4/5/6/7/8/9") == nil)
        #expect(learning.settings(at: "") == nil)
    }

    @Test("the last characteristic whose pattern fits is the one that counts")
    func characteristicLookup() throws {
        let press = try #require(
            plant.characteristic(named: "diameter", at: "acme/berlin/body/press-1")
        )
        #expect(press.specification.usl == 10.1)
        #expect(press.physicalRange == 0...50)
        #expect(press.chart.kind == .meanRange)
        #expect(press.chart.subgroupSize == 5)
        #expect(press.chart.rules == [1, 2, 5])
        #expect(press.chart.ruleBits == 0b1_0011)
        #expect(press.chart.limits == .known(mean: 10, sigma: 0.01))
        #expect(press.anomaly.flatlineAfterNanoseconds == 60 * Nanoseconds.second)
        #expect(press.anomaly.dropoutAfterNanoseconds == 120 * Nanoseconds.second)
        #expect(press.anomaly.rateLimitPerSecond == 0.5)
        #expect(press.anomaly.ewma == .init(lambda: 0.1, k: 6))
        #expect(press.anomaly.hampel == .init(window: 31, k: 6))
        let weld = try #require(plant.characteristic(named: "diameter", at: "acme/lisbon/weld-1"))
        #expect(weld.chart.kind == .individuals)
        #expect(weld.chart.rules == Array(1...8))
        #expect(weld.chart.limits == .estimated(points: 100))
        #expect(weld.anomaly.isOff)
        #expect(plant.characteristic(named: "torque", at: "acme/lisbon/weld-1") == nil)
    }

    @Test("unknown characteristics are learned with the settings the file states")
    func learnedCharacteristic() throws {
        let plain = try #require(Plant.empty.characteristic(named: "x", at: "a/b"))
        #expect(plain.chart == .init(kind: .individuals, rules: [1]))
        #expect(plain.anomaly.isOff)
        let stated = try Plant.load("learned: {chart: none, anomaly: {dropout_after: 1m}}")
        let learned = try #require(stated.characteristic(named: "x", at: "a/b"))
        #expect(learned.chart.kind == .none)
        #expect(learned.anomaly.dropoutAfterNanoseconds == Nanoseconds.minute)
    }

    @Test("the summary names machines, calendars and charts")
    func describe() {
        let text = plant.describe()
        #expect(text.contains("3 machines in 4 levels above them"))
        #expect(text.contains("sites: acme/berlin, acme/lisbon"))
        #expect(text.contains("calendar two-shift: early, late in Europe/Berlin"))
        #expect(text.contains("chart xbar-r of 5 rules 1,2,5, mean 10.0 sigma 0.01"))
    }
}
