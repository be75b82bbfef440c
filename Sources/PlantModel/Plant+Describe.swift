import Records

extension Plant {
    /// A summary for people, a few lines, without the end of the last one.
    public func describe() -> String {
        var lines: [String] = []
        let parents = Set(paths.compactMap(EquipmentPath.parent))
        let leaves = paths.filter { !parents.contains($0) }
        let sites = Set(paths.compactMap(Self.site)).sorted()
        lines.append("version: \(version.isEmpty ? "not stated" : version)")
        lines.append(
            "equipment: \(leaves.count) machines in \(paths.count - leaves.count) levels above them"
                + ", sites: \(sites.isEmpty ? "none" : sites.joined(separator: ", "))"
        )
        lines.append("unknown equipment: \(unknownEquipment.rawValue)")
        for name in calendarNames {
            guard let calendar = calendars[name] else { continue }
            let shifts = calendar.shiftNames.joined(separator: ", ")
            lines.append("calendar \(name): \(shifts) in \(calendar.clock.zoneName)")
        }
        for category in LossCategory.allCases {
            let words = states.words(of: category)
            if !words.isEmpty { lines.append("\(category): \(words.joined(separator: ", "))") }
        }
        for characteristic in characteristics { lines.append(Self.line(characteristic)) }
        lines.append("unknown characteristics: \(unknownCharacteristic.rawValue)")
        return lines.joined(separator: "\n")
    }

    private static func site(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? "\(parts[0])/\(parts[1])" : nil
    }

    private static func line(_ settings: CharacteristicSettings) -> String {
        var text = "characteristic \(settings.name) at \(settings.equipment)"
        text += ": "
        text +=
            settings.charts.isEmpty
            ? "chart none" : settings.charts.map { "chart \($0.summary)" }.joined(separator: ", ")
        return text + (settings.anomaly.isOff ? "" : ", anomaly detectors on")
    }
}
