import Records

/// What a rule's function sees and does during one call. Lua reaches it through handles only.
///
/// Reads come from the event; writes change a copy of the key's state; actions are gathered.
/// Nothing takes
/// effect unless the call succeeds. One thread; lives as long as its interpreter.
@safe
final class RuleHost {
    struct Action {
        var action: RuleAction
        var fields: [NamedValue]
    }

    let rights: Set<RuleAction>
    let actionCountLimit: Int
    let cellNames: [String]
    let slotNames: [Int: String]

    var cells: [StateCell] = []
    var time = EventTime(nanoseconds: 0)
    private(set) var actions: [Action] = []
    private var fields: [NamedValue] = []
    // Valid between `begin` and `finish` only; `call` lends it from a borrowed value.
    private var event: UnsafePointer<EventFields>?
    private var equipment = ""
    // Texts for Lua stay here until the next answer; Lua copies them at once.
    private let scratch: UnsafeMutableRawBufferPointer

    static let textByteCountLimit = 64 * 1024

    init(rule: RuleDefinition, plan: FieldPlan) {
        rights = rule.rights
        actionCountLimit = rule.emitCountLimit
        cellNames = rule.cells.map(\.name)
        slotNames = Dictionary(
            plan.names.enumerated().map { ($0.offset, $0.element) },
            uniquingKeysWith: { a, _ in a }
        )
        unsafe scratch = .allocate(byteCount: Self.textByteCountLimit, alignment: 16)
    }

    deinit { unsafe scratch.deallocate() }

    func begin(equipment: String, time: EventTime, cells: [StateCell]) {
        self.equipment = equipment
        self.time = time
        self.cells = cells
        actions.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }

    func lend(_ event: UnsafePointer<EventFields>) { unsafe self.event = unsafe event }

    func finish() { unsafe event = nil }

    // MARK: Answers

    func put(_ text: String, _ out: LuaAnswer) {
        var copy = text
        copy.withUTF8 { unsafe put(UnsafeRawBufferPointer($0), out) }
    }

    func put(_ bytes: UnsafeRawBufferPointer, _ out: LuaAnswer) {
        let count = min(bytes.count, unsafe scratch.count)
        if count > 0 {
            unsafe scratch.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[0..<count]))
        }
        unsafe out.putText(UnsafeRawBufferPointer(rebasing: scratch[0..<count]))
    }

    func put(_ value: RuleValue, _ out: LuaAnswer) {
        switch value {
        case .nothing: out.putNothing()
        case .boolean(let value): out.put(value)
        case .integer(let value): out.put(value)
        case .number(let value): out.put(value)
        case .text(let text): put(text, out)
        }
    }

    func fail(_ message: String, _ out: LuaAnswer) -> Int32 {
        put(message, out)
        return 1
    }

    // MARK: Event

    func eventGet(_ slot: Int, _ out: LuaAnswer) -> Int32 {
        guard let event = unsafe event else { return fail("the event is over", out) }
        switch slot {
        case RuleBinding.Source.equipment: put(equipment, out)
        case RuleBinding.Source.time: put(.integer(time.milliseconds), out)
        default:
            let value = unsafe event.pointee[slot]
            switch value.kind {
            case .absent, .null: put(.nothing, out)
            case .boolean: put(.boolean(value.bits != 0), out)
            case .integer: put(.integer(Int64(bitPattern: value.bits)), out)
            case .number: put(.number(Double(bitPattern: value.bits)), out)
            case .text, .scratchText, .nested:
                guard value.count <= Self.textByteCountLimit else {
                    return fail("the field '\(slotNames[slot] ?? "")' is longer than 64 KiB", out)
                }
                unsafe event.pointee.withText(value) { unsafe put($0, out) }
            case .numbers: unsafe event.pointee.withNumbers(value) { unsafe putNumbers($0, out) }
            }
        }
        return 0
    }

    private func putNumbers(_ numbers: UnsafeBufferPointer<Double>, _ out: LuaAnswer) {
        let count = min(numbers.count, unsafe scratch.count / MemoryLayout<Double>.stride)
        let target = unsafe scratch.bindMemory(to: Double.self)
        for index in 0..<count { unsafe target[index] = unsafe numbers[index] }
        unsafe out.putNumbers(UnsafeBufferPointer(rebasing: target[0..<count]))
    }

    // MARK: Actions

    func actionField(
        _ path: String,
        isElement: Bool,
        _ value: LuaTree,
        _ out: LuaAnswer
    ) -> Int32 {
        guard let value = scalar(value) else {
            return fail("'\(path)' of an action is not a text, a number or a truth value", out)
        }
        if case .number(let number) = value, !number.isFinite {
            return fail("'\(path)' of an action is not a finite number", out)
        }
        // A list becomes one text, readable as it is.
        if isElement, let last = fields.lastIndex(where: { $0.name == path }) {
            let joined = fields[last].value.text + ", " + value.text
            fields[last].value = .text(String(joined.prefix(4096)))
        } else {
            fields.append(NamedValue(path, isElement ? .text(value.text) : value))
        }
        return 0
    }

    func scalar(_ value: LuaTree) -> RuleValue? {
        if value == .nothing { return .nothing }
        guard case .text(let text)? = value.scalar, text.utf8.count > 4096 else {
            return value.scalar
        }
        return .text(String(text.prefix(1024)))
    }

    /// Forgets the fields of an action that ended in an error.
    func beginAction() { fields.removeAll(keepingCapacity: true) }

    func act(_ action: RuleAction, _ out: LuaAnswer) -> Int32 {
        defer { fields.removeAll(keepingCapacity: true) }
        guard !action.needsRight || rights.contains(action) else {
            return fail("this rule has no right to '\(action.name)'; declare it in 'may'", out)
        }
        guard actions.count < actionCountLimit else {
            return fail("this call did more than \(actionCountLimit) things", out)
        }
        if let problem = problem(action) { return fail(problem, out) }
        // The order in which Lua walks a table is not fixed.
        actions.append(Action(action: action, fields: fields.sorted { $0.name < $1.name }))
        return 0
    }

    private func problem(_ action: RuleAction) -> String? {
        let allowed: [RuleAction: Set<String>] = [
            .alert: ["severity", "title", "reason"], .clear: ["reason"],
            .holdLot: ["lot", "reason"],
            .releaseLot: ["lot", "reason"], .reroute: ["lot", "from", "to_group", "reason"],
            .reprioritise: ["lot", "by", "new", "reason", "why"], .stop: ["reason"],
        ]
        guard let names = allowed[action] else { return nil }
        for field in fields where !names.contains(field.name) {
            if action == .alert, field.name.hasPrefix("detail.") { continue }
            let hint = NearestName.hint(field.name, among: Array(names))
            return "act.\(action.name) has no field '\(field.name)'\(hint)"
        }
        let isLotNeeded: Set<RuleAction> = [.holdLot, .releaseLot, .reroute, .reprioritise]
        if isLotNeeded.contains(action), text("lot").isEmpty {
            return "act.\(action.name) needs a lot"
        }
        if action == .alert, !text("severity").isEmpty, RuleSeverity(text("severity")) == nil {
            return "act.alert: unknown severity '\(text("severity"))'"
        }
        return nil
    }

    private func text(_ name: String) -> String {
        fields.first { $0.name == name && $0.value != .nothing }?.value.text ?? ""
    }
}
