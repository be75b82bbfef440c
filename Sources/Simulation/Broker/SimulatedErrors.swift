import Records

/// The answers of the simulated broker that are errors, with the codes and names of librdkafka.
enum SimulatedErrors {
    static func timedOut(_ doing: String) -> BrokerError {
        BrokerError(
            code: -185,
            name: "_TIMED_OUT",
            message: "\(doing) got no answer in time. Try the same again.",
            isRetriable: true
        )
    }

    static func coordinatorNotAvailable(_ doing: String) -> BrokerError {
        BrokerError(
            code: 15,
            name: "COORDINATOR_NOT_AVAILABLE",
            message: "\(doing) was refused for the moment. Try the same again.",
            isRetriable: true
        )
    }

    static func fenced(_ id: String) -> BrokerError {
        BrokerError(
            code: -144,
            name: "_FENCED",
            message: "A newer producer has taken the transactional id \(id). Stop this process.",
            isFatal: true
        )
    }

    static func invalidEpoch(_ id: String) -> BrokerError {
        BrokerError(
            code: 47,
            name: "INVALID_PRODUCER_EPOCH",
            message:
                "The broker has ended the transaction of \(id) for its age. Abort, then go on.",
            isAbortable: true
        )
    }

    static func illegalGeneration(_ group: String) -> BrokerError {
        BrokerError(
            code: 22,
            name: "ILLEGAL_GENERATION",
            message: "The group \(group) has moved on to another generation. Abort, then go on.",
            isAbortable: true
        )
    }

    static func unknownMember(_ group: String) -> BrokerError {
        BrokerError(
            code: 25,
            name: "UNKNOWN_MEMBER_ID",
            message: "The group \(group) does not know this member any more. Abort, then rejoin.",
            isAbortable: true
        )
    }

    static func unknownProducer(_ id: String) -> BrokerError {
        BrokerError(
            code: 59,
            name: "UNKNOWN_PRODUCER_ID",
            message: "A partition has forgotten the producer of \(id). Abort, then go on.",
            isAbortable: true
        )
    }

    static func mustAbort(_ id: String) -> BrokerError {
        BrokerError(
            code: -172,
            name: "_STATE",
            message: "The transaction of \(id) has failed and takes no more records. Abort it.",
            isAbortable: true
        )
    }

    static func purged() -> BrokerError {
        BrokerError(
            code: -152,
            name: "_PURGE_QUEUE",
            message: "A record had not left when its transaction was aborted."
        )
    }

    static func conflict(_ doing: String) -> BrokerError {
        BrokerError(
            code: -173,
            name: "_CONFLICT",
            message: "\(doing) cannot begin before the other call that got no answer was repeated."
        )
    }

    static func fatal(_ what: String) -> BrokerError {
        BrokerError(
            code: -150,
            name: "_FATAL",
            message: "\(what) failed for good. Restart the process.",
            isFatal: true
        )
    }

    static func destroyed(_ what: String) -> BrokerError {
        BrokerError(
            code: -197,
            name: "_DESTROY",
            message: "\(what) was used after it was killed or closed.",
            isFatal: true
        )
    }

    static func notAuthorized(_ topic: String) -> BrokerError {
        BrokerError(
            code: 29,
            name: "TOPIC_AUTHORIZATION_FAILED",
            message: "This user may not use the topic \(topic). Allow it, then start again."
        )
    }

    static func topicDeleted(_ topic: String) -> BrokerError {
        BrokerError(
            code: -188,
            name: "_UNKNOWN_TOPIC",
            message: "The topic \(topic) is gone. Create it anew, then start again."
        )
    }

    static func tooLarge(_ topic: String) -> BrokerError {
        BrokerError(
            code: 10,
            name: "MSG_SIZE_TOO_LARGE",
            message: "The topic \(topic) takes no records of this size. Raise its limit."
        )
    }

    static func outOfRange(_ topic: String, _ place: TopicOffset, _ range: Range<Int64>)
        -> BrokerError
    {
        BrokerError(
            code: 1,
            name: "OFFSET_OUT_OF_RANGE",
            message:
                "Offset \(place.offset) of partition \(place.partition) of \(topic) is not on the "
                + "broker, which has \(range). Read on from another offset."
        )
    }
}
