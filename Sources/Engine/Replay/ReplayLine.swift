import Codecs
import Records

/// One line of recorded input: Takt's own form, or the one that `kcat -J` writes.
///
///     {"topic": "mes.equipment.states", "key": "a/b", "value": {…}, "timestamp": 1772352000000}
///     {"topic": "…", "partition": 3, "offset": 17, "tstype": "create", "ts": 1772352000000,
///      "key": "a/b", "payload": "{…}"}
struct ReplayLine {
    var topic: String
    var key: [UInt8]?
    var value: [UInt8]?
    /// Milliseconds since the epoch; -1 when the line has none.
    var timestampMilliseconds: Int64

    /// Reads a line. Throws a sentence without the line's number.
    init(_ line: UnsafeRawBufferPointer) throws(ReplayError) {
        let document = try unsafe Self.parse(line)
        guard let topic = document.string("topic") else {
            throw ReplayError(description: "has no text 'topic'")
        }
        self.topic = topic
        key = document.string("key").map { Array($0.utf8) }
        value = try Self.value(document)
        timestampMilliseconds = Int64(document.int("timestamp") ?? document.int("ts") ?? -1)
    }

    private static func parse(_ line: UnsafeRawBufferPointer) throws(ReplayError) -> JSONDocument {
        do { return try unsafe JSONDocument(parsing: line) } catch {
            throw ReplayError(description: "is not JSON: \(error)")
        }
    }

    private static func value(_ document: borrowing JSONDocument) throws(ReplayError) -> [UInt8]? {
        if let text = document.string("value_base64") {
            guard let bytes = Base64.decode(text.utf8) else {
                throw ReplayError(description: "has a 'value_base64' that is not Base64")
            }
            return bytes
        }
        // kcat writes the payload as text; so may a line of ours whose value is no JSON.
        if let text = document.string("payload") ?? document.string("value") {
            return Array(text.utf8)
        }
        guard let value = document.member("value") ?? document.member("payload") else {
            throw ReplayError(description: "has neither 'value', 'value_base64' nor 'payload'")
        }
        if value.kind == .null { return nil }
        return value.compactBytes
    }
}
