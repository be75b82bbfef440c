import ArgumentParser
import PlantModel
import ProcessControl

/// `takt chart view`, which is `takt chart` without a further word.
struct ChartViewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Draw one characteristic as a control chart, in the terminal or as SVG.",
        discussion: """
            Reads the measurements or inspections from the topic, or from files of replay lines, and \
            charts them with the plant's settings, as the engine does; of several charts the first. \
            Versions of limits that spc.limits tells of hold from their event time on. Points that \
            complete a rule are marked with its number: 1 to 8 after Nelson, R for the range, standard \
            deviation or moving range.

            Examples:
              takt chart view acme/berlin/machining/line-1/lathe-1 diameter --brokers kafka-1:9092
              takt chart view acme/berlin/paint/line-1/oven-2 zone_temp --file night.ndjson
              takt chart view acme/porto/cell-2/m03 diameter --svg chart.svg --points 300

            Exit codes: 0 drawn, 1 there is nothing to draw, 2 usage.
            """
    )

    @Argument(help: "The path of the equipment, as in the events.")
    var equipment: String

    @Argument(help: "The name of the characteristic, as in the events.")
    var characteristic: String

    @Option(help: ArgumentHelp("Only this product. (default: the newest)", valueName: "name"))
    var product: String?

    @Option(
        help: ArgumentHelp(
            "A file of replay lines instead of a cluster; may be repeated.",
            valueName: "file"
        )
    )
    var file: [String] = []

    @Option(help: "How many points, the newest ones. (default: as many as fit, 200 in SVG)")
    var points: Int?

    @Option(help: ArgumentHelp("Write an SVG picture; - is standard output.", valueName: "file"))
    var svg: String?

    @OptionGroup(title: "Cluster") var broker: BrokerOptions
    @OptionGroup(title: "Files") var files: ConfigurationOptions

    func validate() throws {
        if let points, !(2...10_000).contains(points) {
            throw ValidationError("--points has to be 2 to 10,000.")
        }
    }

    func run() throws {
        StopSignals.install()
        let installation = try Installation(files, broker)
        let settings = try characteristicSettings(installation)
        var input = ChartInput(
            installation: installation,
            equipment: equipment,
            characteristic: characteristic,
            product: product,
            attributes: settings.chart.kind.attributes
        )
        if file.isEmpty { try input.readTopics() } else { try input.readFiles(file) }
        let readings = try input.chosen()
        var series = try ChartSeries(settings, versions: input.versions)
        for reading in readings { series.add(reading) }
        guard !series.rows.isEmpty else {
            throw Failure(
                "\(NumberText.count(readings.count, "record")) of \(characteristic) at \(equipment) "
                    + "do not make a single point. A subgroup needs \(series.subgroupSize) values."
            )
        }
        try draw(
            ChartPicture(
                series: series,
                settings: settings,
                equipment: equipment,
                product: input.chosenProduct,
                pointCount: points ?? (svg == nil ? max(20, Terminal.columns - 16) : 200)
            )
        )
    }

    private func draw(_ picture: ChartPicture) throws {
        guard let svg else {
            Terminal.write(TextChart(picture).text)
            return
        }
        var output = try OutputFile(svg)
        try output.write(SVGChart(picture).text)
        try output.flush()
        if svg != "-" { Terminal.writeError("Wrote \(svg).\n") }
    }

    private func characteristicSettings(
        _ installation: Installation
    ) throws -> CharacteristicSettings {
        let plant = try installation.plant()
        guard let settings = plant.characteristic(named: characteristic, at: equipment) else {
            throw Failure(
                "The plant has no characteristic \(characteristic) at \(equipment), and its policy "
                    + "for unknown ones is dead-letter. `takt plant check` lists what it has."
            )
        }
        guard settings.chart.kind != .none else {
            throw Failure(
                "The plant asks for no chart of \(characteristic) at \(equipment). Give it "
                    + "'chart: kind:' in the plant file."
            )
        }
        return settings
    }
}
