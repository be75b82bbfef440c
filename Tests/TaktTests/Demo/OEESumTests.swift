import Codecs
import Testing

@testable import takt

@Suite("Sums of OEE")
struct OEESumTests {
    private func record(_ text: String) throws -> OEESum {
        OEESum(try JSONDocument(parsing: Array(text.utf8)))
    }

    @Test("the OEE of two machines is that of their sums, not the mean of their ratios")
    func noMeanOfRatios() throws {
        // A long poor run beside a short good one: 40 % and 100 %; their mean would be 70 %.
        let poor = try record(
            """
            {"planned_ms":900000,"run_ms":600000,"minor_stop_ms":120000,\
            "ideal_total_ms":450000,"ideal_good_ms":360000,"oee":0.99}
            """
        )
        let good = try record(
            """
            {"planned_ms":100000,"run_ms":100000,"ideal_total_ms":100000,"ideal_good_ms":100000}
            """
        )
        #expect(poor.oee == 0.4 && good.oee == 1)
        #expect(poor.availability == 0.8)
        #expect(poor.performance == 450.0 / 720)
        #expect(poor.quality == 0.8)
        var sum = poor
        sum += good
        #expect(sum.oee == 0.46)
        #expect(sum.availability == 0.82)
        #expect(sum.performance == 550.0 / 820)
        #expect(sum.quality == 460.0 / 550)
    }

    @Test("availability × performance × quality is OEE, also of a sum")
    func product() throws {
        var sum = try record(
            #"{"planned_ms":7200,"run_ms":5000,"ideal_total_ms":4000,"ideal_good_ms":3900}"#
        )
        sum += try record(
            #"{"planned_ms":800,"run_ms":700,"ideal_total_ms":650,"ideal_good_ms":100}"#
        )
        let factors = try #require(sum.availability) * (try #require(sum.performance))
        let oee = try #require(sum.oee)
        #expect(abs(factors * (try #require(sum.quality)) - oee) < 1e-12)
    }

    @Test("a record that is corrected is taken out exactly, and nothing planned has no OEE")
    func corrections() throws {
        let first = try record(
            #"{"planned_ms":60000,"run_ms":50000,"ideal_total_ms":40000,"ideal_good_ms":30000}"#
        )
        var sum = OEESum()
        #expect(sum.oee == nil && sum.availability == nil)
        #expect(sum.performance == nil && sum.quality == nil)
        sum += first
        sum -= first
        #expect(sum.oee == nil && sum.planned == 0 && sum.idealGood == 0)
    }
}
