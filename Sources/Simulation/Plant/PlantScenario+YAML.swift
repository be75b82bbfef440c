import PlantModel

extension PlantScenario {
    /// The plant file that describes this plant; `docs/examples/plant.yaml` is the one of 48
    /// machines.
    public var plantYAML: String { Self.plantYAML(machineCount: machineCount) }

    /// The plant file of a simulated plant of so many machines.
    public static func plantYAML(machineCount: Int) -> String {
        PlantFileText.head + equipment(machineCount) + PlantFileText.characteristics
    }

    private static func equipment(_ machineCount: Int) -> String {
        let places = (0..<machineCount).map(PlantLayout.place)
        var text = PlantFileText.equipmentHead
        for site in PlantLayout.sites.indices {
            let here = places.filter { $0.site == site }
            guard !here.isEmpty else { continue }
            text += "      \(PlantLayout.sites[site]):\n"
            text += "        time_zone: \(PlantLayout.zones[site])\n"
            text += "        calendar: \(PlantLayout.calendars[site])\n"
            text += "        children:\n"
            for kind in MachineKind.allCases { text += area(kind, here.filter { $0.kind == kind }) }
        }
        return text
    }

    private static func area(_ kind: MachineKind, _ places: [PlantLayout.Place]) -> String {
        guard !places.isEmpty else { return "" }
        let cycles = zip(kind.products, kind.idealMilliseconds).map { product, milliseconds in
            "\(product): \(Double(milliseconds) / 1000)s"
        }
        var text = "          \(kind.area):\n"
        text += "            ideal_cycles: {\(cycles.joined(separator: ", "))}\n"
        text += "            children:\n"
        var line = 0
        var last: PlantLayout.Place?
        var cells: [String] = []
        func close() {
            guard line > 0 else { return }
            let calendar = (last?.runsThroughBreaks ?? false) ? "calendar: round-the-clock, " : ""
            let children = "children: [\(cells.joined(separator: ", "))]"
            text += "              line-\(line): {\(calendar)\(children)}\n"
            cells = []
        }
        for place in places {
            if place.line != line {
                close()
                line = place.line
            }
            last = place
            cells.append("\(kind.name)-\(place.cell)")
        }
        close()
        return text
    }
}
