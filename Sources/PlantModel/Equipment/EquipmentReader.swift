import Records

/// Reads the `equipment` part of a plant file: a tree of mappings, or a flat list of paths.
struct EquipmentReader {
    static let settingKeys =
        [
            "calendar", "time_zone", "micro_stop", "ideal_cycle", "ideal_cycles", "line_oee",
        ] + CountNode.keys
    /// What holds for one path and is not inherited.
    private static let ownKeys = ["path", "false_alarms_per_day"]

    let calendars: Set<String>
    private(set) var nodes: [String: EquipmentNode] = [:]
    private(set) var order: [String] = []
    /// Places that name a station, which may stand further down in the file.
    private var stations: [(place: YAMLField, path: String)] = []

    init(calendars: Set<String>) { self.calendars = calendars }

    mutating func read(_ field: YAMLField) {
        if field.isSequence {
            for element in field.list(of: "equipment") ?? [] { readElement(element) }
        } else {
            readTree(field, above: nil)
        }
        for (place, path) in stations {
            guard let station = nodes[path]?.rollUp?.station,
                nodes["\(path)/\(station)"] == nil
            else { continue }
            place.reject(
                found: "the station '\(station)'",
                expected: "the name of equipment directly below '\(path)'"
            )
        }
    }

    private mutating func readElement(_ field: YAMLField) {
        if field.scalar != nil { return add(field, path: field.scalar ?? "", EquipmentNode()) }
        guard let fields = field.fields(Self.ownKeys + Self.settingKeys),
            let place = fields.required("path", Self.pathExpected)
        else { return }
        add(place, path: place.scalar ?? "", node(fields))
        if let line = fields["line_oee"] { stations.append((line, place.scalar ?? "")) }
    }

    private mutating func readTree(_ field: YAMLField, above: String?) {
        for (name, field) in field.entries(of: "equipment names") ?? [] {
            let path = above.map { "\($0)/\(name)" } ?? name
            if field.isNull {
                add(field, path: path, EquipmentNode())
                continue
            }
            guard
                let fields = field.fields(
                    Self.ownKeys.dropFirst() + Self.settingKeys + ["children"]
                )
            else { continue }
            add(field, path: path, node(fields))
            if let place = fields["line_oee"] { stations.append((place, path)) }
            guard let children = fields["children"] else { continue }
            if children.isSequence {
                for child in children.texts(of: "equipment names") ?? [] {
                    add(children, path: "\(path)/\(child)", EquipmentNode())
                }
            } else {
                readTree(children, above: path)
            }
        }
    }

    private mutating func add(_ place: YAMLField, path: String, _ node: EquipmentNode) {
        guard EquipmentPath.isValid(path) else {
            return place.reject(found: "\"\(path.prefix(80))\"", expected: Self.pathExpected)
        }
        if nodes[path]?.isNamed == true {
            return place.reject(found: "\"\(path)\" again", expected: "each path once")
        }
        if nodes[path] == nil { order.append(path) }
        nodes[path] = node
        nodes[path]?.isNamed = true
        var above = EquipmentPath.parent(path)
        while let prefix = above, nodes[prefix] == nil {
            nodes[prefix] = EquipmentNode()
            order.append(prefix)
            above = EquipmentPath.parent(prefix)
        }
    }

    /// What one mapping says about its equipment; also used for the plant's defaults.
    func node(_ fields: YAMLFields) -> EquipmentNode {
        var node = EquipmentNode()
        if let field = fields["calendar"], let name = field.text() {
            node.calendar = name
            if !calendars.contains(name) { rejectCalendar(field, name) }
        }
        node.timeZone = fields["time_zone"]?.timeZone()?.zoneName
        node.microStop = fields["micro_stop"].flatMap { $0.duration(0...Nanoseconds.day) }
        node.idealCycle = fields["ideal_cycle"].flatMap { $0.duration(1...Nanoseconds.day) }
        let products = fields["ideal_cycles"]?.entries(of: "products and cycle times") ?? []
        for (product, field) in products {
            node.idealCycleByProduct[product] = field.duration(1...Nanoseconds.day)
        }
        node.falseAlarmsPerDay = fields["false_alarms_per_day"]?.positiveNumber(
            "how many false alarms of its charts a day can be borne, above 0"
        )
        node.counts = CountNode(fields)
        node.rollUp = fields["line_oee"].flatMap { RollUpMethod($0) }
        return node
    }

    private func rejectCalendar(_ field: YAMLField, _ name: String) {
        var expected = "the name of a calendar of this file"
        if let nearest = NearestName.find(name, among: calendars.sorted()) {
            expected += "; did you mean '\(nearest)'?"
        }
        field.reject(expected: expected)
    }

    static let pathExpected =
        "a path of 1 to 8 segments such as \"acme/berlin/body/line-1/press-1\""
}
