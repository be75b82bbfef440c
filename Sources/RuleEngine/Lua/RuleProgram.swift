import CLuaBridge
import Records

/// The interpreter of one rule with a function, made at its first match. One thread.
final class RuleProgram {
    private let interpreter: LuaInterpreter
    private let host: RuleHost

    /// Loads the rule's file again, in an interpreter of its own, and takes the function.
    init(rule: RuleDefinition, source: RuleSource, plan: FieldPlan) throws(LuaFailure) {
        // Reading the file needs more than a call does; both stay within the same memory.
        guard let interpreter = LuaInterpreter(budget: rule.budget) else {
            throw LuaFailure(kind: .overMemory, message: "there is no memory for an interpreter")
        }
        try interpreter.declare("rule")
        try interpreter.run(source.bytes, name: source.path)
        let host = RuleHost(rule: rule, plan: plan)
        var event = LuaNames()
        for (slot, name) in plan.names.enumerated() where name != "equipment" && name != "time" {
            event.add(name, slot)
        }
        event.add("equipment", RuleBinding.Source.equipment)
        event.add("time", RuleBinding.Source.time)
        var state = LuaNames()
        for (index, cell) in rule.cells.enumerated() { state.add(cell.name, index) }
        var actions = LuaNames()
        for action in RuleAction.allCases { actions.add(action.name, Int(action.rawValue)) }
        var methods = LuaNames()
        for method in StateMethod.allCases { methods.add("\(method)", method.rawValue) }
        try unsafe interpreter.prepare(
            declaration: rule.declarationIndex,
            field: "fire",
            host: Self.callbacks(host),
            event: event,
            state: state,
            actions: actions,
            methods: methods
        )
        self.interpreter = interpreter
        self.host = host
    }

    /// Bytes its interpreter holds.
    var byteCount: Int { interpreter.byteCount }

    /// Calls the function; answers the new state and the actions, or throws and changes nothing.
    func call(
        event: borrowing EventFields,
        equipment: String,
        time: EventTime,
        cells: [StateCell]
    ) throws(LuaFailure) -> (cells: [StateCell], actions: [RuleHost.Action]) {
        var failure: LuaFailure?
        host.begin(equipment: equipment, time: time, cells: cells)
        // The pointer is used during the call only; `finish` takes it away again.
        unsafe withUnsafePointer(to: event) { pointer in
            unsafe host.lend(pointer)
            do throws(LuaFailure) { try interpreter.call() } catch { failure = error }
            host.finish()
        }
        if let failure { throw failure }
        return (host.cells, host.actions)
    }

    // MARK: Callbacks

    // The interpreter is closed before the host goes away: both belong to this object.
    private static func callbacks(_ host: RuleHost) -> takt_host {
        unsafe takt_host(
            context: Unmanaged.passUnretained(host).toOpaque(),
            event_get: { context, slot, out in
                unsafe RuleProgram.host(context).eventGet(Int(slot), LuaAnswer(out!))
            },
            state_get: { context, cell, out in
                unsafe RuleProgram.host(context).stateGet(Int(cell), LuaAnswer(out!))
            },
            state_set: { context, cell, value, out in
                unsafe RuleProgram.host(context).stateSet(
                    Int(cell),
                    LuaTree(value!.pointee),
                    LuaAnswer(out!)
                )
            },
            object_call: { context, cell, method, argument, out in
                unsafe RuleProgram.host(context).objectCall(
                    Int(cell),
                    Int(method),
                    LuaTree(argument!.pointee),
                    LuaAnswer(out!)
                )
            },
            action_field: { context, path, count, isElement, value, out in
                let name = unsafe String(
                    decoding: UnsafeRawBufferPointer(start: path, count: count),
                    as: UTF8.self
                )
                return unsafe RuleProgram.host(context)
                    .actionField(
                        name,
                        isElement: isElement,
                        LuaTree(value!.pointee),
                        LuaAnswer(out!)
                    )
            },
            action: { context, action, out in
                let host = unsafe RuleProgram.host(context)
                if Int(action) == TAKT_ACTION_BEGIN {
                    host.beginAction()
                    return 0
                }
                guard let action = RuleAction(rawValue: action) else {
                    return unsafe host.fail("this action is unknown", LuaAnswer(out!))
                }
                return unsafe host.act(action, LuaAnswer(out!))
            }
        )
    }

    private static func host(_ context: UnsafeMutableRawPointer?) -> RuleHost {
        unsafe Unmanaged<RuleHost>.fromOpaque(context!).takeUnretainedValue()
    }
}
