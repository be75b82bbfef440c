import Codecs

extension OEECommand {
    /// Draws what was asked for.
    func draw(_ drawn: OEEWindow, _ stops: OEEReasons) throws(Failure) {
        let span = "\(TimeFormatter.string(drawn.start)) to \(TimeFormatter.string(drawn.end))"
        let oee = "OEE \(LossPicture.share(drawn.totals.oee.value))"
        let subtitle = "\(span), \(oee)"
        if let waterfall {
            let picture = WaterfallPicture(drawn, subtitle: subtitle)
            try write(Array(picture.text.utf8), to: waterfall)
        }
        if let pareto {
            let bars = drawn.totals.lossPareto.map {
                ParetoPicture.Bar(
                    name: LossPicture.name($0.kind),
                    nanoseconds: $0.nanoseconds,
                    colour: LossPicture.colour($0.kind)
                )
            }
            let title = "Losses of \(drawn.equipment) by size"
            let picture = ParetoPicture(title: title, subtitle: subtitle, bars: bars)
            try write(Array(picture.text.utf8), to: pareto)
        }
        guard let reasons else { return }
        let bars = stops.shares.map {
            ParetoPicture.Bar(
                name: $0.path.joined(separator: " › "),
                nanoseconds: $0.nanoseconds,
                colour: "#c1121f"
            )
        }
        let title = "Stops of \(drawn.equipment) by reason"
        let picture = ParetoPicture(title: title, subtitle: subtitle, bars: bars)
        try write(Array(picture.text.utf8), to: reasons)
    }

    func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        var output = try OutputFile(path)
        try output.write(bytes)
        try output.flush()
        if path != "-" { Terminal.writeError("Wrote \(path).\n") }
    }
}
