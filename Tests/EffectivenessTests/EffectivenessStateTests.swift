import Effectiveness
import Records
import TestSupport
import Testing
import Windows

@Suite struct EffectivenessStateTests {
    private static func settings(_ shape: Int) -> EffectivenessSettings {
        let second = Nanoseconds.second
        var settings = EffectivenessSettings(
            late: LatePolicy(
                allowedLatenessNanoseconds: [0, 10, 45][shape % 3] * second,
                graceNanoseconds: [1_800, 14_400, 0][shape % 3] * second
            )
        )
        if shape == 1 { (settings.stateHistoryLimit, settings.countHistoryLimit) = (4, 1) }
        if shape == 2 { (settings.stateHistoryLimit, settings.countHistoryLimit) = (9, 12) }
        settings.movesWithEvents = shape != 3
        if shape == 4 { settings.microStopThresholdNanoseconds = 0 }
        if shape == 5 { (settings.hasMinutes, settings.hasHours) = (false, false) }
        if shape % 2 == 1 { (settings.counterJitter, settings.counterGapNanoseconds) = (2, second) }
        settings.countsUnknownAsPlanned = shape == 6
        settings.publishesUnplannedWindows = shape != 6
        return settings
    }

    private func read(
        _ bytes: [UInt8],
        _ settings: EffectivenessSettings
    ) throws(StateError) -> EquipmentEffectiveness {
        try readState(bytes) { reader throws(StateError) in
            try EquipmentEffectiveness(settings: settings, from: &reader)
        }
    }

    @Test(
        "an equipment that was written and read goes on as the one that was not",
        arguments: 0..<7
    )
    func goesOn(shape: Int) throws {
        let seed = testSeed() &+ UInt64(shape)
        var generator = SeededGenerator(seed: seed)
        let settings = Self.settings(shape)
        var answers: Set<Acceptance> = []
        var kinds: Set<Int64> = []
        var revisionMax: Int64 = 0
        for _ in 0..<20 {
            let script = try EffectivenessScript(settings, &generator)
            let cut = Int.random(in: 0...script.events.count, using: &generator)
            var machine = EquipmentEffectiveness(settings: settings)
            for event in script.events[..<cut] { _ = script.play(event, on: &machine) }
            let written = stateBytes { machine.write(to: &$0) }
            var copy = try read(written, settings)
            #expect(stateBytes { copy.write(to: &$0) } == written, "seed \(seed)")
            for event in script.events[cut...] {
                let expected = script.play(event, on: &machine)
                let seen = script.play(event, on: &copy)
                #expect(seen == expected, "seed \(seed)")
                if let answer = seen.answer { answers.insert(answer) }
                for record in seen.records {
                    kinds.insert(record[0])
                    revisionMax = max(revisionMax, record[2])
                }
            }
            let end = stateBytes { machine.write(to: &$0) }
            #expect(stateBytes { copy.write(to: &$0) } == end, "seed \(seed)")
        }
        #expect(kinds.isSuperset(of: [2, 3]) && (kinds.count == 4 || shape == 5), "seed \(seed)")
        #expect(revisionMax > 1 || shape % 3 == 2, "seed \(seed)")
        #expect(answers.isSuperset(of: [.onTime, .lateButOpen, .duplicate]), "seed \(seed)")
    }

    @Test("bytes cut short are refused, and changed ones never stop the process", arguments: 0..<7)
    func corruption(shape: Int) throws {
        let seed = testSeed() &+ UInt64(shape)
        var generator = SeededGenerator(seed: seed)
        let settings = Self.settings(shape)
        for round in 0..<4 {
            let script = try EffectivenessScript(settings, &generator)
            let cut = Int.random(in: 0...script.events.count, using: &generator)
            var machine = EquipmentEffectiveness(settings: settings)
            for event in script.events[..<cut] { _ = script.play(event, on: &machine) }
            let written = stateBytes { machine.write(to: &$0) }
            if round == 0 {
                let accepted = truncationsAccepted(written) { reader throws(StateError) in
                    try EquipmentEffectiveness(settings: settings, from: &reader)
                }
                #expect(accepted == [], "seed \(seed)")
            }
            for _ in 0..<100 {
                guard var copy = try? read(corrupted(written, &generator), settings) else {
                    continue
                }
                for event in script.events.suffix(20) {
                    _ = script.play(event, on: &copy, limit: 8)
                }
            }
        }
    }

    @Test("more than the settings have room for is refused")
    func smallerSettings() throws {
        let settings = Self.settings(0)
        var generator = SeededGenerator(seed: testSeed())
        let script = try EffectivenessScript(settings, &generator)
        var machine = EquipmentEffectiveness(settings: settings)
        for event in script.events.prefix(60) { _ = script.play(event, on: &machine) }
        let written = stateBytes { machine.write(to: &$0) }
        var smaller = settings
        smaller.countHistoryLimit = 2
        #expect(throws: StateError.self) { _ = try self.read(written, smaller) }
    }

    @Test("an equipment that was not heard of takes 117 bytes")
    func sizes() {
        var machine = EquipmentEffectiveness(settings: EffectivenessSettings())
        #expect(stateBytes { machine.write(to: &$0) }.count == 117)
    }
}
