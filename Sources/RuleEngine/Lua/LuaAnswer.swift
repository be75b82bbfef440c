import CLuaBridge

/// Where the answer of a callback goes. It lives as long as the callback; texts and numbers that
/// it points to
/// stay in the host's scratch bytes until the next answer, and Lua copies them at once.
@safe
struct LuaAnswer {
    private let out: UnsafeMutablePointer<takt_value>

    /// An answer for the pointer that C lent for one callback.
    init(_ out: UnsafeMutablePointer<takt_value>) { unsafe self.out = unsafe out }

    func putNothing() { unsafe out.pointee.kind = Int32(TAKT_NIL) }
    func putObject() { unsafe out.pointee.kind = Int32(TAKT_OBJECT) }

    func put(_ value: Bool) {
        unsafe out.pointee.kind = Int32(TAKT_BOOLEAN)
        unsafe out.pointee.integer = value ? 1 : 0
    }

    func put(_ value: Int64) {
        unsafe out.pointee.kind = Int32(TAKT_INTEGER)
        unsafe out.pointee.integer = value
    }

    func put(_ value: Double) {
        unsafe out.pointee.kind = Int32(TAKT_NUMBER)
        unsafe out.pointee.number = value
    }

    /// Announces a list of so many values, which Lua then asks for one by one.
    func putList(count: Int) {
        unsafe out.pointee.kind = Int32(TAKT_TABLE)
        unsafe out.pointee.integer = Int64(count)
    }

    func putText(_ bytes: UnsafeRawBufferPointer) {
        unsafe out.pointee.kind = Int32(TAKT_TEXT)
        unsafe out.pointee.text = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        unsafe out.pointee.count = bytes.count
    }

    func putNumbers(_ numbers: UnsafeBufferPointer<Double>) {
        unsafe out.pointee.kind = Int32(TAKT_NUMBERS)
        unsafe out.pointee.numbers = numbers.baseAddress
        unsafe out.pointee.count = numbers.count
    }
}
