import Foundation
import Records

@testable import RuleEngine

/// One alert of a rule that a test brings into a state of ISA-18.2 and then lets something happen to.
struct AlarmWorld: ~Copyable {
    enum State: String, CaseIterable {
        case NORM, UNACK, ACKED, RTNUN, LATCH_UN, LATCH_ACK, SHELVED, DSUPR, OOSRV

        /// Whether something keeps the alert quiet.
        var isQuiet: Bool { self == .SHELVED || self == .DSUPR || self == .OOSRV }
    }

    enum Event: String, CaseIterable {
        case alarm_occurs, acknowledge, return_to_normal, re_alarm, reset, shelve
        case unshelve_or_timeout, designed_suppress, designed_unsuppress, remove_from_service
        case return_to_service
    }

    enum Variant: String, CaseIterable {
        case plain = "", ackRequired = "ack = \"required\",", latching = "latch = true,"
    }

    static func rule(_ variant: Variant) -> String {
        """
        rule "alarm" {
          title = "{equipment} {zone}", owner = "q", on = "process.measurements",
          key = { "equipment", "zone" }, when = [[ value > 10 ]], realarm_after = "30m",
          suppress = { machine_state = { "maintenance" } }, \(variant.rawValue)
        }
        """
    }

    var bench: Bench
    private var seconds = 0.0
    private(set) var outcome = AlertCommandOutcome.applied
    static let alert = AlertIdentity.of(rule: "alarm", key: [.text("M1"), .text("a")])

    init(_ variant: Variant) { bench = Bench(Self.rule(variant)) }

    /// The state as the standard would name it. Suppression of an alert that has nothing to suppress
    /// is not on the topic, but it is there.
    var state: State {
        guard let slot = bench.runner.keys.find(Self.alert) else { return .NORM }
        switch bench.runner.keys[slot].standing(.main) {
        case .active: return .UNACK
        case .acknowledged: return .ACKED
        case .returned: return .RTNUN
        case .latched: return .LATCH_UN
        case .latchedAcknowledged: return .LATCH_ACK
        case .shelved: return .SHELVED
        case .suppressed: return .DSUPR
        case .outOfService: return .OOSRV
        default: return bench.runner.keys[slot].isSuppressed ? .DSUPR : .NORM
        }
    }

    mutating func order(_ command: AlertCommand) {
        var order = AlertOrder(command, by: "ann", why: "because")
        order.until = Bench.seconds(seconds + 3600)
        order.workOrder = "WO-1"
        outcome = bench.runner.command(
            alert: Self.alert,
            order,
            equipment: (0, "M1"),
            time: Bench.seconds(seconds),
            source: Bench.commandSource,
            outputs: &bench.outputs
        )
    }

    private mutating func setMachine(_ state: String) {
        bench.machineState = state
        bench.changeMachine(seconds)
    }

    mutating func happen(_ event: Event, byTimeout: Bool = false) {
        seconds += 1
        switch event {
        case .alarm_occurs: bench.reading(seconds, 20)
        case .return_to_normal: bench.reading(seconds, 1)
        case .acknowledge: order(.acknowledge)
        case .reset: order(.reset)
        case .shelve: order(.shelve)
        case .unshelve_or_timeout where byTimeout:
            seconds += 3600
            bench.advance(seconds)
        case .unshelve_or_timeout: order(.unshelve)
        case .remove_from_service: order(.outOfService)
        case .return_to_service: order(.inService)
        case .designed_suppress: setMachine("maintenance")
        case .designed_unsuppress: setMachine("running")
        case .re_alarm:
            seconds += 1800
            bench.advance(seconds)
        }
    }

    /// Brings the alert into a state; answers whether this kind of rule has it.
    mutating func reach(_ state: State, _ variant: Variant, holds: Bool) -> Bool {
        happen(.alarm_occurs)
        switch state {
        case .UNACK: return holds
        case .ACKED:
            happen(.acknowledge)
            return holds
        case .RTNUN, .LATCH_UN, .LATCH_ACK:
            guard !holds, variant == (state == .RTNUN ? .ackRequired : .latching) else {
                return false
            }
            happen(.return_to_normal)
            if state == .LATCH_ACK { happen(.acknowledge) }
            return true
        case .NORM, .SHELVED, .DSUPR, .OOSRV:
            guard state != .NORM || !holds else { return false }
            if !holds {
                happen(.return_to_normal)
                if variant != .plain { happen(.acknowledge) }
                if variant == .latching { happen(.reset) }
            }
            if state == .SHELVED { happen(.shelve) }
            if state == .DSUPR { happen(.designed_suppress) }
            if state == .OOSRV { happen(.remove_from_service) }
            return true
        }
    }
}

/// A transition as a table lists it.
struct AlarmRow {
    var from: String
    var event: String
    var to: String
    var note: String

    /// The rows of a table of the test data; lines with `#` say where it comes from.
    static func table(_ name: String) throws -> [AlarmRow] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Data/Alarms/"
        let text = try String(contentsOfFile: folder + name, encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst().map {
            let fields = $0.split(separator: ",", maxSplits: 3).map(String.init)
            return AlarmRow(
                from: fields[0],
                event: fields[1],
                to: fields[2],
                note: fields.count > 3 ? fields[3] : ""
            )
        }
    }

    /// Whether it is about such a rule and such a condition.
    func applies(_ variant: AlarmWorld.Variant, holds: Bool) -> Bool {
        let isReturn = event == "return_to_normal"
        if isReturn, note.contains("latching alarm") { return variant == .latching }
        if isReturn, note.contains("ack required") { return variant == .ackRequired }
        if isReturn, note.contains("auto-ack") { return variant == .plain }
        // Acknowledged, and not latching: it is over.
        if isReturn, from == "ACKED" { return variant != .latching }
        if note.contains("condition absent") { return !holds }
        if note.contains("condition") && (note.contains("present")) { return holds }
        return true
    }
}
