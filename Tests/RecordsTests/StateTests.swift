import Records
import TestSupport
import Testing

/// A part with a field of every kind.
private struct Sample: Persistent, Equatable {
    var small: UInt8 = 0
    var negative: Int16 = 0
    var wide: UInt64 = 0
    var number = 0.0
    var isOn = false
    var time = EventTime(nanoseconds: 0)
    var text = ""

    init() {}

    func write(to writer: inout StateWriter) {
        writer.write(small)
        writer.write(negative)
        writer.write(wide)
        writer.write(number)
        writer.write(isOn)
        writer.write(time)
        writer.write(text)
    }

    init(from reader: inout StateReader) throws(StateError) {
        small = try reader.read()
        negative = try reader.read()
        wide = try reader.read()
        number = try reader.readDouble()
        isOn = try reader.readBool()
        time = try reader.readTime()
        text = try reader.readText()
    }
}

private func sample(_ generator: inout SeededGenerator) -> Sample {
    var sample = Sample()
    sample.small = .random(in: 0...(.max), using: &generator)
    sample.negative = .random(in: .min...(.max), using: &generator)
    sample.wide = generator.next()
    sample.number =
        [0, -0.0, .infinity, .leastNonzeroMagnitude, 1.5].randomElement(using: &generator) ?? 0
    sample.isOn = .random(using: &generator)
    sample.time = EventTime(nanoseconds: Int64(bitPattern: generator.next()))
    sample.text =
        ["", "a", "Größe", "温度", String(repeating: "x", count: 300)].randomElement(
            using: &generator
        ) ?? ""
    return sample
}

@Suite("State is written and read back")
struct StateTests {
    @Test("every kind of field comes back as it was")
    func roundTrip() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let list = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                sample(&generator)
            }
            let bytes = stateBytes { $0.write(list: list) }
            let read = try readState(bytes) { reader throws(StateError) in
                try reader.readList(of: Sample.self, elementByteCount: 32)
            }
            #expect(read == list, "seed \(seed)")
            #expect(stateBytes { $0.write(list: read) } == bytes, "seed \(seed)")
        }
    }

    @Test("doubles keep their bits, the sign of zero and what is not a number included")
    func doubles() throws {
        for bits in [0, 1 << 63, Double.nan.bitPattern, Double.nan.bitPattern | 77, 0x7FF0 << 48] {
            let bytes = stateBytes { $0.write(Double(bitPattern: bits)) }
            let read = try readState(bytes) { reader throws(StateError) in
                try reader.readDouble()
            }
            #expect(read.bitPattern == bits)
        }
    }

    @Test("numbers lie least significant byte first and without gaps")
    func layout() {
        let bytes = stateBytes {
            $0.write(true)
            $0.write(UInt16(0x0102))
            $0.write(count: 3)
            $0.write("é")
        }
        #expect(bytes == [1, 2, 1, 3, 0, 0, 0, 2, 0, 0, 0, 0xC3, 0xA9])
    }

    @Test("a writer can be used again and grows as it must")
    func reuse() {
        var writer = StateWriter(minimumCapacity: 64)
        for value in 0..<1_000 { writer.write(UInt64(value)) }
        #expect(writer.count == 8_000)
        let hash = writer.hash
        writer.removeAll()
        #expect(writer.count == 0)
        for value in 0..<1_000 { writer.write(UInt64(value)) }
        #expect(writer.hash == hash)
    }

    @Test("bytes that end too early are an error wherever they end")
    func truncation() {
        var generator = SeededGenerator(seed: testSeed())
        let whole = sample(&generator)
        let bytes = stateBytes { $0.write(whole) }
        let accepted = truncationsAccepted(bytes) { reader throws(StateError) in
            try Sample(from: &reader)
        }
        #expect(accepted == [])
        #expect(throws: StateError.truncated(at: 1)) {
            try readState([7]) { reader throws(StateError) in
                _ = try reader.read(UInt8.self)
                _ = try reader.read(UInt8.self)
            }
        }
    }

    @Test("a truth value is 0 or 1, and a case must exist")
    func badCases() throws {
        #expect(throws: StateError.invalid("a truth value", at: 0)) {
            try readState([2]) { reader throws(StateError) in _ = try reader.readBool() }
        }
        #expect(throws: StateError.invalid("a LossCategory of 9", at: 1)) {
            try readState([9]) { reader throws(StateError) in
                _ = try reader.readCase(of: LossCategory.self)
            }
        }
        let category = try readState([8]) { reader throws(StateError) in
            try reader.readCase(of: LossCategory.self)
        }
        #expect(category == .unknown)
        #expect(throws: StateError.invalid("a level of 9", at: 1)) {
            try readState([9]) { reader throws(StateError) in
                _ = try reader.read(in: 0...UInt8(8), "a level")
            }
        }
    }

    @Test(
        "a count that the limit or the bytes left cannot hold is an error, before memory is taken"
    )
    func badCounts() {
        for bytes: [UInt8] in [
            [255, 255, 255, 255], [0, 0, 0, 128, 0, 0], [4, 0, 0, 0, 1, 2, 3],
            [3, 0, 0, 0, 1, 2, 3],
        ] {
            #expect(throws: StateError.invalid("a count of \(count(bytes))", at: 0)) {
                try readState(bytes) { reader throws(StateError) in
                    _ = try reader.readCount(limit: .max, elementByteCount: 2)
                }
            }
        }
        #expect(throws: StateError.invalid("a count of 3", at: 0)) {
            try readState([3, 0, 0, 0, 1, 2, 3]) { reader throws(StateError) in
                _ = try reader.readCount(limit: 2)
            }
        }
    }

    private func count(_ bytes: [UInt8]) -> Int {
        bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    @Test("an index lies below its bound, and is -1 only where there may be none")
    func indices() throws {
        let cases: [(index: Int32, allowsNone: Bool, isTaken: Bool)] = [
            (0, false, true), (4, false, true), (5, false, false), (-1, false, false),
            (-1, true, true), (-2, true, false),
        ]
        for (index, allowsNone, isTaken) in cases {
            let bytes = stateBytes { $0.write(index) }
            let read = try? readState(bytes) { reader throws(StateError) in
                try reader.readIndex(below: 5, allowsNone: allowsNone)
            }
            #expect(read == (isTaken ? Int(index) : nil))
        }
    }

    @Test(
        "a text that is not UTF-8 is an error",
        arguments: [[0xC3], [0xFF, 0x41], [0xED, 0xA0, 0x80], [0x41, 0x80]] as [[UInt8]]
    )
    func badText(text: [UInt8]) {
        let bytes = [UInt8(text.count), 0, 0, 0] + text
        #expect(throws: StateError.invalid("a text", at: 4)) {
            try readState(bytes) { reader throws(StateError) in _ = try reader.readText() }
        }
    }
}
