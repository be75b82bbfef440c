import Codecs
import Records

/// Output records as lines that a replay, `jq` or a person can read.
public enum ReplayOutput {
    /// Appends `{"topic", "key", "timestamp", "headers", "value"}` and a newline. A value that is no
    /// JSON object (a dead letter) goes out as `value_base64`. `names` are those of the output topics by
    /// index. Any thread; the cost is that of copying the record.
    public static func append(
        _ batch: borrowing OutputBatch,
        _ index: Int,
        _ names: [String],
        to bytes: inout [UInt8]
    ) {
        let entry = batch.entries[index]
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("topic", names[Int(entry.topic)], &bytes)
        unsafe batch.withKey(index) { unsafe JSONWriter.field("key", $0, &bytes) }
        JSONWriter.field("timestamp", entry.timestampMilliseconds, &bytes)
        JSONWriter.name("headers" as StaticString, &bytes)
        JSONWriter.beginObject(&bytes)
        unsafe batch.forEachHeader(index) { name, value in
            JSONWriter.name(unsafe String(decoding: name, as: UTF8.self), &bytes)
            unsafe JSONWriter.appendString(value, &bytes)
        }
        JSONWriter.endObject(&bytes)
        appendValue(
            batch,
            index,
            isRaw: OutputTopic(rawValue: Int(entry.topic))!.isOriginal,
            &bytes
        )
        JSONWriter.endObject(&bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func appendValue(
        _ batch: borrowing OutputBatch,
        _ index: Int,
        isRaw: Bool,
        _ bytes: inout [UInt8]
    ) {
        if batch.entries[index].isTombstone { return JSONWriter.nullField("value", &bytes) }
        unsafe batch.withValue(index) { value in
            if isRaw {
                var base64: [UInt8] = []
                unsafe Base64.append(value, to: &base64)
                unsafe base64.withUnsafeBytes {
                    unsafe JSONWriter.field("value_base64", $0, &bytes)
                }
            } else {
                JSONWriter.name("value" as StaticString, &bytes)
                unsafe bytes.append(contentsOf: value)
            }
        }
    }
}

extension OutputTopic {
    /// Whether its values are the bytes of an input record, whatever they were.
    var isOriginal: Bool { self == .deadLetters || self == .lateEvents }
}
