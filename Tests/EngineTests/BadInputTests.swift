import Engine
import Records
import Testing

/// A record that cannot be used, and the reason its dead letter must give.
struct BadRecord: CustomTestStringConvertible, Sendable {
    var name: String
    var role = InputRole.measurements
    var key: String? = "acme/berlin/body/line-1/press-1"
    var bytes: [UInt8]?
    var partition: Int32?
    var code: String

    init(
        _ name: String,
        _ json: String?,
        code: String,
        role: InputRole = .measurements,
        key: String? = "acme/berlin/body/line-1/press-1",
        partition: Int32? = nil
    ) {
        self.name = name
        self.role = role
        self.key = key
        bytes = json.map { Array($0.utf8) }
        self.partition = partition
        self.code = code
    }

    var testDescription: String { name }

    static let machine = "\"equipment\":\"acme/berlin/body/line-1/press-1\""
    static let time = "\"time\":\"2026-03-02T08:00:00Z\""
    static let good = "{\(machine),\(time),\"characteristic\":\"diameter\",\"value\":10.0}"

    static func measurement(_ value: String) -> String {
        "{\(machine),\(time),\"characteristic\":\"diameter\",\"value\":\(value)}"
    }

    static func at(_ time: String) -> String {
        "{\(machine),\"time\":\(time),\"characteristic\":\"diameter\",\"value\":10.0}"
    }

    static var invalidUTF8: BadRecord {
        var record = BadRecord("invalid UTF-8", good, code: "invalid-utf8")
        record.bytes?.insert(0xFF, at: 20)
        return record
    }

    static var oversized: BadRecord {
        let padding = String(repeating: "x", count: 1 << 20)
        return BadRecord(
            "1 MiB payload",
            "{\(machine),\(time),\"a\":\"\(padding)\"}",
            code: "too-large"
        )
    }

    static let all: [BadRecord] = [
        BadRecord("truncated JSON", String(good.dropLast(7)), code: "*"),
        BadRecord("value of the wrong type", measurement("\"ten\""), code: "wrong-type"),
        BadRecord("value is an object", measurement("{\"a\":1}"), code: "wrong-type"),
        BadRecord(
            "missing characteristic",
            "{\(machine),\(time),\"value\":1}",
            code: "missing-characteristic"
        ),
        BadRecord(
            "missing value",
            "{\(machine),\(time),\"characteristic\":\"diameter\"}",
            code: "missing-value"
        ),
        BadRecord(
            "missing time",
            "{\(machine),\"characteristic\":\"diameter\",\"value\":1}",
            code: "missing-time"
        ),
        BadRecord(
            "missing equipment",
            "{\(time),\"characteristic\":\"diameter\",\"value\":1}",
            code: "missing-equipment"
        ),
        BadRecord("NaN", measurement("NaN"), code: "*"),
        BadRecord("Infinity", measurement("Infinity"), code: "*"),
        BadRecord("1e999", measurement("1e999"), code: "*"),
        BadRecord("absurdly large value", measurement("1e200"), code: "absurd-value"),
        BadRecord(
            "negative count",
            "{\(machine),\(time),\"good\":-1}",
            code: "negative-count",
            role: .counts
        ),
        BadRecord("no count at all", "{\(machine),\(time)}", code: "missing-count", role: .counts),
        BadRecord(
            "unknown count kind",
            "{\(machine),\(time),\"good\":1,\"kind\":\"sum\"}",
            code: "bad-kind",
            role: .counts
        ),
        BadRecord(
            "unknown state",
            "{\(machine),\(time),\"state\":\"dancing\"}",
            code: "unknown-state",
            role: .states
        ),
        BadRecord("missing state", "{\(machine),\(time)}", code: "missing-state", role: .states),
        BadRecord(
            "more defectives than inspected",
            "{\(machine),\(time),\"characteristic\":\"paint\",\"inspected\":5,\"defectives\":6}",
            code: "bad-inspection",
            role: .inspections
        ),
        BadRecord("empty key", good, code: "empty-key", key: ""),
        BadRecord("null key", good, code: "empty-key", key: nil, partition: 0),
        BadRecord("null payload", nil, code: "null-payload"),
        BadRecord("empty payload", "", code: "null-payload"),
        BadRecord("deep nesting", String(repeating: "[", count: 100_000), code: "*"),
        BadRecord("duplicate keys", "{\(machine),\(time),\(time),\"value\":1}", code: "*"),
        BadRecord("time in 1970", at("86400000"), code: "absurd-time"),
        BadRecord("time in 2100", at("\"2100-01-01T00:00:00Z\""), code: "future-time"),
        BadRecord("time is garbage", at("\"yesterday\""), code: "bad-time"),
        BadRecord("time without offset", at("\"2026-03-02T08:00:00\""), code: "bad-time"),
        BadRecord(
            "equipment that is no path",
            good.replacing("acme/berlin", with: "acme//berlin"),
            code: "bad-equipment",
            key: "acme//berlin/body/line-1/press-1"
        ),
        BadRecord(
            "key is another machine",
            good,
            code: "key-mismatch",
            key: "acme/berlin/body/line-1/press-2"
        ),
        BadRecord("wrong partition", good, code: "wrong-partition", partition: 0),
        BadRecord(
            "command nobody knows",
            "{\(machine),\(time),\"alert\":\"0123456789abcdef\",\"command\":\"explode\",\"by\":\"me\"}",
            code: "unknown-command",
            role: .commands
        ),
        invalidUTF8, oversized,
    ]
}

