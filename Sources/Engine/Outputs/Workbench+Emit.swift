import Codecs
import Records

extension Workbench {
    /// Writes one record into a bundle: CloudEvents headers (binary mode), key, and a JSON object.
    ///
    /// The id is what `self.id` holds; see `recordID` and `windowID`. Costs no allocation once the
    /// bundle has its size.
    func emit(
        _ topic: OutputTopic,
        to bundle: Bundle,
        key: String,
        time: EventTime,
        _ body: (inout [UInt8]) -> Void
    ) {
        begin(topic, to: bundle, time: time)
        bundle.outputs.beginKey()
        bundle.outputs.bytes.append(contentsOf: key.utf8)
        bundle.outputs.beginValue()
        JSONWriter.beginObject(&bundle.outputs.bytes)
        body(&bundle.outputs.bytes)
        JSONWriter.endObject(&bundle.outputs.bytes)
        bundle.outputs.end()
    }

    /// Begins a record with its CloudEvents headers.
    func begin(_ topic: OutputTopic, to bundle: Bundle, time: EventTime) {
        bundle.outputs.begin(
            topic: topic.rawValue,
            timestampMilliseconds: max(0, time.milliseconds),
            inputIndex: origin.sequence
        )
        header("ce_specversion", "1.0", bundle)
        unsafe id.withUnsafeBytes { unsafe bundle.outputs.header("ce_id", $0) }
        unsafe source.withUnsafeBytes { unsafe bundle.outputs.header("ce_source", $0) }
        header("ce_type", topic.eventType, bundle)
        header("content-type", "application/json", bundle)
    }

    /// A header whose value is known when the program is built.
    func header(_ name: StaticString, _ value: StaticString, _ bundle: Bundle) {
        value.withUTF8Buffer { unsafe bundle.outputs.header(name, UnsafeRawBufferPointer($0)) }
    }

    /// A header with a value of the moment.
    func header(_ name: StaticString, _ value: String, _ bundle: Bundle) {
        var copy = value
        copy.withUTF8 { unsafe bundle.outputs.header(name, UnsafeRawBufferPointer($0)) }
    }

    /// The id of something that a record caused: source topic, partition, offset, operator, index.
    func recordID(_ part: StaticString, _ index: Int) {
        id.removeAll(keepingCapacity: true)
        id.append(contentsOf: inputNames[origin.topic].utf8)
        append(Int64(origin.partition))
        append(origin.offset)
        append(part)
        append(Int64(index))
    }

    /// The id of something that is about a key and a time rather than about one record, and about how
    /// it stood at a time when it is not settled.
    func keyID(
        _ part: StaticString,
        _ key: String,
        _ time: EventTime,
        _ index: Int,
        through: EventTime? = nil
    ) {
        id.removeAll(keepingCapacity: true)
        part.withUTF8Buffer { unsafe id.append(contentsOf: $0) }
        id.append(UInt8(ascii: "/"))
        id.append(contentsOf: key.utf8)
        append(time.nanoseconds)
        append(Int64(index))
        if let through { append(through.nanoseconds) }
    }

    private func append(_ number: Int64) {
        id.append(UInt8(ascii: "/"))
        JSONWriter.appendInteger(number, &id)
    }

    private func append(_ text: StaticString) {
        id.append(UInt8(ascii: "/"))
        text.withUTF8Buffer { unsafe id.append(contentsOf: $0) }
    }
}
