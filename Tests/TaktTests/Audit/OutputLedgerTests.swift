import Engine
import Records
import Testing

@testable import takt

@Suite("The ledger of outputs counts what should be there and what is")
struct OutputLedgerTests {
    private static let origin = OutputLedger.Origin(topic: 7, task: 1, cycle: 9)

    /// Digests of records with these values and one key.
    private func digests(_ values: [String]) -> [OutputDigest] {
        var batch = OutputBatch()
        for value in values {
            batch.begin(topic: 7, timestampMilliseconds: 0, inputIndex: 0)
            batch.beginKey()
            batch.bytes += Array("key".utf8)
            batch.beginValue()
            batch.bytes += Array(value.utf8)
            batch.end()
        }
        return (0..<batch.count).map { OutputDigest(batch, $0) }
    }

    @Test("an output that should be there twice and is there once is missing once")
    func counts() {
        let one = digests(["a"])[0]
        var ledger = OutputLedger()
        ledger.expect(one, from: Self.origin)
        ledger.expect(one, from: Self.origin)
        #expect(ledger.find(one) == .wanted)
        #expect(ledger.missing.map(\.count) == [1])
        #expect(ledger.missing.first?.origin == Self.origin)
        #expect(ledger.find(one) == .wanted && ledger.find(one) == .repeated)
        #expect(ledger.find(digests(["b"])[0]) == .unknown)
        #expect(ledger.missing.isEmpty)
    }

    @Test("on a compacted topic only the newest record of a key has to be there")
    func compaction() {
        let states = digests(["first", "second", "third"])
        var ledger = OutputLedger()
        for state in states {
            ledger.expect(state, from: Self.origin)
            ledger.replace(state, topic: 7, key: Array("key".utf8))
        }
        #expect(ledger.missing.map(\.count) == [1])
        #expect(ledger.find(states[2]) == .wanted)
        #expect(ledger.missing.isEmpty)
    }

    @Test("where a key ends and a value begins makes a difference")
    func boundaries() {
        var batch = OutputBatch()
        for (key, value) in [("ab", "c"), ("a", "bc"), ("abc", "")] {
            batch.begin(topic: 7, timestampMilliseconds: 0, inputIndex: 0)
            batch.beginKey()
            batch.bytes += Array(key.utf8)
            batch.beginValue()
            batch.bytes += Array(value.utf8)
            batch.end()
        }
        batch.begin(topic: 7, timestampMilliseconds: 0, inputIndex: 0)
        batch.beginKey()
        batch.bytes += Array("abc".utf8)
        batch.beginValue()
        batch.end(isTombstone: true)
        #expect(Set((0..<batch.count).map { OutputDigest(batch, $0) }).count == 4)
    }
}
