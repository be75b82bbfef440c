import Codecs
import ProcessControl
import Records

/// What one record says about a characteristic.
struct ChartReading {
    let time: EventTime
    let values: [Double]
    /// True when the values came as one array.
    let isGroup: Bool
    /// What names the subgroup; empty when nothing does.
    let subgroup: String
    let product: String
    let seq: Int?
    /// Units inspected, when `values` counts them; nil for measurements.
    let inspected: Double?

    /// Reads a measurement, or for charts of attributes an inspection; nil when it is about something else or has no usable value and time.
    init?(
        _ value: [UInt8],
        equipment: String,
        characteristic: String,
        attributes: AttributeKind? = nil
    ) {
        guard let document = try? JSONDocument(parsing: value),
            document.string("characteristic") == characteristic,
            document.string("equipment") == equipment,
            let time = EventText.time("time", in: document)
        else { return nil }
        var values: [Double] = []
        if let single = document.double("value") { values = [single] }
        let array = document.array("values")
        isGroup = array != nil
        if let array {
            values.removeAll()
            for index in 0..<array.count {
                guard let element = array.element(index), let number = element.double else {
                    return nil
                }
                values.append(number)
            }
        }
        if let attributes {
            let count = document.double(attributes.isBinomial ? "defectives" : "defects")
            values = count.map { [$0] } ?? []
        }
        inspected = attributes == nil ? nil : document.double("inspected")
        guard !values.isEmpty, attributes == nil || inspected != nil else { return nil }
        self.values = values
        self.time = time
        subgroup = document.string("subgroup") ?? document.int("subgroup").map(String.init) ?? ""
        product = document.string("product") ?? ""
        seq = document.int("seq")
    }
}
