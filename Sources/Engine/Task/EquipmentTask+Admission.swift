import Codecs
import Effectiveness
import PlantModel
import Records

extension EquipmentTask {
    /// Reads a record and answers for whom and when it speaks, or says why it cannot be believed.
    func admit(
        _ message: InboundMessage,
        _ input: CompiledInput,
        _ bench: Workbench
    ) throws(Rejection) -> (Machine, EventTime) {
        let limits = bench.limits
        guard message.hasValue, message.valueByteCount > 0 else {
            throw Rejection(
                "null-payload",
                "The record has no value; send an event, or delete by policy instead."
            )
        }
        guard message.valueByteCount <= limits.recordBytes else {
            throw Rejection(
                "too-large",
                "The value has \(message.valueByteCount) bytes, at most \(limits.recordBytes) are read; "
                    + "send smaller events or raise limits.record_bytes."
            )
        }
        if let error = input.read(message, into: &bench.fields).error {
            throw Rejection(error.reason.code, "The value is not a readable event: \(error)")
        }
        let name = try equipment(message, input, bench)
        let time = try eventTime(message, bench)
        let machine = try machine(name, bench)
        if time > machine.newest { machine.newest = time }
        if time > newestTime { newestTime = time }
        // Before the first tick the broker's timestamp stands for the clock; a wrong one must not last.
        machine.heardAt =
            now > .distantPast ? now : EventTime(milliseconds: message.timestampMilliseconds)
        moveOn(machine, bench)
        return (machine, time)
    }

    /// The equipment field, checked against key and partition.
    private func equipment(
        _ message: InboundMessage,
        _ input: CompiledInput,
        _ bench: Workbench
    ) throws(Rejection) -> FieldValue {
        let value = bench.fields[Slot.equipment]
        guard value.isText, value.count > 0 else {
            throw Rejection(
                "missing-equipment",
                "The field 'equipment' is \(describe(value)); it must be the path of a machine as text."
            )
        }
        guard message.hasKey, message.keyByteCount > 0 else {
            throw Rejection(
                "empty-key",
                "The record has no key; use the equipment path as key so that all events of a machine "
                    + "stay in order."
            )
        }
        if input.topic.mapping == nil {
            let isEqual = unsafe bench.fields.withText(value) { name in
                unsafe ByteText.areEqual(name, message.key)
            }
            guard isEqual else {
                let key = unsafe text(message.key)
                throw Rejection(
                    "key-mismatch",
                    "The key is '\(key)' but the equipment is "
                        + "'\(bench.fields.string(value) ?? "")'; use the equipment path as key."
                )
            }
        }
        if bench.checksPartitions {
            let partition = unsafe StableHash.partition(
                ofKey: message.key,
                partitionCount: bench.taskCount
            )
            guard partition == message.partition else {
                throw Rejection(
                    "wrong-partition",
                    "The key belongs to partition \(partition) of \(bench.taskCount) but lies in "
                        + "\(message.partition); set the producer's partitioner to murmur2 (librdkafka: "
                        + "partitioner=murmur2_random)."
                )
            }
        }
        return value
    }

    /// 1900 to 2200: whatever the record's timestamp says, and far from the ends of what 64 bits hold.
    private static let times =
        EventTime(milliseconds: -2_208_988_800_000)..<EventTime(milliseconds: 7_258_118_400_000)

    /// How far ahead of the engine's clock an event may be. A producer whose clock is wrong stamps the
    /// record with the same wrong time, so comparing the two finds nothing.
    private static var clockErrorNanosecondsMax: Int64 { Nanoseconds.day }

