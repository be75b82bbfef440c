import RuleEngine

/// What `takt doctor` looks at in the files.
enum InstallationChecks {
    /// Plant, contracts and rules.
    static func run(_ installation: Installation, _ examination: inout Examination) {
        _ = examination.attempt(
            "plant",
            remedy: "Correct the lines above; `takt plant check` reads the file again.",
            { () throws(Failure) in try installation.plant() },
            says: { plant in
                guard let path = installation.plantPath else {
                    return "no plant file; a plant that learns everything is used"
                }
                return "\(path), \(NumberText.count(plant.paths.count, "path")), "
                    + NumberText.count(plant.characteristics.count, "characteristic")
            }
        )
        let contracts = examination.attempt(
            "contracts",
            remedy: "Name the folder with --topics, or set TAKT_HOME.",
            { () throws(Failure) in try installation.contracts() },
            says: { NumberText.count($0.all.count, "topic") }
        )
        guard contracts != nil else { return }
        _ = examination.attempt(
            "rules",
            remedy: "`takt rules check` shows every finding with its place.",
            { () throws(Failure) in try installation.rules() },
            says: { rules in
                rules.count == 0
                    ? "none found; no alerts will be raised" : NumberText.count(rules.count, "rule")
            }
        )
    }
}
