import CLuaBridge

/// What went wrong while Lua ran.
struct LuaFailure: Error, Equatable {
    enum Kind {
        case failed, overTime, overMemory
    }

    var kind: Kind
    var message: String

    /// Whether the interpreter should be thrown away.
    var isFatal: Bool { kind != .failed }
}

/// Budgets of one interpreter.
struct LuaBudget: Sendable, Equatable {
    /// Most bytes it may hold.
    var memoryByteCount = 1 << 20
    /// Most bytes of one text.
    var textByteCount = 64 * 1024
    /// Most steps of the virtual machine in one run; the same on every machine.
    var stepCount: Int64 = 1_000_000
    /// Most processor time of one run; the last line for work inside library functions.
    var nanoseconds: Int64 = 50_000_000

    var raw: takt_limits {
        takt_limits(
            memoryByteCount: memoryByteCount,
            textByteCount: textByteCount,
            stepCount: stepCount,
            nanoseconds: nanoseconds
        )
    }
}

/// One thing that a file declared with `rule "id" {…}` or `test "name" {…}`.
struct LuaDeclaration {
    var name: String
    var line: Int
    var tree: LuaTree
    var hasOtherKeys: Bool
}

/// Owner of one closed Lua interpreter. One thread at a time.
@safe
struct LuaInterpreter: ~Copyable {
    // Freed in deinit, never handed out; C code keeps no pointer to anything of ours beyond a call.
    private let pointer: OpaquePointer

    /// A fresh interpreter, or nil when there is no memory for it.
    init?(budget: LuaBudget) {
        guard let opened = unsafe takt_lua_open(budget.raw) else { return nil }
        unsafe pointer = opened
    }

    deinit { unsafe takt_lua_close(pointer) }

    /// Bytes it holds now.
    var byteCount: Int { unsafe Int(takt_lua_byte_count(pointer)) }

    private func check(_ status: Int32) throws(LuaFailure) {
        let kind: LuaFailure.Kind
        switch Int(status) {
        case TAKT_OK: return
        case TAKT_OVER_TIME: kind = .overTime
        case TAKT_OVER_MEMORY: kind = .overMemory
        default: kind = .failed
        }
        throw LuaFailure(kind: kind, message: unsafe String(cString: takt_lua_message(pointer)))
    }

    /// Makes a word such as `rule` declare things.
    func declare(_ word: String) throws(LuaFailure) {
        try check(unsafe takt_lua_declare(pointer, word))
    }

    /// Compiles a text and runs it; answers the first value it returns.
    @discardableResult
    func run(_ bytes: [UInt8], name: String) throws(LuaFailure) -> LuaTree {
        var result = unsafe takt_value()
        let status = unsafe bytes.withUnsafeBytes { bytes in
            unsafe takt_lua_run(
                pointer,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                bytes.count,
                "=" + name,
                &result
            )
        }
        try check(status)
        return unsafe LuaTree(result)
    }

    /// What the chunks declared, in the order of their lines.
    var declarations: [LuaDeclaration] {
        (0..<Int(unsafe takt_lua_declaration_count(pointer))).compactMap { declaration($0) }
    }

    /// How many declarations have a name and no table.
    var openDeclarationCount: Int { unsafe Int(takt_lua_declaration_open_count(pointer)) }

    private func declaration(_ index: Int) -> LuaDeclaration? {
        var name = unsafe takt_value()
        var line: Int32 = 0
        guard unsafe takt_lua_declaration(pointer, Int32(index), &name, &line) else { return nil }
        let text = unsafe name.string
        let builder = LuaTreeBuilder()
        let isWhole = unsafe takt_lua_walk(
            pointer,
            Int32(index),
            { context, event, value in
                // The builder outlives the walk that it was given to.
                unsafe Unmanaged<LuaTreeBuilder>.fromOpaque(context!).takeUnretainedValue()
                    .visit(event, value)
            },
            Unmanaged.passUnretained(builder).toOpaque()
        )
        return LuaDeclaration(
            name: text,
            line: Int(line),
            tree: isWhole ? builder.root : .other,
            hasOtherKeys: builder.hasOtherKeys
        )
    }

    /// Bytecode of every function that a declared function can reach, itself first.
    func code(declaration: Int, field: String) throws(LuaFailure) -> [[UInt8]] {
        final class Box { var codes: [[UInt8]] = [] }
        let box = Box()
        let status = unsafe takt_lua_walk_code(
            pointer,
            Int32(declaration),
            field,
            { context, bytes, count in
                // The box outlives the walk that it was given to.
                let box = unsafe Unmanaged<Box>.fromOpaque(context!).takeUnretainedValue()
                box.codes.append(unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count)))
            },
            Unmanaged.passUnretained(box).toOpaque()
        )
        try check(status)
        return box.codes
    }

    /// Takes a declared function for calls; freezes what it can reach.
    func prepare(
        declaration: Int,
        field: String,
        host: takt_host,
        event: LuaNames,
        state: LuaNames,
        actions: LuaNames,
        methods: LuaNames
    ) throws(LuaFailure) {
        let status = unsafe event.withRaw { event in
            unsafe state.withRaw { state in
                unsafe actions.withRaw { actions in
                    unsafe methods.withRaw { methods in
                        unsafe takt_lua_prepare(
                            pointer,
                            Int32(declaration),
                            field,
                            host,
                            event,
                            state,
                            actions,
                            methods
                        )
                    }
                }
            }
        }
        try check(status)
    }

    /// Calls the prepared function.
    func call() throws(LuaFailure) { try check(unsafe takt_lua_call(pointer)) }
}

/// Names and what they stand for.
struct LuaNames {
    var names: [String] = []
    var indices: [Int32] = []

    mutating func add(_ name: String, _ index: Int) {
        names.append(name)
        indices.append(Int32(index))
    }

    fileprivate func withRaw<R>(_ body: (takt_names) -> R) -> R {
        // One block of zero-ended names; the pointers live as long as the closure runs.
        var bytes: [CChar] = []
        var starts: [Int] = []
        for name in names {
            starts.append(bytes.count)
            bytes.append(contentsOf: name.utf8.map { CChar(bitPattern: $0) } + [0])
        }
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            let pointers = unsafe starts.map { start in
                unsafe bytes.baseAddress.map { unsafe $0 + start }
            }
            return unsafe pointers.withUnsafeBufferPointer { pointers in
                unsafe indices.withUnsafeBufferPointer { indices in
                    unsafe body(
                        takt_names(
                            names: pointers.baseAddress,
                            indices: indices.baseAddress,
                            count: Int32(indices.count)
                        )
                    )
                }
            }
        }
    }
}
