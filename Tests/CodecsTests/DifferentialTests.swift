@testable import Codecs
import Foundation
import Records
import TestSupport
import Testing

/// The fast path against the Jansson path, and both against an obvious reading of the rules.
///
/// `FUZZ_SECONDS=60 swift test --filter DifferentialTests` goes on for that long; `SEED=…` repeats
/// a run.
@Suite("Both paths of the scanner")
struct DifferentialTests {
    private static let scanner = ObjectScanner(plan: measurementPlan)

    /// The committed corpus: one payload per file, as bytes.
    static let corpus: [(name: String, bytes: [UInt8])] = {
        let folder = Bundle.module.resourceURL!.appendingPathComponent("Data/corpus")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { name in
            let data = (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
            return (name, Array(data))
        }
    }()

    /// Whether the fast path read it, nil after a disagreement.
    private func agree(_ payload: [UInt8], _ comment: @autoclosure () -> String) -> Bool? {
        let (fast, slow, whole) = Decoded.both(payload, Self.scanner)
        if let fast, fast != slow {
            Issue.record(
                "fast \(fast)\nslow \(slow)\n\(String(decoding: payload, as: UTF8.self))\n\(comment())"
            )
            return nil
        }
        guard whole == slow else {
            Issue.record("whole \(whole)\nslow \(slow)\n\(comment())")
            return nil
        }
        if let expected = ObviousReader.isValid(payload), expected != slow.outcome.isOK {
            Issue.record("obvious \(expected)\nslow \(slow)\n\(Array(payload))\n\(comment())")
            return nil
        }
        return fast != nil
    }

    @Test("they agree on every file of the corpus, whose names say what is right")
    func corpusAgrees() {
        #expect(Self.corpus.count >= 40)
        for (name, bytes) in Self.corpus {
            #expect(agree(bytes, name) != nil)
            let (fast, slow, _) = Decoded.both(bytes, Self.scanner)
            switch name.prefix(4) {
            case "fast": #expect(fast != nil, "\(name)")
            case "slow": #expect(fast == nil && slow.outcome == .ok, "\(name)")
            default:
                let code = name.dropFirst(5).prefix { $0 != "." }
                #expect(slow.outcome.error?.reason.code == String(code), "\(name)")
            }
        }
    }

    @Test("they agree on every prefix of every file of the corpus")
    func prefixes() {
        for (name, bytes) in Self.corpus where bytes.count < 200 {
            for count in 0..<bytes.count {
                guard agree(Array(bytes[..<count]), "\(name) \(count)") != nil else { return }
            }
        }
    }

    @Test("they agree on mutated payloads")
    func mutations() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        let seconds = ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap(Double.init)
        let end = Date().addingTimeInterval(seconds ?? 0)
        let bases = Self.corpus.filter { $0.bytes.count < 500 }.map(\.bytes)
        var count = 0
        var fastCount = 0
        while count < 20_000 || (seconds != nil && Date() < end) {
            count += 1
            var payload = bases.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                Mutation.apply(to: &payload, from: bases, using: &generator)
            }
            guard let isFast = agree(payload, "SEED=\(seed), case \(count)") else { return }
            if isFast { fastCount += 1 }
        }
        // The fuzz is worth something only while both outcomes are common.
        #expect(fastCount * 50 > count && fastCount * 10 < count * 9, "\(fastCount) of \(count)")
        if seconds != nil {
            print("fuzzed \(count) payloads, \(fastCount) on the fast path, SEED=\(seed)")
        }
    }

    @Test("they agree on generated objects of every kind of value")
    func generated() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for count in 0..<5_000 {
            let text = Mutation.object(using: &generator)
            guard agree(Array(text.utf8), "SEED=\(seed), case \(count)") != nil else { return }
        }
    }
}
