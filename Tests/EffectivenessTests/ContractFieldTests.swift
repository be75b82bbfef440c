import Effectiveness
import Foundation
import Records
import Testing

/// What `topics/kpi.oee.json` says about each field, against what the code computes.
@Suite struct ContractFieldTests {
    private let properties: [String: [String: Any]]

    init() throws {
        let topics = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../topics/kpi.oee.json").standardized
        let contract = try JSONSerialization.jsonObject(with: Data(contentsOf: topics))
        let value = (contract as? [String: Any])?["value"] as? [String: Any]
        properties = try #require(value?["properties"] as? [String: [String: Any]])
    }

    @Test("each figure is documented with its formula, its unit and the id of its definition")
    func figures() throws {
        let factors = KPIDefinition.all.prefix(4)
        #expect(factors.map { "\($0.field)" } == ["availability", "performance", "quality", "oee"])
        #expect(KPIDefinition.published.count == 9)
        for kpi in factors + KPIDefinition.published {
            let field = try #require(properties["\(kpi.field)"], "\(kpi.field) is missing")
            #expect(field["definition"] as? String == kpi.id)
            #expect(field["formula"] as? String == kpi.formula)
            #expect(field["unit"] as? String == kpi.unit)
        }
    }

    /// Nobody but the engine writes these records, so there are no fields beside those of the contract.
    @Test("a record has no more fields than events have room for")
    func room() { #expect(properties.count < EventFields.slotCountLimit) }

    @Test("each primitive that travels is documented, and says its unit and formula")
    func primitives() throws {
        for primitive in OEEPrimitive.allCases {
            guard let name = primitive.fieldName else { continue }
            let field = try #require(properties["\(name)"], "\(name) is missing")
            #expect(field["formula"] is String && field["definition"] is String)
            let isTime = "\(name)".hasSuffix("_ms")
            #expect((field["unit"] as? String == "ms") == isTime, "\(name)")
        }
    }
}
