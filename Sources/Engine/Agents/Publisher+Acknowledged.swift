import Records

/// At least once: the entry of the order log first, and when the broker has it, the outputs.
///
/// After a crash the entries say what was worked on in which order. Cycles whose outputs are not known
/// to be out are worked on again and give the same ids with the same content.
extension Publisher where Sink: ~Copyable {
    mutating func stepAcknowledged() -> Int {
        var work = sendOrders()
        work += sendWhole()
        work += takeDeliveries()
        work += completeAcknowledged()
        return work
    }

    /// Entries go out ahead, so that a bundle waits for its own entry once and not for all before it.
    private mutating func sendOrders() -> Int {
        let before = orderIndex
        while orderIndex < queue.count, sendOrder(orderIndex) { orderIndex += 1 }
        return orderIndex - before
    }

    private mutating func sendWhole() -> Int {
        let before = sendIndex
        while sendIndex < orderIndex,
            queue[sendIndex].isOrderAcknowledged || !safeguards.logsOrderFirst,
            mayBeFound(sendIndex), sendOutputs(sendIndex)
        {
            sendIndex += 1
        }
        return sendIndex - before
    }

    /// A snapshot counts as soon as its manifest is there, and cycles before it are not worked on again:
    /// so all that they wrote is out first.
    private func mayBeFound(_ index: Int) -> Bool {
        let bundle = queue[index]
        guard bundle.endsSnapshot else { return true }
        return queue[..<index].allSatisfy {
            $0.task != bundle.task || $0.unacknowledgedCount == 0
        }
    }

    private mutating func takeDeliveries() -> Int {
        let control = control
        let metrics = metrics
        return takeDeliveries { error in
            metrics.countLostOutput()
            metrics.report("A record was not delivered: \(error)")
            // While stopping, too: its bundle must not count as sent, or its input is lost.
            control.fail("A record was not delivered: \(error)")
        }
    }

    private mutating func completeAcknowledged() -> Int {
        var count = 0
        var commits: [TopicOffset] = []
        while count < sendIndex, queue[count].unacknowledgedCount == 0, !control.hasFailed {
            commits += places.note(queue[count])
            count += 1
        }
        complete(count, commits: commits)
        return count
    }
}