@Suite("Bad input becomes a dead letter and never costs a neighbour")
struct BadInputTests {
    @Test(arguments: BadRecord.all)
    func `lands in dead letters with its bytes, its place and a reason`(bad: BadRecord) throws {
        let factory = try Factory()
        factory.send(.measurements, BadRecord.good)
        factory.send(bad.role, key: bad.key, bytes: bad.bytes, partition: bad.partition)
        factory.send(.measurements, BadRecord.measurement("11.0"))
        let outputs = factory.collect()

        let letters = outputs.filter { $0.topic == .deadLetters }
        let letter = try #require(letters.first)
        #expect(letters.count == 1)
        if bad.code != "*" { #expect(letter.headers["takt_reason_code"] == bad.code) }
        let reason = try #require(letter.headers["takt_reason"])
        #expect(reason.hasSuffix("."), "a reason is a sentence: \(reason)")
        #expect(reason.count > 25)
        #expect(letter.headers["takt_source_topic"] == "mes." + bad.role.contract)
        #expect(letter.headers["takt_source_partition"] != nil)
        #expect(letter.headers["takt_source_offset"] != nil)
        let original = bad.bytes ?? []
        if original.count <= 900_000 {
            #expect(letter.value == String(decoding: original, as: UTF8.self))
        } else {
            #expect(letter.value.utf8.count == 64 << 10)
            #expect(letter.headers["takt_original_bytes"] == "\(original.count)")
            #expect(letter.headers["takt_sha256"]?.count == 64)
        }

        // The neighbours were processed: 11.0 lies ten sigma out and signals.
        #expect(outputs.contains { $0.topic == .spcSignals && $0.number("rule") == 1 })
        #expect(factory.shard.books.isBalanced)
        #expect(factory.shard.books.read == 3)
        #expect(factory.shard.books.counted == 2)
        #expect(factory.shard.books.deadLettered == 1)
    }

    @Test("unknown equipment is learned or refused, as the plant file says")
    func unknownEquipment() throws {
        let strict = Factory.plantText.replacing(
            "unknown_equipment: learn",
            with: "unknown_equipment: dead-letter"
        )
        let factory = try Factory(plant: strict)
        let key = "acme/berlin/body/line-9/press-9"
        factory.send(
            .measurements,
            BadRecord.good.replacing("line-1/press-1", with: "line-9/press-9"),
            key: key
        )
        let letter = try #require(factory.collect().first { $0.topic == .deadLetters })
        #expect(letter.headers["takt_reason_code"] == "unknown-equipment")
        #expect(letter.headers["takt_reason"]?.contains(key) == true)

        let open = try Factory()
        open.send(
            .measurements,
            BadRecord.good.replacing("line-1/press-1", with: "line-9/press-9"),
            key: key
        )
        #expect(open.collect().allSatisfy { $0.topic != .deadLetters })
        #expect(open.shard.books.counted == 1)
    }

    @Test("unknown characteristics are learned or refused, as the plant file says")
    func unknownCharacteristic() throws {
        let strict = Factory.plantText.replacing(
            "unknown_characteristic: learn",
            with: "unknown_characteristic: dead-letter"
        )
        let factory = try Factory(plant: strict)
        factory.send(.measurements, BadRecord.good.replacing("diameter", with: "mood"))
        let letter = try #require(factory.collect().first { $0.topic == .deadLetters })
        #expect(letter.headers["takt_reason_code"] == "unknown-characteristic")
    }

    @Test("a producer whose clock and timestamps are wrong together is found by the engine's clock")
    func wrongClock() throws {
        let factory = try Factory()
        let topicCount = factory.settings.inputs.count
        factory.shard.tick(EventTime(milliseconds: Factory.epoch), topicCount: topicCount)
        let nextYear = Factory.epoch + 365 * 86_400_000
        factory.send(.measurements, BadRecord.at("\(nextYear)"), timestamp: nextYear)
        factory.send(.measurements, BadRecord.good)
        let letter = try #require(factory.collect().first { $0.topic == .deadLetters })
        #expect(letter.headers["takt_reason_code"] == "future-time")
        #expect(factory.shard.books.counted == 1)
    }
}
