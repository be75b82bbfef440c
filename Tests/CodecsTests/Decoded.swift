@testable import Codecs
import Records

/// What a scan made of a payload, in a form that can be compared and printed.
struct Decoded: Equatable, CustomStringConvertible {
    var outcome: ScanOutcome
    var slots: [String] = []

    var description: String { "\(outcome) \(slots)" }

    /// Both paths on one payload; `fast` is nil when the fast path leaves it to Jansson.
    static func both(
        _ payload: [UInt8],
        _ scanner: ObjectScanner
    ) -> (fast: Decoded?, slow: Decoded, whole: Decoded) {
        // The bytes are moved to memory of exactly their size, so that a sanitizer sees a read
        // beyond.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: payload.count, alignment: 1)
        defer { unsafe copy.deallocate() }
        unsafe copy.copyBytes(from: payload)
        let bytes = UnsafeRawBufferPointer(copy)
        var fields = EventFields()
        let isFast = unsafe scanner.scanFast(bytes, into: &fields)
        let fast = isFast ? Decoded(outcome: .ok, slots: slots(fields, scanner)) : nil
        var outcome = unsafe scanner.scanSlow(bytes, into: &fields)
        let slow = Decoded(outcome: outcome, slots: slots(fields, scanner))
        outcome = unsafe scanner.scan(bytes, into: &fields)
        return (fast, slow, Decoded(outcome: outcome, slots: slots(fields, scanner)))
    }

    private static func slots(_ fields: borrowing EventFields, _ scanner: ObjectScanner) -> [String]
    {
        scanner.plan.names.indices.map { slot in
            let value = fields[slot]
            switch value.kind {
            case .absent: return "-"
            case .null: return "null"
            case .boolean: return "\(value.bool!)"
            case .integer: return "i\(value.int64!)"
            case .number: return "d\(String(value.bits, radix: 16))"
            case .text: return "t\(value.offset)+\(fields.string(value)!)"
            case .scratchText: return "s\(value.offset)+\(fields.string(value)!)"
            case .numbers:
                let bits = unsafe fields.withNumbers(value) {
                    unsafe $0.map { String($0.bitPattern, radix: 16) }
                }
                return "n\(value.offset)\(bits)"
            case .nested:
                return unsafe fields.withText(value) {
                    unsafe "j\(value.offset)+\(String(decoding: $0, as: UTF8.self))"
                }
            }
        }
    }
}

/// The plan of a measurement, in the tests.
let measurementPlan = FieldPlan(names: [
    "equipment", "time", "characteristic", "value", "values", "subgroup", "lot", "serial",
    "product",
    "recipe", "operator", "unit", "seq", "a_name_of_seventeen", "b_name_of_seventeen", "",
])
