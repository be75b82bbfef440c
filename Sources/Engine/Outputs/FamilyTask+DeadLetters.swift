import Codecs
import Records

extension FamilyTask {
    /// The largest original that is sent whole: brokers and clients take records of 1,000,000 bytes by
    /// default, headers included.
    private static var sendableByteCount: Int { 900_000 }

    /// Sends a record that cannot be used to `dead-letters`: its bytes as they came, where it came
    /// from, and a reason that a person can act on.
    func writeDeadLetter(_ message: InboundMessage, _ reason: Rejection, _ bench: Workbench) {
        bench.recordID("dead-letter", 0)
        let time = EventTime(milliseconds: max(0, message.timestampMilliseconds))
        bench.begin(.deadLetters, to: bundle, time: time)
        writeOriginal(message, code: reason.code, sentence: reason.sentence, bench)
    }

    /// Sends a record that came too late to change anything to `late-events`, as it came.
    func writeLate(
        _ message: InboundMessage,
        _ time: EventTime,
        _ sentence: String,
        _ bench: Workbench
    ) {
        bench.recordID("late", 0)
        bench.begin(.lateEvents, to: bundle, time: time)
        writeOriginal(message, code: "too-late", sentence: sentence, bench)
    }

    private func writeOriginal(
        _ message: InboundMessage,
        code: String,
        sentence: String,
        _ bench: Workbench
    ) {
        bench.header("takt_source_topic", bench.inputNames[Int(message.topic)], bundle)
        bench.header("takt_source_partition", "\(message.partition)", bundle)
        bench.header("takt_source_offset", "\(message.offset)", bundle)
        bench.header("takt_reason_code", code, bundle)
        // Words of the record may stand in it, and those have no limit.
        bench.header("takt_reason", String(sentence.prefix(1_000)), bundle)
        // A long key counts, too, and is cut as well: a dead letter that cannot be sent is lost.
        let isCut =
            Int(message.valueByteCount) + Int(message.keyByteCount) > Self.sendableByteCount
        let limit = isCut ? Int(bench.limits.deadLetterBytes) : Self.sendableByteCount
        if isCut {
            bench.header("takt_original_bytes", "\(message.valueByteCount)", bundle)
            bench.header("takt_sha256", unsafe SHA256.hexDigest(message.value), bundle)
        }
        bundle.outputs.beginKey()
        unsafe bundle.outputs.bytes.append(contentsOf: message.key.prefix(limit))
        bundle.outputs.beginValue()
        unsafe bundle.outputs.bytes.append(contentsOf: message.value.prefix(limit))
        bundle.outputs.end(isTombstone: !message.hasValue)
    }
}
