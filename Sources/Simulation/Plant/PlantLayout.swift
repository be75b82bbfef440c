import Records

/// Where the machines of a scenario stand. Lines of four machines go round the areas, three lines
/// of each site in turn.
enum PlantLayout {
    static let enterprise = "acme"
    static let sites = ["berlin", "lisbon"]
    static let zones = ["Europe/Berlin", "Europe/Lisbon"]
    static let calendars = ["three-shift", "two-shift"]

    struct Place: Sendable {
        let kind: MachineKind
        let site: Int
        /// Number of the line in its area, from 1.
        let line: Int
        /// Number of the machine on its line, from 1.
        let cell: Int

        var linePath: String {
            "\(PlantLayout.enterprise)/\(PlantLayout.sites[site])/\(kind.area)/line-\(line)"
        }
        var path: String { "\(linePath)/\(kind.name)-\(cell)" }
        /// The first line of each area of the first site needs nobody; faults are injected there.
        var runsThroughBreaks: Bool { site == 0 && line == 1 }
        var lotPrefix: String {
            let site = PlantLayout.sites[site].prefix(3).uppercased()
            return "\(site)-\(kind.area.prefix(2).uppercased())\(line)-\(cell)-"
        }
    }

    static func place(_ machine: Int) -> Place {
        let line = machine / 4
        let round = line / 3
        return Place(
            kind: MachineKind.allCases[line % 3],
            site: round % 2,
            line: round / 2 + 1,
            cell: machine % 4 + 1
        )
    }
}
