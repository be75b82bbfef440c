import PlantModel
import Records
import Testing

@Suite("What the plant says about counts")
struct CountSettingsTests {
    static let text = """
        defaults: {target_oee: 0.8, counter_gap: 10m}
        equipment:
          acme:
            unit: pcs
            conversions: {box: 200}
            takt: 30s
            children:
              press:
                conversions: {pallet: 4800}
                product_conversions: {bolt: {kg: 412.5}, nut: {kg: 650}}
                takts: {bolt: 400ms}
                counter_jitter: 2
                late_scrap: booking
                target_oee: 0.9
        """

    @Test("counts inherit down the tree, and products have conversions of their own")
    func inherit() throws {
        let plant = try Plant.load(Self.text)
        let press = try #require(plant.settings(at: "acme/press")).counts
        #expect(press.factor(unit: nil, product: "bolt") == 1)
        #expect(press.factor(unit: "pcs", product: nil) == 1)
        #expect(press.factor(unit: "box", product: "bolt") == 200)
        #expect(press.factor(unit: "pallet", product: nil) == 4_800)
        #expect(press.factor(unit: "kg", product: "bolt") == 412.5)
        #expect(press.factor(unit: "kg", product: "nut") == 650)
        #expect(press.factor(unit: "kg", product: "washer") == nil)
        #expect(press.factor(unit: "litre", product: "bolt") == nil)
        #expect(press.taktNanoseconds(product: "bolt") == 400_000_000)
        #expect(press.taktNanoseconds(product: nil) == 30 * Nanoseconds.second)
        #expect(press.lateScrap == .booking && press.counterJitter == 2)
        #expect(press.counterGapNanoseconds == 10 * Nanoseconds.minute && press.oeeTarget == 0.9)
        let other = try #require(plant.settings(at: "acme/lathe")).counts
        #expect(other.factor(unit: "pallet", product: nil) == nil && other.oeeTarget == 0.8)
        #expect(other.lateScrap == .production && other.counterJitter == 0)
    }

    @Test(
        "mistakes have their sentence",
        arguments: [
            ("defaults: {target_oee: 85}", "a share above 0 and up to 1"),
            ("defaults: {conversions: {kg: 0}}", "how many kept units one kg is"),
            ("defaults: {counter_jitter: -1}", "a number of units from 0"),
            ("defaults: {late_scrap: never}", "one of production, booking"),
            ("defaults: {takt: 0s}", "a length of time"),
        ]
    )
    func mistakes(text: String, part: String) {
        let error = #expect(throws: PlantError.self) { try Plant.load(text) }
        let found = error?.problems.map(\.description) ?? []
        #expect(found.contains { $0.contains(part) }, "found: \(found)")
    }
}
