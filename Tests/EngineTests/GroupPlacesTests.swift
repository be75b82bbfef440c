import Records
import Testing

@testable import Engine

@Suite("The group is told of a snapshot when it is whole, not before")
struct GroupPlacesTests {
    private let internals = InternalTopics(inputCount: 5)

    private func bundle(
        task: Int32 = 0,
        order: Int64 = -1,
        first: Int64 = -1,
        begins: Bool = false,
        ends: Bool = false,
        input: Int64? = nil
    ) -> Bundle {
        let bundle = Bundle()
        bundle.task = task
        bundle.orderOffset = order
        bundle.firstOffset = first
        bundle.beginsSnapshot = begins
        bundle.endsSnapshot = ends
        if let input { bundle.commits = [TopicOffset(topic: 0, partition: task, offset: input)] }
        return bundle
    }

    private func snapshot(_ offset: Int64, task: Int32 = 0) -> TopicOffset {
        TopicOffset(topic: internals.snapshots, partition: task, offset: offset)
    }

    private func order(_ offset: Int64, task: Int32 = 0) -> TopicOffset {
        TopicOffset(topic: internals.order, partition: task, offset: offset)
    }

    @Test("a snapshot of one bundle is committed with it, and the log from the entry after it")
    func oneBundle() {
        var places = GroupPlaces(internals: internals)
        let input = places.note(bundle(order: 41, first: 900, input: 7))
        #expect(input == [TopicOffset(topic: 0, partition: 0, offset: 7)])
        #expect(
            places.note(bundle(first: 60, begins: true, ends: true)) == [snapshot(60), order(42)]
        )
    }

    @Test("a snapshot of several bundles is committed with its manifest, from its first record")
    func severalBundles() {
        var places = GroupPlaces(internals: internals)
        _ = places.note(bundle(order: 41))
        #expect(places.note(bundle(first: 60, begins: true)).isEmpty)
        // Cycles go on in between; the log is still needed from where the snapshot began.
        #expect(places.note(bundle(order: 42, input: 9)).count == 1)
        #expect(places.note(bundle(first: 62)).isEmpty)
        #expect(places.note(bundle(order: 43)).isEmpty)
        #expect(places.note(bundle(first: 64, ends: true)) == [snapshot(60), order(42)])
        #expect(places.note(bundle(first: 65, ends: true)).isEmpty, "once is enough")
    }

    @Test("a snapshot that was begun and left is forgotten for the next")
    func abandoned() {
        var places = GroupPlaces(internals: internals)
        _ = places.note(bundle(order: 41))
        _ = places.note(bundle(first: 60, begins: true))
        _ = places.note(bundle(order: 50))
        #expect(
            places.note(bundle(first: 70, begins: true, ends: true)) == [snapshot(70), order(51)]
        )
    }

    @Test("tasks have places of their own, and one that leaves takes them along")
    func tasks() {
        var places = GroupPlaces(internals: internals)
        _ = places.note(bundle(task: 1, order: 5))
        _ = places.note(bundle(task: 2, order: 80))
        _ = places.note(bundle(task: 1, first: 10, begins: true))
        let whole = places.note(bundle(task: 2, first: 30, begins: true, ends: true))
        #expect(whole == [snapshot(30, task: 2), order(81, task: 2)])
        let last = bundle(task: 1, first: 11, ends: true)
        last.isLast = true
        #expect(places.note(last) == [snapshot(10, task: 1), order(6, task: 1)])
        // Back again: what is known of the former stay must not be used.
        #expect(
            places.note(bundle(task: 1, first: 20, begins: true, ends: true))
                == [snapshot(20, task: 1)]
        )
    }

    @Test("a copy that is thrown away leaves no trace, as after an aborted transaction")
    func value() {
        var places = GroupPlaces(internals: internals)
        _ = places.note(bundle(order: 41))
        var attempt = places
        _ = attempt.note(bundle(first: 60, begins: true))
        _ = attempt.note(bundle(order: 42))
        #expect(
            places.note(bundle(first: 90, begins: true, ends: true)) == [snapshot(90), order(42)]
        )
    }

    @Test("without internal topics only inputs are committed")
    func notDurable() {
        var places = GroupPlaces(internals: nil)
        #expect(places.note(bundle(first: 3, begins: true, ends: true, input: 4)).count == 1)
    }

    @Test("a tag leads a delivery to its bundle, and to its entry of the log")
    func tags() {
        let bundles = [Bundle(), Bundle()]
        for bundle in bundles { bundle.unacknowledgedCount = 3 }
        let reader = TagReader(firstSequence: 100)
        func deliver(
            _ sequence: UInt64,
            _ isOrder: Bool,
            _ offset: Int64,
            _ error: BrokerError? = nil
        ) {
            let tag = TagReader.tag(sequence: sequence, isOrder: isOrder)
            reader.note(Delivery(tag: tag, offset: offset, error: error), bundles)
        }
        deliver(101, true, 41)
        deliver(101, false, 900)
        deliver(101, false, 901)
        #expect(bundles[1].orderOffset == 41 && bundles[1].isOrderAcknowledged)
        #expect(bundles[1].firstOffset == 900, "the first of several")
        #expect(bundles[1].unacknowledgedCount == 0)
        deliver(99, false, 1)
        deliver(102, false, 1)
        #expect(bundles[0].unacknowledgedCount == 3, "bundles that are gone concern nobody")
    }
}
