import PlantModel
import Simulation

/// Which control charts a plant file gives to the machines of a simulated plant.
struct ChartFamilies {
    private var charts: [String: Int] = [:]
    private var names: [String: [String]] = [:]

    init(_ plant: Plant, _ scenario: PlantScenario) {
        var seen: Set<String> = []
        for entry in plant.characteristics where seen.insert(entry.name).inserted {
            for machine in 0..<scenario.machineCount {
                let path = scenario.path(ofMachine: machine)
                // As the engine chooses: the last entry whose name and path fit.
                let fitting = plant.characteristics.last {
                    $0.name == entry.name && $0.equipment.matches(path)
                }
                guard let fitting else { continue }
                add(fitting)
            }
        }
    }

    private mutating func add(_ settings: CharacteristicSettings) {
        for chart in settings.charts {
            charts[chart.summary, default: 0] += 1
            if names[chart.summary]?.contains(settings.name) != true {
                names[chart.summary, default: []].append(settings.name)
            }
        }
    }

    /// A line per family.
    var text: String {
        guard !charts.isEmpty else { return "Control charts: none\n" }
        return "Control charts:\n"
            + charts.sorted { $0.key < $1.key }.map { family, count in
                "  \(NumberText.count(count, "chart")) \(family): "
                    + (names[family] ?? []).joined(separator: ", ") + "\n"
            }.joined()
    }
}
