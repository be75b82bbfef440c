import Effectiveness
import Records
import Testing
import Windows

private func at(_ minutes: Double) -> EventTime {
    EventTime(nanoseconds: 1_772_431_200 * Nanoseconds.second)
        .advanced(byNanoseconds: Int64(minutes * 60e9))
}

private func machine(
    lateness: Int64 = 0,
    grace: Int64 = 30 * Nanoseconds.minute,
    change: (inout EffectivenessSettings) -> Void = { _ in }
) -> EquipmentEffectiveness {
    var settings = EffectivenessSettings(
        late: LatePolicy(allowedLatenessNanoseconds: lateness, graceNanoseconds: grace)
    )
    change(&settings)
    return EquipmentEffectiveness(settings: settings)
}

// The expectation macro copies what it looks into, which these cannot be.
private func isDue(_ machine: borrowing EquipmentEffectiveness) -> Bool { machine.isDue }
private func state(_ machine: borrowing EquipmentEffectiveness) -> LossCategory? { machine.state }

@Suite struct StopAndStateTests {
    @Test(
        "a short stop over the minute edge is provisionally minor and becomes a stop when it lasts"
    )
    func crossing() {
        var machine = machine { $0.hasHours = false }
        var records: [OEEWindowRecord] = []
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        _ = machine.apply(state: .down, at: at(0.5), calendar: .always)
        machine.advance(to: at(1.1), calendar: .always) { records.append($0) }
        #expect(records.map(\.revision) == [1] && records[0].isUndecided)
        #expect(records[0].totals[.minorStop] == 30 * Nanoseconds.second)
        machine.advance(to: at(2.2), calendar: .always) { records.append($0) }
        #expect(records.count == 2 && isDue(machine) == true)
        // After two minutes it is a stop, and both minutes are corrected.
        machine.advance(to: at(2.5), calendar: .always) { records.append($0) }
        #expect(records.dropFirst(2).map(\.revision) == [2, 2])
        #expect(records[2].totals[.down] == 30 * Nanoseconds.second && !records[2].isUndecided)
        #expect(records[3].totals[.down] == 60 * Nanoseconds.second)
        #expect(records[2].totals[.stopCount] == 1 && records[3].totals[.stopCount] == 0)
        #expect(isDue(machine) == false)
    }

    @Test("a short stop over the minute edge that ends in time needs no correction")
    func minorCrossing() {
        var machine = machine { $0.hasHours = false }
        var revisions: [Int32] = []
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        _ = machine.apply(state: .down, at: at(0.5), calendar: .always)
        machine.advance(to: at(1.1), calendar: .always) { revisions.append($0.revision) }
        _ = machine.apply(state: .productive, at: at(1.5), calendar: .always)
        machine.advance(to: at(6), calendar: .always) { revisions.append($0.revision) }
        #expect(revisions == [1, 1, 1, 1, 1] && isDue(machine) == false)
    }

