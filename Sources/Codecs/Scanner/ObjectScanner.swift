import Records

/// Reads the planned fields of any flat JSON object, in any field order, in one pass.
///
/// Two paths with one meaning. The fast one accepts flat objects of strings without escapes,
/// numbers, literals and arrays of numbers; whatever else comes, right or wrong, goes to the
/// Jansson path, which is the definition of correct and words every error. Both validate skipped
/// fields too.
///
/// The rules: strict JSON (RFC 8259) in UTF-8; a repeated name in any object is an error, so is
/// U+0000 in a string; at most `depthLimit` levels. A whole number that fits `Int64` is `.integer`;
/// any other is `.number`, bit-equal to `strtod`, also `-0`, `1.0`, `1e3`. An array of numbers,
/// also an empty one, is `.numbers`; any other array and every object is `.nested`.
///
/// A value; share it freely. Cost: about one nanosecond per byte, microseconds on the Jansson path.
public struct ObjectScanner: Sendable {
    /// The most bytes of one payload: 2 MiB.
    public static let payloadByteCountLimit = 2 << 20
    /// The most objects and arrays inside each other; the outermost object is level 1.
    public static let depthLimit = 32

    private let lookup: FieldLookup

    /// A scanner for the fields of a plan.
    public init(plan: FieldPlan) { lookup = FieldLookup(plan: plan) }

    /// The plan it was made from.
    public var plan: FieldPlan { lookup.plan }

    /// Reads one payload into the slots of `fields`, which borrows the payload until its next
    /// reset. After a failure every slot is absent. A null value is an empty payload.
    public func scan(
        _ payload: UnsafeRawBufferPointer,
        into fields: inout EventFields
    ) -> ScanOutcome {
        if unsafe scanFast(payload, into: &fields) { return .ok }
        return unsafe scanSlow(payload, into: &fields)
    }

    /// The Jansson path alone, for comparison.
    package func scanSlow(
        _ payload: UnsafeRawBufferPointer,
        into fields: inout EventFields
    ) -> ScanOutcome {
        let outcome = unsafe JanssonReader.read(payload, lookup: lookup, into: &fields)
        if !outcome.isOK { unsafe fields.reset(payload: payload) }
        return outcome
    }

    /// The fast path alone: false when it leaves the payload to the Jansson path.
    package func scanFast(
        _ payload: UnsafeRawBufferPointer,
        into fields: inout EventFields
    ) -> Bool {
        unsafe fields.reset(payload: payload)
        guard payload.count <= Self.payloadByteCountLimit, lookup.isPerfect else { return false }
        return members(unsafe ByteCursor(payload), &fields)
    }

    /// Reads the whole object; false when it is left to the Jansson path.
    private func members(_ start: ByteCursor, _ fields: inout EventFields) -> Bool {
        var cursor = start
        var names = SeenNames()
        cursor.skipSpace()
        guard cursor.take(0x7B) else { return false }
        cursor.skipSpace()
        var isOpen = !cursor.take(0x7D)
        while isOpen {
            // "name":
            guard cursor.take(0x22) else { return false }
            let start = cursor.index
            let end = cursor.endOfString(from: start)
            guard end >= 0 else { return false }
            let digest = cursor.digest(from: start, to: end)
            let slot = lookup.slot(digest, in: cursor, at: start)
            guard slot >= 0 ? names.insert(slot: slot) : names.insert(digest) else { return false }
            cursor.index = end &+ 1
            cursor.skipSpace()
            guard cursor.take(0x3A) else { return false }
            cursor.skipSpace()
            // value, then a comma or the end
            guard value(&cursor, slot, &fields) else { return false }
            cursor.skipSpace()
            if cursor.take(0x2C) {
                cursor.skipSpace()
            } else {
                guard cursor.take(0x7D) else { return false }
                isOpen = false
            }
        }
        cursor.skipSpace()
        return cursor.index == cursor.count
    }

    /// Reads a value and puts it in its slot; -1 only checks it.
    @inline(__always)
    private func value(
        _ cursor: inout ByteCursor,
        _ slot: Int,
        _ fields: inout EventFields
    ) -> Bool {
        let first = cursor.byte(cursor.index)
        var value = FieldValue.absent
        if first == 0x22 {
            let start = cursor.index &+ 1
            let end = cursor.endOfString(from: start)
            guard end >= 0 else { return false }
            cursor.index = end &+ 1
            value = .text(offset: start, count: end &- start)
        } else if first &- 0x30 <= 9 || first == 0x2D {
            // A copy goes out of line, so that the cursor itself stays in registers.
            var ahead = cursor
            value = ahead.number()
            cursor.index = ahead.index
        } else {
            var ahead = cursor
            value =
                first == 0x5B
                ? numbers(&ahead, isWanted: slot >= 0, &fields) : literal(&ahead)
            cursor.index = ahead.index
        }
        guard value.kind != .absent else { return false }
        if slot >= 0 { fields[slot] = value }
        return true
    }

    /// Reads an array of numbers, keeping them when the field is wanted.
    @inline(never)
    private func numbers(
        _ cursor: inout ByteCursor,
        isWanted: Bool,
        _ fields: inout EventFields
    ) -> FieldValue {
        let offset = fields.numberCount
        cursor.index &+= 1
        cursor.skipSpace()
        if cursor.take(0x5D) { return .numbers(offset: offset, count: 0) }
        while true {
            guard let number = cursor.number().double else { return .absent }
            if isWanted, !fields.appendNumber(number) { return .absent }
            cursor.skipSpace()
            if cursor.take(0x5D) {
                return .numbers(offset: offset, count: fields.numberCount - offset)
            }
            guard cursor.take(0x2C) else { return .absent }
            cursor.skipSpace()
        }
    }

    /// Reads `true`, `false` or `null`.
    @inline(never)
    private func literal(_ cursor: inout ByteCursor) -> FieldValue {
        let word = cursor.word(cursor.index)
        switch UInt32(truncatingIfNeeded: word) {
        case 0x6575_7274:
            cursor.index &+= 4
            return .boolean(true)
        case 0x6C6C_756E:
            cursor.index &+= 4
            return .null
        default:
            guard word & 0xFF_FFFF_FFFF == 0x65_736C_6166 else { return .absent }
            cursor.index &+= 5
            return .boolean(false)
        }
    }
}
