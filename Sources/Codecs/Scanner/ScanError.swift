/// Why a payload could not be read, and where.
///
/// A small value without text, so that it can travel with a record; `description` makes the
/// sentence when somebody wants to read it.
@frozen
public struct ScanError: Error, BitwiseCopyable, Equatable, Sendable {
    /// What is wrong with a payload.
    @frozen
    public enum Reason: UInt8, BitwiseCopyable, CaseIterable, Sendable {
        /// No bytes, or a null value.
        case emptyPayload
        /// More than `ObjectScanner.payloadByteCountLimit` bytes.
        case payloadTooLarge
        /// Valid JSON, but not an object.
        case notAnObject
        /// The text breaks the grammar of JSON.
        case notJSON
        /// The text ends in the middle of the object.
        case truncated
        /// Something follows the object.
        case trailingBytes
        /// `NaN` or `Infinity`, which JSON does not have.
        case notFinite
        /// A number beyond the range of a double, such as 1e999.
        case numberOutOfRange
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// A string holds the character U+0000.
        case nulCharacter
        /// An object names a field twice.
        case duplicateKey
        /// More than `ObjectScanner.depthLimit` objects and arrays inside each other.
        case tooDeep
        /// The arrays of the wanted fields hold more than `EventFields.numberCountLimit` numbers.
        case tooManyNumbers
        /// The unescaped texts of the wanted fields exceed `EventFields.scratchByteCountLimit`.
        case textTooLong
        /// The JSON library failed for a reason of its own, such as memory.
        case readerFailed

        /// The reason as a stable word for headers, metrics and tests, such as `duplicate-key`.
        public var code: String {
            switch self {
            case .emptyPayload: "empty-payload"
            case .payloadTooLarge: "payload-too-large"
            case .notAnObject: "not-an-object"
            case .notJSON: "not-json"
            case .truncated: "truncated"
            case .trailingBytes: "trailing-bytes"
            case .notFinite: "not-finite"
            case .numberOutOfRange: "number-out-of-range"
            case .invalidUTF8: "invalid-utf8"
            case .nulCharacter: "nul-character"
            case .duplicateKey: "duplicate-key"
            case .tooDeep: "too-deep"
            case .tooManyNumbers: "too-many-numbers"
            case .textTooLong: "text-too-long"
            case .readerFailed: "reader-failed"
            }
        }
    }

    /// What is wrong.
    public var reason: Reason
    /// Where it was noticed: bytes from the start of the payload.
    public var byteOffset: UInt32

    /// An error at a place of the payload.
    @inlinable
    public init(_ reason: Reason, at byteOffset: Int) {
        self.reason = reason
        self.byteOffset = UInt32(clamping: byteOffset)
    }
}

extension ScanError: CustomStringConvertible {
    /// A sentence: what is wrong, where, and what to do.
    public var description: String {
        switch reason {
        case .emptyPayload:
            "The record has no value; send a JSON object."
        case .payloadTooLarge:
            "The value is larger than \(ObjectScanner.payloadByteCountLimit) bytes; send smaller records."
        case .notAnObject:
            "The value is JSON but not an object; wrap it in { }."
        case .notJSON:
            "The value is not JSON at byte \(byteOffset); check quotes, commas and brackets there."
        case .truncated:
            "The value ends at byte \(byteOffset) in the middle of the JSON object; it was cut off."
        case .trailingBytes:
            "Something follows the JSON object at byte \(byteOffset); send one object per record."
        case .notFinite:
            "The value holds NaN or Infinity at byte \(byteOffset), which JSON does not have; leave the field out or send null."
        case .numberOutOfRange:
            "The number before byte \(byteOffset) is beyond the range of a double."
        case .invalidUTF8:
            "The value is not UTF-8 at byte \(byteOffset); set the producer's encoding to UTF-8."
        case .nulCharacter:
            "A string holds the character U+0000 at byte \(byteOffset); remove it."
        case .duplicateKey:
            "A field is named twice in one object, seen at byte \(byteOffset); name it once."
        case .tooDeep:
            "The value nests deeper than \(ObjectScanner.depthLimit) levels at byte \(byteOffset); send flat objects."
        case .tooManyNumbers:
            "The arrays of the value hold too many numbers at byte \(byteOffset); send several records."
        case .textTooLong:
            "The texts of the value are too long at byte \(byteOffset); shorten them."
        case .readerFailed:
            "The JSON reader failed at byte \(byteOffset); it may be out of memory."
        }
    }
}
