/// Reads what Lua 5.4 writes for a function, only to see what the function assigns to.
///
/// The bytes come from our own interpreter a moment before and are never run. Source of the layout
/// and of the numbers of operations: `ldump.c` and `lopcodes.h` of Lua 5.4.
struct LuaBytecode {
    /// One function of a dump.
    struct Function {
        var line = 0
        var code: [UInt32] = []
        var lines: [Int] = []
        var constants: [String?] = []
        var upvalues: [(isInStack: Bool, index: Int)] = []
        var upvalueNames: [String] = []
        var inner: [Function] = []
    }

    /// Something a function does that outlives its call, or a name nobody knows.
    enum Finding: Equatable {
        case assignsUpvalue(name: String, line: Int)
        case assignsGlobal(name: String, line: Int)
        case readsGlobal(name: String, line: Int)
    }

    private enum Operation {
        static let setUpvalue: UInt32 = 10
        static let getTableOfUpvalue: UInt32 = 11
        static let setTableOfUpvalue: UInt32 = 15
    }

    private var bytes: [UInt8]
    private var at = 0
    private var isBroken = false

    /// Everything that the dumped function and the functions inside it do to things outside of it,
    /// or
    /// nil when the bytes are not a dump of Lua 5.4.
    static func findings(in bytes: [UInt8]) -> [Finding]? {
        var reader = LuaBytecode(bytes: bytes)
        guard let function = reader.readAll() else { return nil }
        var found: [Finding] = []
        collect(function, outer: [], into: &found)
        return found
    }

    // MARK: Meaning

    private static func collect(
        _ function: Function,
        outer: [Function],
        into found: inout [Finding]
    ) {
        for (index, instruction) in function.code.enumerated() {
            let line = index < function.lines.count ? function.lines[index] : function.line
            let a = Int(instruction >> 7 & 0xff)
            let b = Int(instruction >> 16 & 0xff)
            let c = Int(instruction >> 24 & 0xff)
            switch instruction & 0x7f {
            case Operation.setUpvalue:
                // Locals of an enclosing function die with the call; what is outside of all lives
                // on.
                if let name = outside(function, b, outer) {
                    found.append(.assignsUpvalue(name: name, line: line))
                }
            case Operation.setTableOfUpvalue:
                guard outside(function, a, outer) == "_ENV" else { continue }
                found.append(.assignsGlobal(name: constant(function, b), line: line))
            case Operation.getTableOfUpvalue:
                guard outside(function, b, outer) == "_ENV" else { continue }
                found.append(.readsGlobal(name: constant(function, c), line: line))
            default: break
            }
        }
        for inner in function.inner { collect(inner, outer: outer + [function], into: &found) }
    }

    private static func constant(_ function: Function, _ index: Int) -> String {
        index < function.constants.count ? function.constants[index] ?? "?" : "?"
    }

    /// The name of an upvalue that lives outside of the outermost function, or nil.
    private static func outside(_ function: Function, _ index: Int, _ outer: [Function]) -> String?
    {
        guard index < function.upvalues.count else { return "?" }
        let upvalue = function.upvalues[index]
        guard let parent = outer.last else {
            return index < function.upvalueNames.count ? function.upvalueNames[index] : "?"
        }
        return upvalue.isInStack ? nil : outside(parent, upvalue.index, Array(outer.dropLast()))
    }

    // MARK: Layout

    private mutating func readAll() -> Function? {
        // "\eLua", version 5.4, format 0, 6 check bytes, sizes of 3 kinds, 2 check numbers, 1
        // count.
        guard bytes.count > 32, bytes.starts(with: [0x1b, 0x4c, 0x75, 0x61, 0x54, 0x00]) else {
            return nil
        }
        at = 4 + 1 + 1 + 6 + 3 + 8 + 8 + 1
        let function = readFunction(depth: 0)
        return isBroken ? nil : function
    }

    private mutating func byte() -> UInt8 {
        guard at < bytes.count else {
            isBroken = true
            return 0x80
        }
        at += 1
        return bytes[at - 1]
    }

    private mutating func skip(_ count: Int) {
        at += count
        if at > bytes.count { isBroken = true }
    }

    /// Groups of seven bits, the last one marked.
    private mutating func size() -> Int {
        var value = 0
        while value < 1 << 40 {
            let next = byte()
            value = value << 7 | Int(next & 0x7f)
            if next & 0x80 != 0 { return value }
        }
        isBroken = true
        return 0
    }

    private mutating func count() -> Int {
        let value = size()
        if value > bytes.count { isBroken = true }
        return isBroken ? 0 : value
    }

    private mutating func text() -> String? {
        let length = count()
        guard length > 0, at + length - 1 <= bytes.count else { return nil }
        defer { at += length - 1 }
        return String(decoding: bytes[at..<at + length - 1], as: UTF8.self)
    }

    private mutating func readFunction(depth: Int) -> Function {
        var function = Function()
        guard depth < 200 else {
            isBroken = true
            return function
        }
        _ = text()
        function.line = size()
        _ = size()
        skip(3)
        for _ in 0..<count() {
            function.code.append((0..<4).reduce(0) { $0 | UInt32(byte()) << (8 * UInt32($1)) })
        }
        for _ in 0..<count() { function.constants.append(constantText()) }
        for _ in 0..<count() {
            function.upvalues.append((byte() != 0, Int(byte())))
            skip(1)
        }
        for _ in 0..<count() { function.inner.append(readFunction(depth: depth + 1)) }
        readLines(&function)
        for _ in 0..<count() {
            _ = text()
            _ = size()
            _ = size()
        }
        for _ in 0..<count() { function.upvalueNames.append(text() ?? "?") }
        return function
    }

    private mutating func constantText() -> String? {
        switch byte() {
        case 0x03, 0x13: skip(8)
        case 0x04, 0x14: return text()
        default: break
        }
        return nil
    }

    private mutating func readLines(_ function: inout Function) {
        let steps = (0..<count()).map { _ in Int8(bitPattern: byte()) }
        var absolute: [Int: Int] = [:]
        for _ in 0..<count() {
            let position = size()
            absolute[position] = size()
        }
        var line = function.line
        for (index, step) in steps.enumerated() {
            // -128 says that the line is in the second table.
            line = step == -128 ? absolute[index] ?? line : line + Int(step)
            function.lines.append(line)
        }
    }
}
