import Rings

/// The publisher's end of one shard: bundles come, used ones go back.
///
/// Belongs to the publisher thread.
final class Outlet {
    private var bundles: SPSCConsumer<Bundle>
    private var used: SPSCProducer<Bundle>
    private let wakesShard: Parker

    init(
        bundles: consuming SPSCConsumer<Bundle>,
        used: consuming SPSCProducer<Bundle>,
        wakesShard: Parker
    ) {
        self.bundles = bundles
        self.used = used
        self.wakesShard = wakesShard
    }

    /// The next bundle of the shard, if one waits.
    func take() -> Bundle? {
        guard let bundle = bundles.pop() else { return nil }
        wakesShard.wake()
        return bundle
    }

    /// Gives the memory of a finished bundle back to its shard; if the shard has enough, it is freed.
    func giveBack(_ bundle: Bundle) {
        _ = used.offer(bundle)
    }

    /// True when nothing of the shard waits here.
    var isEmpty: Bool { bundles.waiting() == 0 }
}
