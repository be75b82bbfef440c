import Engine
import PlantModel
import Records
import RuleEngine

/// A version of the rules, or of the plant file, that somebody publishes on the way.
struct PlannedVersion: Sendable {
    /// Virtual time from which on members can read it, in milliseconds.
    var time: Int64
    var version: SetVersion
    /// Which of the model's sets or plants it is.
    var edition: Int
}

/// Draws which rules and limits replace which, from when on, each in about half of the seeds: at once,
/// for a time that is over, for one to come.
enum VersionPlan {
    static func draw(seed: UInt64, duration: Int64, model: SimulationModel) -> [PlannedVersion] {
        let rules = draw(
            .rules,
            PlantRandom(seed: seed, stream: 0x5E75),
            duration,
            contents: model.editions.map(\.identity)
        )
        let plants = draw(
            .plant,
            PlantRandom(seed: seed, stream: 0x91A7),
            duration,
            contents: model.plants.map(\.contentHash)
        )
        return (rules + plants).sorted {
            ($0.time, $0.version.kind.rawValue, $0.version.number)
                < ($1.time, $1.version.kind.rawValue, $1.version.number)
        }
    }

    private static func draw(
        _ kind: SetKind,
        _ random: PlantRandom,
        _ duration: Int64,
        contents: [UInt64]
    ) -> [PlannedVersion] {
        var random = random
        guard random.chance(0.5) else { return [] }
        let times = (0..<1 + random.below(4)).map { _ in Int64(random.below(Int(duration))) }
        return times.sorted().enumerated().map { index, time in
            let edition = random.below(contents.count)
            let moment =
                EngineScenario.start.milliseconds + time - 5_000 + Int64(random.below(10_000))
            return PlannedVersion(
                time: time,
                version: SetVersion(
                    kind: kind,
                    number: UInt64(index + 1),
                    content: contents[edition],
                    effectiveFrom: random.chance(0.4)
                        ? .distantPast : EventTime(milliseconds: moment)
                ),
                edition: edition
            )
        }
    }
}

/// What one member has read of the published versions: everything when it starts, later ones some time
/// after they were published.
final class VersionReader {
    let board: SetBoard
    private let plan: [PlannedVersion]
    private let model: SimulationModel
    private var readCount = 0

    init(_ plan: [PlannedVersion], _ model: SimulationModel, inputs: [InputTopic]) {
        self.plan = plan
        self.model = model
        board = SetBoard(inputs: inputs)
    }

    /// Whether something was published that it has not read.
    func lags(at now: Int64) -> Bool { readCount < plan.count && plan[readCount].time <= now }

    /// Reads everything that was published; a reader for nobody's tasks announces nothing.
    func read(at now: Int64, announces: Bool = true) {
        while lags(at: now) {
            let planned = plan[readCount]
            readCount += 1
            add(planned)
            if announces { board.announce(planned.version) }
        }
    }

    private func add(_ planned: PlannedVersion) {
        let version = planned.version
        switch version.kind {
        case .rules: board.add(version, model.editions[planned.edition])
        case .plant:
            board.add(
                version,
                PlantLimits(
                    plant: model.plants[planned.edition],
                    version: "\(version.number)",
                    effectiveFrom: version.effectiveFrom,
                    by: "ann",
                    why: "drill"
                )
            )
        }
    }
}
