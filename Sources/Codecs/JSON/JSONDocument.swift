import CJansson

/// A JSON value that the Jansson library holds: an object, an array or a scalar.
///
/// The noncopyable owner of one reference; parts of it are owners of their own reference and may
/// outlive it. For cold paths: contracts, replay lines, audits. One thread at a time.
@safe
public struct JSONDocument: ~Copyable {
    /// What a value is.
    public enum Kind: Sendable, Equatable {
        /// `{ }`
        case object
        /// `[ ]`
        case array
        /// `" "`
        case string
        /// A number without fraction and exponent.
        case integer
        /// Any other number.
        case real
        /// `true` or `false`.
        case boolean
        /// `null`
        case null
    }

    // Owned: one reference, given back in deinit.
    private let handle: UnsafeMutablePointer<json_t>

    /// Takes over a reference.
    private init(owning handle: UnsafeMutablePointer<json_t>) { unsafe self.handle = unsafe handle }

    /// Reads one JSON value of any kind. Repeated names, U+0000, numbers beyond `Int64` or `Double`
    /// and more than 2,048 levels are errors.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        self = try unsafe Self.load(bytes, flags: 0)
    }

    /// Reads one JSON value of any kind from text.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads one JSON value of any kind from bytes.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        // The closure of withUnsafeBytes does not carry typed errors of noncopyable results.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { unsafe buffer.deallocate() }
        unsafe buffer.copyBytes(from: bytes)
        self = try unsafe Self.load(UnsafeRawBufferPointer(buffer), flags: 0)
    }

    deinit { unsafe json_decref(handle) }

    /// Loads with the flags that are ours on every path, and the given ones.
    static func load(
        _ bytes: UnsafeRawBufferPointer,
        flags: Int
    ) throws(JSONError) -> JSONDocument {
        // Jansson 2.14 swallows a zero byte that follows a number, so it never sees one.
        if let offset = unsafe bytes.firstIndex(of: 0) { throw JSONError(zeroByteAt: offset) }
        var error = json_error_t()
        let all = flags | Int(JSON_REJECT_DUPLICATES) | Int(JSON_DECODE_ANY)
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let handle = unsafe withUnsafeMutablePointer(to: &error) { error in
            unsafe start.flatMap { unsafe json_loadb($0, bytes.count, all, error) }
        }
        guard let handle = unsafe handle else {
            throw unsafe JSONError(error, isEmpty: bytes.isEmpty)
        }
        return unsafe JSONDocument(owning: handle)
    }

    /// What it is.
    public var kind: Kind {
        switch unsafe handle.pointee.type {
        case JSON_OBJECT: .object
        case JSON_ARRAY: .array
        case JSON_STRING: .string
        case JSON_INTEGER: .integer
        case JSON_REAL: .real
        case JSON_TRUE, JSON_FALSE: .boolean
        default: .null
        }
    }

    /// How many members or elements it has; 0 for scalars.
    public var count: Int {
        switch kind {
        case .object: unsafe json_object_size(handle)
        case .array: unsafe json_array_size(handle)
        default: 0
        }
    }

    /// The member of an object with this name, or nil.
    public func member(_ name: String) -> JSONDocument? {
        guard kind == .object else { return nil }
        var name = name
        let found = name.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) {
                unsafe json_object_getn(handle, $0.baseAddress, $0.count)
            }
        }
        return unsafe Self.sharing(found)
    }

    /// The element of an array, or nil past its end.
    public func element(_ index: Int) -> JSONDocument? {
        guard kind == .array, index >= 0, index < count else { return nil }
        return unsafe Self.sharing(json_array_get(handle, index))
    }

    /// The names of an object in the order of the text.
    public var names: [String] {
        guard kind == .object else { return [] }
        var names: [String] = []
        var iterator = unsafe json_object_iter(handle)
        while let position = unsafe iterator {
            let start = unsafe UnsafeRawPointer(json_object_iter_key(position))
            let name = unsafe UnsafeRawBufferPointer(
                start: start,
                count: json_object_iter_key_len(position)
            )
            names.append(unsafe String(decoding: name, as: UTF8.self))
            unsafe iterator = json_object_iter_next(handle, position)
        }
        return names
    }

    /// Lends the bytes of a string, or nil for anything else.
    func withStringBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R? {
        guard kind == .string else { return nil }
        let start = unsafe UnsafeRawPointer(json_string_value(handle))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: json_string_length(handle)))
    }

    /// The text of a string, or nil.
    public var string: String? {
        unsafe withStringBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The value of an integer, or nil.
    public var int: Int? { kind == .integer ? unsafe Int(json_integer_value(handle)) : nil }

    /// The value of a number of either kind, or nil.
    public var double: Double? {
        kind == .integer || kind == .real ? unsafe json_number_value(handle) : nil
    }

    /// The value of `true` or `false`, or nil.
    public var bool: Bool? {
        kind == .boolean ? unsafe handle.pointee.type == JSON_TRUE : nil
    }

    /// Another reference to a part that something else owns.
    private static func sharing(_ handle: UnsafeMutablePointer<json_t>?) -> JSONDocument? {
        guard let handle = unsafe handle else { return nil }
        unsafe json_incref(handle)
        return unsafe JSONDocument(owning: handle)
    }
}
