import CJansson
import Records

#if canImport(Glibc)
    import Glibc
#endif

/// The definition of correct: the same extraction as the fast path, with Jansson as the judge.
///
/// Jansson decides whether the whole payload is JSON and unescapes strings. What it does not tell
/// (the text of numbers, where a nested value lies) is read by walking the text that it found
/// valid.
enum JanssonReader {
    /// Reads the planned fields, or says what is wrong. Slots may be half filled after a failure.
    static func read(
        _ payload: UnsafeRawBufferPointer,
        lookup: FieldLookup,
        into fields: inout EventFields
    ) -> ScanOutcome {
        unsafe fields.reset(payload: payload)
        guard payload.count > 0 else { return .failed(ScanError(.emptyPayload, at: 0)) }
        guard payload.count <= ObjectScanner.payloadByteCountLimit else {
            return .failed(ScanError(.payloadTooLarge, at: ObjectScanner.payloadByteCountLimit))
        }
        if let offset = unsafe MemberWalker.depthExcess(payload, limit: ObjectScanner.depthLimit) {
            return .failed(ScanError(.tooDeep, at: offset))
        }
        if let error = unsafe judge(payload) { return .failed(error) }
        var walker = unsafe MemberWalker(payload)
        while let member = walker.next() {
            let slot = unsafe slot(member, payload, lookup)
            guard slot >= 0 else { continue }
            if let reason = unsafe fill(slot, member.value, payload, &fields) {
                return .failed(ScanError(reason, at: member.value.lowerBound))
            }
        }
        return .ok
    }

    /// What Jansson says about the whole payload; nil when it is a JSON object.
    private static func judge(_ payload: UnsafeRawBufferPointer) -> ScanError? {
        do throws(JSONError) {
            // Whole numbers as doubles: whether one fits Int64 is no question of validity here.
            let document = try unsafe JSONDocument.load(
                payload,
                flags: Int(JSON_DECODE_INT_AS_REAL)
            )
            return document.kind == .object ? nil : ScanError(.notAnObject, at: 0)
        } catch {
            let offset = min(error.byteOffset, payload.count)
            if error.reason == .notJSON, unsafe isNotFinite(payload, around: offset) {
                return ScanError(.notFinite, at: offset)
            }
            return ScanError(error.reason, at: offset)
        }
    }

    /// Whether the word around an offset is what some writers make of NaN and the infinities.
    private static func isNotFinite(_ payload: UnsafeRawBufferPointer, around offset: Int) -> Bool {
        func isLetter(_ index: Int) -> Bool {
            guard index >= 0, index < payload.count else { return false }
            let lower = unsafe payload[index] | 0x20
            return lower >= 0x61 && lower <= 0x7A
        }
        var start = offset
        while isLetter(start - 1) { start -= 1 }
        var end = offset
        while isLetter(end) { end += 1 }
        guard end - start >= 3, end - start <= 8 else { return false }
        let word = unsafe payload[start..<end].map { $0 | 0x20 }
        return ["nan", "inf", "infinity"].contains { Array($0.utf8) == word }
    }

    private static func slot(
        _ member: MemberWalker.Member,
        _ payload: UnsafeRawBufferPointer,
        _ lookup: FieldLookup
    ) -> Int {
        let name = unsafe UnsafeRawBufferPointer(rebasing: payload[member.name])
        guard unsafe name.contains(0x5C) else {
            return lookup.plan.slot(unsafe String(decoding: name, as: UTF8.self)) ?? -1
        }
        let quoted = member.name.lowerBound - 1..<member.name.upperBound + 1
        let string = unsafe unescape(payload, quoted) { unsafe String(decoding: $0, as: UTF8.self) }
        return string.flatMap { lookup.plan.slot($0) } ?? -1
    }

    /// Puts one value in its slot; a reason when it does not fit.
    private static func fill(
        _ slot: Int,
        _ range: Range<Int>,
        _ payload: UnsafeRawBufferPointer,
        _ fields: inout EventFields
    ) -> ScanError.Reason? {
        let text = unsafe UnsafeRawBufferPointer(rebasing: payload[range])
        switch unsafe text[0] {
        case 0x22:
            if unsafe !text.contains(0x5C) {
                fields[slot] = .text(offset: range.lowerBound + 1, count: range.count - 2)
                return nil
            }
            unsafe _ = unescape(payload, range) { unsafe fields.setText(slot, $0) }
            return fields[slot].isText ? nil : .textTooLong
        case 0x74: fields[slot] = .boolean(true)
        case 0x66: fields[slot] = .boolean(false)
        case 0x6E: fields[slot] = .null
        case 0x5B:
            guard let elements = unsafe MemberWalker.numbers(payload, range) else {
                fields[slot] = .nested(offset: range.lowerBound, count: range.count)
                return nil
            }
            let offset = fields.numberCount
            for element in elements {
                let value = unsafe number(payload, element).double ?? .nan
                guard fields.appendNumber(value) else { return .tooManyNumbers }
            }
            fields[slot] = .numbers(offset: offset, count: elements.count)
        case 0x7B: fields[slot] = .nested(offset: range.lowerBound, count: range.count)
        default: fields[slot] = unsafe number(payload, range)
        }
        return nil
    }

    /// Lends the meaning of the quoted string at a range, as Jansson reads it.
    private static func unescape<R>(
        _ payload: UnsafeRawBufferPointer,
        _ range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) -> R
    ) -> R? {
        let quoted = unsafe UnsafeRawBufferPointer(rebasing: payload[range])
        guard let document = try? unsafe JSONDocument.load(quoted, flags: 0) else { return nil }
        return unsafe document.withStringBytes(body)
    }

    /// A number from its text, in the plainest way.
    private static func number(
        _ payload: UnsafeRawBufferPointer,
        _ range: Range<Int>
    ) -> FieldValue {
        let text = unsafe String(decoding: payload[range], as: UTF8.self)
        if let integer = Int64(text), text != "-0" { return .integer(integer) }
        return .number(unsafe strtod(text, nil))
    }
}
