import KafkaBroker
import Records

/// An output record as a reader sees it (topic, headers, key, value), as 128 bits.
///
/// Two different records have the same digest with a probability of about 10⁻²⁰ among ten billion, so
/// comparing digests is comparing bytes.
struct OutputDigest: Hashable {
    private let first: UInt64
    private let second: UInt64

    private init(_ bytes: [UInt8]) {
        first = unsafe bytes.withUnsafeBytes { unsafe StableHash.words($0, seed: 1) }
        second = unsafe bytes.withUnsafeBytes { unsafe StableHash.words($0, seed: 2) }
    }

    /// Of a record that the engine makes.
    init(_ batch: borrowing OutputBatch, _ index: Int) {
        var bytes = DigestBytes(topic: Int(batch.entries[index].topic))
        unsafe batch.forEachHeader(index) { unsafe bytes.addHeader($0, $1) }
        unsafe batch.withKey(index) { unsafe bytes.add($0) }
        let isTombstone = batch.entries[index].isTombstone
        unsafe batch.withValue(index) { unsafe bytes.add($0, isNull: isTombstone) }
        self.init(bytes.bytes)
    }

    /// Of a record on the broker; `topic` is the index of its topic among the outputs.
    init(_ record: KafkaRecord, topic: Int) {
        var bytes = DigestBytes(topic: topic)
        for header in record.headers {
            let name = Array(header.name.utf8)
            unsafe name.withUnsafeBytes { name in
                unsafe header.value.withUnsafeBytes { unsafe bytes.addHeader(name, $0) }
            }
        }
        unsafe (record.key ?? []).withUnsafeBytes { unsafe bytes.add($0) }
        unsafe (record.value ?? []).withUnsafeBytes {
            unsafe bytes.add($0, isNull: record.value == nil)
        }
        self.init(bytes.bytes)
    }
}

/// The parts of a record with their lengths, so that no two records give the same bytes.
private struct DigestBytes {
    var bytes: [UInt8] = []

    init(topic: Int) { add(number: topic) }

    mutating func addHeader(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        add(number: -1)
        unsafe add(name)
        unsafe add(value)
    }

    mutating func add(_ part: UnsafeRawBufferPointer, isNull: Bool = false) {
        add(number: isNull ? -2 : part.count)
        unsafe bytes.append(contentsOf: part)
    }

    private mutating func add(number: Int) {
        for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