    @Test("the same state again is not a new stop, and a repeated message is a duplicate")
    func repeats() {
        var machine = machine()
        var hour: OEEWindowRecord?
        #expect(machine.apply(state: .down, at: at(1), calendar: .always) == .onTime)
        #expect(machine.apply(state: .down, at: at(1), calendar: .always) == .duplicate)
        for minute in 2..<10 {
            #expect(
                machine.apply(state: .down, at: at(Double(minute)), calendar: .always) == .onTime
            )
        }
        machine.advance(to: at(61), calendar: .always) { if $0.kind == .hour { hour = $0 } }
        #expect(hour?.totals[.stopCount] == 1)
        #expect(hour?.totals[.down] == 59 * Nanoseconds.minute)
        #expect(hour?.totals[.unknown] == Nanoseconds.minute)
        #expect(hour?.completeness == 59.0 / 60)
    }

    @Test("an idle machine gets a record for each minute that the clock passes")
    func idle() {
        var machine = machine()
        var starts: [EventTime] = []
        _ = machine.apply(state: .idle, at: at(0.2), calendar: .always)
        for tick in 1...30 {
            machine.advance(to: at(Double(tick) + 0.01), calendar: .always) { record in
                starts.append(record.start)
                if tick > 1 { #expect(record.totals[.idle] == Nanoseconds.minute) }
            }
        }
        #expect(starts == (0..<30).map { at(Double($0)) })
    }

    @Test("a window closes when progress has passed its end, so an event of that very time counts")
    func closing() {
        var machine = machine { $0.hasHours = false }
        var records: [OEEWindowRecord] = []
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        machine.advance(to: at(1), calendar: .always) { records.append($0) }
        #expect(records.isEmpty)
        guard let sample = CountSample(kind: .delta, good: 7) else { return }
        #expect(machine.apply(count: sample, at: at(1), calendar: .always) == .onTime)
        machine.advance(to: at(1.001), calendar: .always) { records.append($0) }
        #expect(records.map(\.totals.goodCount) == [7])
    }

    @Test("what comes after the grace period is too late and changes nothing")
    func tooLate() {
        var machine = machine(grace: 5 * Nanoseconds.minute) { $0.hasHours = false }
        var revisions: [Int32] = []
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        _ = machine.apply(state: .productive, at: at(9), calendar: .always)
        machine.advance(to: at(10), calendar: .always) { revisions.append($0.revision) }
        #expect(machine.apply(state: .down, at: at(3), calendar: .always) == .tooLate)
        #expect(machine.apply(state: .down, at: at(6.5), calendar: .always) == .revises)
        guard let sample = CountSample(kind: .delta, good: 1) else { return }
        #expect(machine.apply(count: sample, at: at(3), calendar: .always) == .tooLate)
        #expect(machine.apply(count: sample, at: at(6), calendar: .always) == .revises)
        machine.advance(to: at(10), calendar: .always) { revisions.append($0.revision) }
        #expect(revisions.filter { $0 == 1 }.count == 9)
        #expect(revisions.filter { $0 == 2 }.count == 4)
    }

    @Test("a state that comes too late but is the newest tells the state from then on")
    func adopted() {
        var machine = machine(grace: Nanoseconds.minute)
        var last: OEEWindowRecord?
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        machine.advance(to: at(300), calendar: .always) { _ in }
        #expect(machine.apply(state: .down, at: at(100), calendar: .always) == .tooLate)
        machine.advance(to: at(361), calendar: .always) { if $0.kind == .hour { last = $0 } }
        #expect(last?.totals[.down] == Nanoseconds.hour && state(machine) == .down)
    }

    @Test("a late state that a forgotten one replaced at once does not come before older ones")
    func replacedAtOnce() {
        var machine = machine { $0.stateHistoryLimit = 4 }
        let states: [LossCategory] = [.down, .down, .productive, .idle]
        for (minute, state) in states.enumerated() {
            let answer = machine.apply(
                state: state,
                at: at(Double(minute)),
                sequence: 5,
                calendar: .always
            )
            #expect(answer == .onTime)
        }
        // Makes room by forgetting the second state, which repeats the first.
        let answer = machine.apply(
            state: .productive,
            at: at(1),
            sequence: 3,
            calendar: .always
        )
        #expect(answer == .tooLate)
    }

    @Test("open windows can be looked at before they close")
    func open() {
        var machine = machine { $0.hasDays = false }
        _ = machine.apply(state: .productive, at: at(0), calendar: .always)
        var records: [OEEWindowRecord] = []
        machine.showOpen(through: at(0.5), calendar: .always) { records.append($0) }
        #expect(records.map(\.kind) == [.minute, .hour])
        #expect(records.allSatisfy { $0.status == .provisional && $0.revision == 0 })
        #expect(records.allSatisfy { $0.totals.coveredNanoseconds == 30 * Nanoseconds.second })
        #expect(records.allSatisfy { $0.through == at(0.5) })
    }

    @Test("the oldest open window begins where nothing has been published yet")
    func oldestOpen() {
        var machine = machine { $0.hasDays = false }
        #expect(machine.oldestOpenStart(calendar: .always) == nil)
        _ = machine.apply(state: .down, at: at(-200), calendar: .always)
        _ = machine.apply(state: .productive, at: at(-15), calendar: .always)
        _ = machine.apply(state: .productive, at: at(25), calendar: .always)
        machine.advance(to: .distantPast, calendar: .always) { _ in }
        #expect(machine.oldestOpenStart(calendar: .always) == at(0))
    }

    @Test("maintenance, off and breaks are outside the planned time; without any OEE has no value")
    func unplanned() throws {
        let calendar = try ShiftCalendar(
            shifts: [ShiftInterval(start: at(0), end: at(50), shiftIndex: 2, localDay: 20_514)],
            plannedStops: [
                PlannedStop(start: at(10), end: at(15)), PlannedStop(start: at(15), end: at(20)),
            ]
        )
        var machine = machine()
        _ = machine.apply(state: .maintenance, at: at(0), calendar: calendar)
        _ = machine.apply(state: .off, at: at(30), calendar: calendar)
        var records: [OEEWindowRecord] = []
        machine.advance(to: at(61), calendar: calendar) { records.append($0) }
        let shift = try #require(records.first { $0.kind == .shift })
        #expect(shift.shiftIndex == 2 && shift.localDay == 20_514)
        #expect(shift.totals[.maintenance] == 20 * Nanoseconds.minute)
        #expect(shift.totals[.off] == 20 * Nanoseconds.minute)
        #expect(shift.totals[.plannedBreak] == 10 * Nanoseconds.minute)
        #expect(shift.totals.plannedNanoseconds == 0)
        #expect(shift.oee.value == nil && shift.oee.undefined == .noPlannedTime)
        let hour = try #require(records.first { $0.kind == .hour })
        #expect(hour.totals[.unscheduled] == 10 * Nanoseconds.minute)
        #expect(hour.availability.undefined == .noPlannedTime)
    }

    @Test("a calendar says which of its shifts is wrong")
    func calendars() {
        #expect(throws: CalendarError.overlap(first: at(0), second: at(9))) {
            try ShiftCalendar(shifts: [
                ShiftInterval(start: at(9), end: at(20)), ShiftInterval(start: at(0), end: at(10)),
            ])
        }
        #expect(throws: CalendarError.empty(start: at(5))) {
            try ShiftCalendar(shifts: [], plannedStops: [PlannedStop(start: at(5), end: at(5))])
        }
    }

    @Test("places of the table are given out, refused when all are taken, and used again")
    func table() {
        var table = EffectivenessTable(capacity: 2)
        let first = table.add(EffectivenessSettings())
        let second = table.add(EffectivenessSettings())
        #expect(first == 0 && second == 1 && table.add(EffectivenessSettings()) == nil)
        guard let first, let second else { return }
        #expect(
            table.apply(state: .down, at: at(0), equipment: first, calendar: .always) == .onTime
        )
        #expect(table.isDue(first) && table.isDue(second) == false)
        #expect(table.read(first) { $0.state } == .down && table.read(second) { $0.state } == nil)
        table.remove(first)
        #expect(table.count == 1 && table.add(EffectivenessSettings()) == 0)
        #expect(table.read(0) { $0.state } == nil)
    }
}