    func eventTime(
        _ message: InboundMessage,
        _ bench: Workbench
    ) throws(Rejection) -> EventTime {
        let time: EventTime
        do { time = try TimeParser.time(bench.fields[Slot.time], in: bench.fields) } catch {
            throw Rejection(error == .missing ? "missing-time" : "bad-time", error.description)
        }
        guard Self.times.contains(time) else {
            throw Rejection(
                "absurd-time",
                "The event says \(TimeFormatter.string(time)); check the clock or the unit of 'time'."
            )
        }
        guard now == .distantPast || time - now <= Self.clockErrorNanosecondsMax else {
            throw Rejection(
                "future-time",
                "The event says \(TimeFormatter.string(time)), more than a day ahead of the engine's "
                    + "clock at \(TimeFormatter.string(now)); check the clock of the source."
            )
        }
        guard message.timestampMilliseconds >= 0 else { return time }
        let limits = bench.limits
        let stamp = EventTime(milliseconds: message.timestampMilliseconds)
        guard time - stamp <= limits.futureToleranceNanoseconds else {
            throw Rejection(
                "future-time",
                "The event says \(TimeFormatter.string(time)) but was written at "
                    + "\(TimeFormatter.string(stamp)); check the clock of the source."
            )
        }
        guard stamp - time <= limits.pastToleranceNanoseconds else {
            throw Rejection(
                "absurd-time",
                "The event says \(TimeFormatter.string(time)), long before it was written at "
                    + "\(TimeFormatter.string(stamp)); check the clock or the unit of 'time'."
            )
        }
        return time
    }

    private func machine(_ name: FieldValue, _ bench: Workbench) throws(Rejection) -> Machine {
        if let index = unsafe bench.fields.withText(name, { unsafe machineNames.find($0) }),
            let machine = machines[index]
        {
            willChange(machine: index)
            return machine
        }
        let path = bench.fields.string(name) ?? ""
        guard EquipmentPath.isValid(path) else {
            throw Rejection(
                "bad-equipment",
                "'\(path)' is no equipment path; expected enterprise/site/area/line/cell, 1 to 8 "
                    + "segments."
            )
        }
        guard bench.settings.plant.settings(at: path) != nil else {
            throw Rejection(
                "unknown-equipment",
                "The plant file does not know the equipment '\(path)'; add it, or set "
                    + "unknown_equipment: learn."
            )
        }
        guard let index = machineNames.intern(path) else {
            throw Rejection(
                "too-many-equipment",
                "Task \(number) holds its \(machineNames.countLimit) machines already; raise "
                    + "limits.equipment_per_task or use more partitions."
            )
        }
        willChange(machine: index)
        let machine = makeMachine(index, path, bench)
        machine.beginsAt = graves.through(path)
        if index == machines.count { machines.append(machine) } else { machines[index] = machine }
        return machine
    }

    func makeMachine(
        _ index: Int,
        _ path: String,
        _ bench: Workbench
    ) -> Machine {
        let settings = bench.settings.plant.inheritedSettings(at: path)
        let limits = bench.limits
        var effectiveness = EffectivenessSettings(
            late: .init(
                allowedLatenessNanoseconds: limits.allowedLatenessNanoseconds,
                graceNanoseconds: limits.graceNanoseconds
            )
        )
        effectiveness.microStopThresholdNanoseconds = settings.microStopNanoseconds
        // How far a machine has come depends on how far all its topics have been read.
        effectiveness.movesWithEvents = false
        effectiveness.counterJitter = settings.counts.counterJitter
        effectiveness.counterGapNanoseconds = settings.counts.counterGapNanoseconds
        effectiveness.lateScrap =
            settings.counts.lateScrap == .production ? .productionTime : .bookingTime
        let calendar = bench.calendars.number(named: settings.calendar, zone: settings.timeZone)
        effectiveness.hasShifts = bench.calendars.hasShifts(calendar)
        products.retain(0)
        return Machine(
            index: index,
            name: path,
            settings: settings,
            calendar: calendar,
            shiftNames: bench.calendars.shiftNames(calendar),
            budgetPaths: bench.settings.plant.falseAlarmBudgetPaths(above: path),
            effectiveness: EquipmentEffectiveness(settings: effectiveness)
        )
    }

    /// What a field holds, for a sentence.
    func describe(_ value: FieldValue) -> String {
        switch value.kind {
        case .absent: "missing"
        case .null: "null"
        case .boolean: "a truth value"
        case .integer, .number: "a number"
        case .text, .scratchText: value.count == 0 ? "empty" : "text"
        case .numbers: "an array of numbers"
        case .nested: "an object or array"
        }
    }

    /// Bytes as text for a sentence; at most 200 of them.
    func text(_ bytes: UnsafeRawBufferPointer) -> String {
        unsafe String(decoding: bytes.prefix(200), as: UTF8.self)
    }
}
