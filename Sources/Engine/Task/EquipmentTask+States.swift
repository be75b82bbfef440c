import Effectiveness
import Records

extension EquipmentTask {
    /// A machine says what it does.
    func applyState(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let state = bench.fields[Slot.State.state]
        guard state.isText, state.count > 0 else {
            throw Rejection(
                "missing-state",
                "The field 'state' is \(describe(state)); expected a state word."
            )
        }
        let category = try category(of: state, bench)
        var fate = Fate.counted
        if bench.stages.contains(.effectiveness) {
            fate = settle(machine, time, bench) { calendar in
                machine.effectiveness.apply(
                    state: category,
                    at: time,
                    sequence: bench.fields[Slot.seq].int64 ?? -1,
                    calendar: calendar
                )
            }
        }
        if time >= machine.stateTime, fate != .duplicate {
            if machine.category == .productive, category != .productive {
                suspend(machine, bench)
            }
            machine.category = category
            machine.stateTime = time
            machine.stateText = bench.fields.string(state) ?? ""
            tellRules(machine, time, bench)
            _ = noteProduct(machine, time, bench)
        }
        guard fate == .counted else { return fate }
        bench.fields.setText(Slot.State.category, category.name)
        evaluateRules(ruleTopics.states, machine, time, bench)
        return .counted
    }

    /// What a state word means together with mode and reason; asked once per combination.
    private func category(
        of state: FieldValue,
        _ bench: Workbench
    ) throws(Rejection) -> LossCategory {
        let mode = bench.fields[Slot.State.mode]
        let reason = bench.fields[Slot.State.reason]
        if !mode.isText, !reason.isText,
            let index = unsafe bench.fields.withText(state, { unsafe stateWords.find($0) }),
            let category = stateCategories[index]
        {
            return category
        }
        let words = bench.settings.plant.states
        let word = bench.fields.string(state) ?? ""
        guard
            let category = words.category(
                state: word,
                mode: bench.fields.string(mode),
                reason: bench.fields.string(reason)
            )
        else {
            throw Rejection(
                "unknown-state",
                "The plant does not know the state '\(word)'; add it under 'states' in the plant file."
            )
        }
        if !mode.isText, !reason.isText, let index = stateWords.intern(word) {
            while stateCategories.count <= index { stateCategories.append(nil) }
            stateCategories[index] = category
        }
        return category
    }

    /// Applies something to the effectiveness of a machine and answers what became of it; when its
    /// windows wait to be published, publishes them and tries again.
    func settle(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench,
        _ apply: (ShiftCalendar) -> Acceptance
    ) -> Fate {
        // Windows that far behind are gone, also when the machine began anew since.
        guard machine.progress - time <= bench.leapNanoseconds, time >= machine.beginsAt else {
            return .late
        }
        let calendar = bench.calendars.calendar(machine.calendar, around: time)
        var acceptance = apply(calendar)
        if acceptance == .full {
            publishWindows(machine, machine.progress, bench)
            acceptance = apply(calendar)
        }
        if machine.effectiveness.isDue { publishWindows(machine, machine.progress, bench) }
        switch acceptance {
        case .onTime, .lateButOpen, .revises: return .counted
        case .duplicate: return .duplicate
        case .tooLate, .full: return .late
        }
    }

    /// The product of an event: the one it names, else the newest known. A newer event decides what
    /// the machine makes from then on.
    func noteProduct(_ machine: Machine, _ time: EventTime, _ bench: Workbench) -> String? {
        let name = bench.fields[Slot.Common.product]
        if name.isText {
            let index = productIndex(name, bench)
            guard time >= machine.productTime else {
                return index == 0 ? nil : bench.fields.string(name)
            }
            machine.productTime = time
            if index != machine.product { take(product: index, machine, time, bench) }
        }
        return machine.product == 0 ? nil : products.name(machine.product)
    }

    private func take(product: Int?, _ machine: Machine, _ time: EventTime, _ bench: Workbench) {
        let old = machine.product
        machine.product = retainProduct(product, bench)
        products.release(old)
        if old > 0 { machine.productSince = time }
    }

    /// The machine left production: its sensors may stand still or be silent without a reason to worry.
    private func suspend(_ machine: Machine, _ bench: Workbench) {
        var index = machine.firstSeries
        while index >= 0 {
            let row = series.rows[Int(index)]
            if row.detector >= 0 {
                willChange(series: Int(index), bench)
                series.detectors[Int(row.detector)].suspend()
            }
            index = row.next
        }
    }
}

extension LossCategory {
    /// The word rules and topics use.
    var name: String {
        switch self {
        case .productive: "productive"
        case .setup: "setup"
        case .idle: "idle"
        case .starved: "starved"
        case .blocked: "blocked"
        case .down: "down"
        case .maintenance: "maintenance"
        case .off: "off"
        case .unknown: "unknown"
        }
    }
}
