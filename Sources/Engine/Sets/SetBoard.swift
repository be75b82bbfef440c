import Records
import RuleEngine
import Synchronization

/// Where the versions that somebody has read from their topic lie for the shards of one process.
///
/// A launcher adds them, checked and compiled, off the shards' threads; a shard looks at each tick
/// whether there is news and tells its tasks, each of which notes that in its order. Any thread may use
/// it; a look without news costs one atomic load.
public final class SetBoard: Sendable {
    private enum Content {
        case rules(RuleEdition)
        /// Not read yet: versions that only a recovery may still ask for.
        case laterRules(@Sendable () -> RuleSet?)
        case plant(PlantLimits)
        case laterPlant(@Sendable () -> PlantLimits?)
    }

    private struct Shelf {
        var contents: [SetVersion: Content] = [:]
        var announced: [SetVersion] = []
    }

    private let inputs: [InputTopic]
    private let shelf = Mutex(Shelf())
    private let announcedCount = Atomic<Int>(0)
    private let refusal = Mutex<String?>(nil)

    /// Why the newest that somebody wanted to lay down was refused; nil when all is well. Books say it.
    public var problem: String? {
        get { refusal.withLock { $0 } }
        set { refusal.withLock { $0 = newValue } }
    }

    /// An empty board for an engine with these input topics.
    public init(inputs: [InputTopic]) { self.inputs = inputs }

    /// Lays down a set of rules; tasks hear of it when it is announced. Costs some microseconds a rule.
    public func add(_ version: SetVersion, _ rules: RuleSet) {
        let edition = RuleEdition(rules, inputs: inputs)
        shelf.withLock { $0.contents[version] = .rules(edition) }
    }

    /// Lays down a set of rules that is read when a recovery asks for it, on the thread of its shard.
    public func add(_ version: SetVersion, later read: @escaping @Sendable () -> RuleSet?) {
        shelf.withLock {
            if $0.contents[version] == nil { $0.contents[version] = .laterRules(read) }
        }
    }

    /// Lays down the limits of a plant file; tasks hear of them when they are announced.
    public func add(_ version: SetVersion, _ plant: PlantLimits) {
        shelf.withLock { $0.contents[version] = .plant(plant) }
    }

    /// Lays down limits that are read when a recovery asks for them, on the thread of its shard.
    public func add(_ version: SetVersion, laterPlant read: @escaping @Sendable () -> PlantLimits?)
    {
        shelf.withLock {
            if $0.contents[version] == nil { $0.contents[version] = .laterPlant(read) }
        }
    }

    /// Tells every task of the process of a version, at the next tick.
    public func announce(_ version: SetVersion) {
        shelf.withLock { $0.announced.append(version) }
        announcedCount.add(1, ordering: .releasing)
    }

    /// How many versions were announced.
    var count: Int { announcedCount.load(ordering: .acquiring) }

    /// What a task that has heard of `sets` has to be told, the lowest number first. Versions that a later
    /// one stands for are left out.
    func news(for sets: TaskSets) -> [SetVersion] {
        var news: [SetVersion] = []
        let announced = shelf.withLock { $0.announced }
        for version in announced.sorted(by: { $0.number < $1.number })
        where version.number > sets.newest(version.kind) {
            news = TaskSets.adding(version, to: news)
        }
        return news.sorted { ($0.kind.rawValue, $0.number) < ($1.kind.rawValue, $1.number) }
    }

    /// Whether the content of a version is here.
    func knows(_ version: SetVersion) -> Bool {
        shelf.withLock { $0.contents[version] != nil }
    }

    /// The rules of a version, nil when they are not here or cannot be read any more.
    func rules(_ version: SetVersion) -> RuleEdition? {
        switch shelf.withLock({ $0.contents[version] }) {
        case nil, .plant?, .laterPlant?: return nil
        case .rules(let edition)?: return edition
        case .laterRules(let read)?:
            guard let set = read() else { return nil }
            let edition = RuleEdition(set, inputs: inputs)
            shelf.withLock { $0.contents[version] = .rules(edition) }
            return edition
        }
    }

    /// The limits of a version, nil when they are not here or cannot be read any more.
    func plant(_ version: SetVersion) -> PlantLimits? {
        switch shelf.withLock({ $0.contents[version] }) {
        case nil, .rules?, .laterRules?: return nil
        case .plant(let limits)?: return limits
        case .laterPlant(let read)?:
            guard let limits = read() else { return nil }
            shelf.withLock { $0.contents[version] = .plant(limits) }
            return limits
        }
    }
}
