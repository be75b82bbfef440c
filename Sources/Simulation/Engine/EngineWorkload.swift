import Engine
import Records

/// A record that is written to an input when its time has come.
struct TimedRecord: Sendable {
    /// Virtual time in milliseconds since the beginning.
    var time: Int64
    var role: InputRole
    var key: [UInt8]?
    var value: [UInt8]?
}

/// What a few machines say within some seconds: mostly in order and true, now and then late, twice, out
/// of order, or not an event at all.
struct EngineWorkload {
    private var random: PlantRandom
    private let start: Int64
    private let machineCount: Int
    private let absences: [Range<Int64>]
    private var sequences: [Int: Int] = [:]
    private var records: [TimedRecord] = []

    /// `start` is the wall clock at the beginning, in milliseconds. `absences` says for each machine
    /// when, in milliseconds since then, it says nothing.
    init(random: PlantRandom, start: Int64, machineCount: Int, absences: [Range<Int64>]) {
        self.random = random
        self.start = start
        self.machineCount = machineCount
        self.absences = absences
    }

    /// Draws `count` records over `duration` milliseconds; the share `backlog` of them is there from
    /// the beginning.
    mutating func draw(count: Int, duration: Int64, backlog: Double) -> [TimedRecord] {
        for _ in 0..<count {
            let time = Int64(random.below(Int(duration)))
            records.append(record(at: time))
        }
        records.sort { $0.time < $1.time }
        for index in 0..<Int(Double(count) * backlog) { records[index].time = 0 }
        let repeated = records.filter { _ in random.chance(0.04) }
        records += repeated
        records.sort { $0.time < $1.time }
        return records
    }

    private mutating func record(at drawn: Int64) -> TimedRecord {
        let machine = random.below(machineCount)
        // What a machine would have said meanwhile it says when it is back.
        let time = absences[machine].contains(drawn) ? absences[machine].upperBound : drawn
        let role: InputRole =
            [
                .states, .counts, .measurements, .measurements, .measurements, .commands,
                .chartCommands,
            ][random.below(7)]
        let path = "acme/berlin/body/line-1/m\(machine)"
        var record = TimedRecord(time: time, role: role, key: Array(path.utf8), value: nil)
        if random.chance(0.03) { return spoilt(record) }
        var moment = start + time
        if random.chance(0.1) { moment -= Int64(random.below(1_500)) }
        if random.chance(0.03) { moment -= 5_000 + Int64(random.below(100_000)) }
        var fields = "\"equipment\":\"\(path)\",\"time\":\(moment)"
        if random.chance(0.5) {
            let stream = machine * InputRole.allCases.count + role.rawValue
            sequences[stream, default: 0] += 1
            fields += ",\"seq\":\(sequences[stream] ?? 0)"
        }
        fields += body(of: role)
        record.value = Array("{\(fields)}".utf8)
        return record
    }

    private mutating func body(of role: InputRole) -> String {
        switch role {
        case .states:
            let states = ["running", "running", "down", "idle", "maintenance", "mystery"]
            return ",\"state\":\"\(states[random.below(states.count)])\""
        case .counts:
            return ",\"good\":\(random.below(4)),\"scrap\":\(random.below(3))"
        case .measurements:
            let name = random.chance(0.8) ? "diameter" : "torque"
            // Whole thousandths, so that the text does not depend on how numbers are printed.
            let value = 9_800 + random.below(random.chance(0.2) ? 1_500 : 400)
            let rest = String(value % 1_000 + 1_000).dropFirst()
            return ",\"characteristic\":\"\(name)\",\"value\":\(value / 1_000).\(rest)"
                + ",\"lot\":\"L\(random.below(3))\""
        case .chartCommands: return chartCommand()
        case .inspections, .commands, .contributions:
            return ",\"alert\":\"0123456789abcdef\",\"command\":\"acknowledge\",\"by\":\"x\""
        }
    }

    /// Decisions of people who look at other charts than the ones they speak of, now and then.
    private mutating func chartCommand() -> String {
        let commands = [
            "limits", "limits", "propose", "approve", "decline", "freeze", "exclude", "collect",
        ]
        let command = commands[random.below(commands.count)]
        let torque = random.chance(0.5)
        var fields = ",\"characteristic\":\"\(torque ? "torque" : "diameter")\""
        fields += ",\"command\":\"\(command)\",\"by\":\"x\",\"why\":\"y\""
        if torque { fields += ",\"chart_number\":\(1 + random.below(3))" }
        switch command {
        case "limits":
            fields += ",\"mean\":10.\(random.below(9)),\"sigma\":0.\(1 + random.below(8))"
        case "exclude": fields += ",\"point\":\(1 + random.below(5)),\"cause\":\"spill\""
        default: break
        }
        if random.chance(0.3) {
            fields += ",\"effective_from\":\(start + Int64(random.below(20_000)))"
        }
        return fields
    }

    private mutating func spoilt(_ record: TimedRecord) -> TimedRecord {
        var record = record
        switch random.below(4) {
        case 0: record.value = nil
        case 1: record.value = Array("{\"equipment\":".utf8)
        case 2: record.value = Array("{\"equipment\":\"acme/other\",\"time\":1}".utf8)
        default:
            record.key = nil
            record.value = Array("{\"equipment\":\"acme/x\",\"time\":\(start)}".utf8)
        }
        return record
    }
}
