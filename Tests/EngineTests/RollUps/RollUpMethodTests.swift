import Codecs
import Effectiveness
import PlantModel
import Records
import Testing

@testable import Engine

/// A line of three stations in one minute. Expected figures by hand:
///
///     station    planned  run   made  good  ideal cycle   ideal of the good
///     press      60 s     60 s  20    19    2 s           38 s
///     weld       60 s     45 s  10    10    4 s           40 s
///     pack       60 s     30 s  9     9     1 s            9 s
@Suite("Lines by their bottleneck, or by what leaves them")
struct RollUpMethodTests {
    private let line = RollUpRig.line

    private func plant(_ method: String) throws -> Plant {
        try Plant.load(
            """
            equipment:
              - {path: \(line), line_oee: \(method)}
              - path: \(line)/press
              - path: \(line)/weld
              - path: \(line)/pack
            """
        )
    }

    private func records(_ method: String, order: [Int] = [0, 1, 2]) throws -> RollUpRig {
        let rig = RollUpRig(plant: try plant(method))
        let stations: [(name: String, run: Int64, made: Int64, good: Int64, cycle: Int64)] = [
            ("press", 60, 20, 19, 2), ("weld", 45, 10, 10, 4), ("pack", 30, 9, 9, 1),
        ]
        for index in order {
            let station = stations[index]
            rig.feed(
                .minute(0, of: "\(line)/\(station.name)") { totals in
                    totals[.planned] = 60 * Nanoseconds.second
                    totals[.productive] = station.run * Nanoseconds.second
                    totals[.down] = (60 - station.run) * Nanoseconds.second
                    totals[.total] = station.made * 1_000_000
                    totals[.good] = station.good * 1_000_000
                    totals[.idealTotal] = station.made * station.cycle * Nanoseconds.second
                    totals[.idealGood] = station.good * station.cycle * Nanoseconds.second
                }
            )
        }
        rig.tick(seconds: 3)
        return rig
    }

    private static let cases: [(method: String, roll: String, station: String?, oee: Double)] = [
        ("{method: sum}", "sum", nil, 87.0 / 180),
        ("{method: bottleneck}", "bottleneck", "weld", 40.0 / 60),
        ("{method: bottleneck, station: press}", "bottleneck", "press", 38.0 / 60),
        // Nine pieces left the line, which is made for one in five seconds.
        ("{method: output, station: pack, ideal_cycle: 5s}", "output", "pack", 45.0 / 60),
    ]

    @Test("the OEE of a line is that of the station its method names", arguments: cases)
    func methods(each: (method: String, roll: String, station: String?, oee: Double)) throws {
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let rig = try records(each.method, order: order)
            let record = try #require(rig.takeRecords().first)
            let document = try JSONDocument(parsing: Array(record.utf8))
            #expect(document.string("roll_up") == each.roll)
            #expect(document.string("station") == each.station)
            #expect(abs((document.double("oee") ?? 0) - each.oee) < 1e-12)
            #expect(document.int("machines") == 3)
            // What the area adds up is what the line says of itself.
            let above = try #require(rig.contributed.first?.value.record.totals)
            #expect(abs((above.oee.value ?? 0) - each.oee) < 1e-12)
        }
    }

    @Test("a correction of the station that decides revises its line, one of another does not")
    func corrections() throws {
        let rig = try records("{method: bottleneck, station: weld}")
        _ = rig.takeRecords()
        rig.feed(.minute(0, of: "\(line)/press", revision: 2) { $0[.good] = 5_000_000 })
        rig.tick(seconds: 3)
        #expect(rig.takeRecords().isEmpty)
        rig.feed(.minute(0, of: "\(line)/weld", revision: 2) { $0[.good] = 5_000_000 })
        rig.tick(seconds: 3)
        let record = try #require(rig.takeRecords().first)
        #expect(record.contains(#""status":"revised""#) && record.contains(#""good":5"#))
    }

    @Test(
        "a method that cannot be is refused with the place and what was expected",
        arguments: [
            ("{method: mean}", "one of"),
            ("{method: bottleneck, station: lathe}", "directly below"),
            ("{method: output, station: pack}", "without an ideal_cycle"),
            ("{method: output, ideal_cycle: 2s}", "without a station"),
            ("{method: sum, station: pack}", "no station"),
            ("{method: bottleneck, ideal_cycle: 2s}", "no ideal_cycle"), ("{}", "method"),
        ]
    )
    func refused(method: String, expected: String) {
        #expect {
            _ = try plant(method)
        } throws: { error in
            "\(error)".contains(expected)
        }
    }

    @Test("weighed anew, times stay and every piece costs the new ideal time exactly")
    func rated() {
        var totals = OEETotals()
        totals[.total] = 3_333_333
        totals[.good] = 2_222_222
        totals[.down] = 77
        totals[.unrated] = 1
        let rated = totals.rated(cycleNanoseconds: 1_000_000_007)
        // 3.333333 × 1000000007 = 3333333023.333331, 2.222222 × 1000000007 = 2222222015.555554.
        #expect(rated[.idealTotal] == 3_333_333_023 && rated[.idealTotalRest] == 333_331)
        #expect(rated[.idealGood] == 2_222_222_015 && rated[.idealGoodRest] == 555_554)
        #expect(rated[.down] == 77 && rated[.unrated] == 0)
        #expect(OEETotals().meanIdealCycleNanoseconds == nil)
        #expect(abs((rated.meanIdealCycleNanoseconds ?? 0) - 1_000_000_007) < 1)
    }
}
