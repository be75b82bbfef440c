import TestSupport
import Testing

@testable import Records

@Suite struct EventTimeTests {
    @Test("milliseconds round towards the past, also before 1970")
    func milliseconds() {
        #expect(EventTime(nanoseconds: 1_999_999).milliseconds == 1)
        #expect(EventTime(nanoseconds: -1).milliseconds == -1)
        #expect(EventTime(milliseconds: .max) == .distantFuture)
        #expect(EventTime(milliseconds: .min) == .distantPast)
    }

    @Test("differences and sums saturate instead of wrapping")
    func saturation() {
        #expect(EventTime.distantFuture - EventTime.distantPast == .max)
        #expect(EventTime.distantPast - EventTime.distantFuture == .min)
        #expect(EventTime.distantFuture.advanced(byNanoseconds: 1) == .distantFuture)
    }
}

@Suite struct StableHashTests {
    @Test(
        "murmur2 agrees with the values Kafka's own unit tests list",
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)]
    )
    func murmur2(text: String, expected: Int32) {
        let hash = unsafe Array(text.utf8).withUnsafeBytes { unsafe StableHash.murmur2($0) }
        #expect(Int32(bitPattern: hash) == expected)
    }

    @Test("FNV-1a agrees with its published vectors")
    func fnv1a() {
        #expect(StableHash.fnv1a("") == 0xcbf2_9ce4_8422_2325)
        #expect(StableHash.fnv1a("a") == 0xaf63_dc4c_8601_ec8c)
        #expect(StableHash.fnv1a("foobar") == 0x8594_4171_f739_67e8)
    }
}

@Suite struct NameTableTests {
    @Test("a name table behaves like a dictionary and a list")
    func model() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        var table = NameTable(countLimit: 500)
        var names: [String] = []
        for _ in 0..<5_000 {
            let name = "machine-\(UInt64.random(in: 0..<700, using: &random))"
            let index = table.intern(name)
            if let known = names.firstIndex(of: name) {
                #expect(index == known, "seed \(seed)")
            } else if names.count < 500 {
                #expect(index == names.count, "seed \(seed)")
                names.append(name)
            } else {
                #expect(index == nil, "seed \(seed)")
            }
        }
        for (index, name) in names.enumerated() { #expect(table.name(index) == name) }
    }
}

@Suite struct OutputBatchTests {
    @Test("a batch gives back what was put in, headers included")
    func roundTrip() {
        var batch = OutputBatch()
        for number in 0..<3 {
            batch.begin(topic: number, timestampMilliseconds: 7, inputIndex: 1)
            unsafe Array("id-\(number)".utf8).withUnsafeBytes { unsafe batch.header("ce_id", $0) }
            batch.beginKey()
            batch.bytes.append(contentsOf: "key\(number)".utf8)
            batch.beginValue()
            batch.bytes.append(contentsOf: "value\(number)".utf8)
            batch.end()
        }
        batch.begin(topic: 0, timestampMilliseconds: 0, inputIndex: 2)
        batch.bytes.append(1)
        batch.cancel()
        #expect(batch.count == 3)
        let key = unsafe batch.withKey(1) { unsafe String(decoding: $0, as: UTF8.self) }
        let value = unsafe batch.withValue(2) { unsafe String(decoding: $0, as: UTF8.self) }
        #expect(key == "key1")
        #expect(value == "value2")
        var headers: [String] = []
        unsafe batch.forEachHeader(2) { name, value in
            unsafe headers.append(
                String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self)
            )
        }
        #expect(headers == ["ce_id=id-2"])
    }
}

@Suite struct LayoutTests {
    @Test("records have the sizes the buffer table states")
    func sizes() {
        #expect(MemoryLayout<InboundMessage>.stride == 64)
        #expect(MemoryLayout<FieldValue>.stride == 24)
    }
}

@Suite struct NearestNameTests {
    @Test("a mistyped name is answered with the nearest one, a different one with none")
    func nearest() {
        #expect(NearestName.find("lto", among: ["seq", "lot"]) == "lot")
        #expect(NearestName.find("Pressure", among: ["pressure"]) == "pressure")
        #expect(NearestName.find("humidity", among: ["value", "lot"]) == nil)
        #expect(NearestName.distance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
        #expect(NearestName.distance([], Array("ab".utf8)) == 2)
    }
}
