import Records

// Keys: identity, creation, and the values of an event.

extension RuleRunner {
    /// The value of a field of an event, or of one that comes with it.
    func value(_ slot: Int, _ event: borrowing EventFields, _ context: EventContext) -> RuleValue {
        switch slot {
        case RuleBinding.Source.absent: return .nothing
        case RuleBinding.Source.equipment:
            return unsafe .text(String(decoding: context.equipmentName, as: UTF8.self))
        case RuleBinding.Source.time: return .integer(context.time.milliseconds)
        default: break
        }
        let field = event[slot]
        switch field.kind {
        case .absent, .null: return .nothing
        case .boolean: return .boolean(field.bits != 0)
        case .integer: return .integer(Int64(bitPattern: field.bits))
        case .number: return .number(Double(bitPattern: field.bits))
        case .numbers:
            return .text(
                unsafe event.withNumbers(field) {
                    unsafe $0.prefix(16).map { String($0) }.joined(separator: ", ")
                }
            )
        case .text, .scratchText, .nested:
            return unsafe .text(
                event.withText(field) { unsafe String(decoding: $0.prefix(1024), as: UTF8.self) }
            )
        }
    }

    /// Identity of the alert of a rule and the key of an event. Allocates nothing.
    func identity(_ rule: Int, _ event: borrowing EventFields, _ context: EventContext) -> UInt64 {
        var hash = bindings[rule].seed
        for index in bindings[rule].keySlots.indices {
            let slot = bindings[rule].keySlots[index]
            if slot == RuleBinding.Source.equipment {
                hash = unsafe AlertIdentity.mix(hash, 3, context.equipmentName)
            } else if slot >= 0 {
                hash = Self.mix(hash, event[slot], event)
            } else {
                hash = AlertIdentity.mixNothing(hash)
            }
        }
        return hash
    }

    private static func mix(_ hash: UInt64, _ value: FieldValue, _ event: borrowing EventFields)
        -> UInt64
    {
        switch value.kind {
        case .text, .scratchText, .nested:
            return unsafe event.withText(value) {
                unsafe AlertIdentity.mix(hash, 3, $0)
            }
        case .absent, .null, .numbers: return AlertIdentity.mixNothing(hash)
        case .boolean: return AlertIdentity.mix(hash, 1, value.bits)
        case .integer: return AlertIdentity.mix(hash, 2, value.bits)
        case .number:
            return AlertIdentity.mix(hash, 2, AlertIdentity.bits(Double(bitPattern: value.bits)))
        }
    }

    /// The slot of a new key for an event.
    mutating func makeKey(
        _ rule: Int,
        _ alert: UInt64,
        _ event: borrowing EventFields,
        _ context: EventContext,
        _ outputs: inout RuleOutputs
    ) -> Int {
        let name = unsafe String(decoding: context.equipmentName, as: UTF8.self)
        let values = bindings[rule].keySlots.map { value($0, event, context) }
        let equipment = (context.equipment, name)
        return insertKey(rule, alert, equipment, values, context.time, &outputs)
    }

    /// The slot of a new key; the least recently used one makes room when the rule has too many.
    mutating func insertKey(
        _ rule: Int,
        _ alert: UInt64,
        _ equipment: (index: Int, name: String),
        _ values: [RuleValue],
        _ time: EventTime,
        _ outputs: inout RuleOutputs
    ) -> Int {
        // More than one goes when a snapshot came from a time with a higher limit.
        while keys.count(rule: rule) > 0, keys.count(rule: rule) >= limits.keyCountPerRule {
            makeRoom(rule, time, &outputs)
        }
        willChange(keys.nextSlot)
        let slot = keys.insert(rule: rule, alert: alert, equipment: equipment.index)
        while timers.count <= equipment.index { timers.append(TimerHeap()) }
        keys.memories[slot].equipmentName = equipment.name
        keys.memories[slot].values = values
        keys.memories[slot].cells = set.rules[rule].cells.map(\.initial)
        return slot
    }

    /// Keeps the count of open keys, and the list of rules that have some.
    mutating func noteOpen(_ slot: Int, _ wasOpen: Bool) {
        let isOpen = keys[slot].isOpen
        guard isOpen != wasOpen else { return }
        let rule = Int(keys[slot].rule)
        bindings[rule].openCount += isOpen ? 1 : -1
        guard bindings[rule].isIndexedByCondition, bindings[rule].topic >= 0 else { return }
        let topic = bindings[rule].topic
        if isOpen, bindings[rule].openCount == 1 {
            topics[topic].openRules.append(Int32(rule))
            topics[topic].openRules.sort()
        } else if bindings[rule].openCount == 0 {
            topics[topic].openRules.removeAll { $0 == Int32(rule) }
        }
    }

    /// The values of the fields that the rule's condition looks at.
    func evidence(_ rule: Int, _ event: borrowing EventFields, _ context: EventContext)
        -> [NamedValue]
    {
        var result: [NamedValue] = []
        let names = set.rules[rule].evidenceFields
        for index in names.indices {
            let value = value(bindings[rule].evidenceSlots[index], event, context)
            if value != .nothing { result.append(NamedValue(names[index], value)) }
        }
        return result
    }

    /// The title with the values of an event; `detail` goes first.
    func title(
        _ rule: Int,
        _ event: borrowing EventFields,
        _ context: EventContext,
        detail: [NamedValue] = []
    ) -> String {
        var values = detail
        let names = set.rules[rule].title.fields
        for index in names.indices {
            values.append(
                NamedValue(names[index], value(bindings[rule].titleSlots[index], event, context))
            )
        }
        return set.rules[rule].title.render { name in
            values.first { $0.name == name && $0.value != .nothing }?.value
        }
    }
}
