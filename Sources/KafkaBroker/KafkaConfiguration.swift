import CRDKafka
import Records

/// Owner of an `rd_kafka_conf_t` until a client takes it over.
@safe
struct KafkaConfiguration: ~Copyable {
    private let pointer: OpaquePointer

    /// An empty configuration.
    init() {
        _ = BrokenPipes.areIgnored
        unsafe pointer = rd_kafka_conf_new()
    }

    deinit { unsafe rd_kafka_conf_destroy(pointer) }

    /// Sets one property; an unknown name or a bad value is an error with the library's words.
    func set(_ name: String, _ value: String) throws(BrokerError) {
        var text = [CChar](repeating: 0, count: 512)
        let result = unsafe rd_kafka_conf_set(pointer, name, value, &text, text.count)
        if result == RD_KAFKA_CONF_OK { return }
        throw BrokerError(
            code: RD_KAFKA_RESP_ERR__INVALID_ARG.rawValue,
            name: "INVALID_PROPERTY",
            message: "The Kafka property '\(name)' cannot be set to '\(value)': \(string(text)). "
                + "Correct it in the broker settings."
        )
    }

    /// Sets a property only when this version of the library has it; false when not.
    @discardableResult
    func setIfKnown(_ name: String, _ value: String) -> Bool {
        unsafe rd_kafka_conf_set(pointer, name, value, nil, 0) == RD_KAFKA_CONF_OK
    }

    /// Applies what the settings say for every kind of client, then the properties passed through.
    func apply(_ settings: KafkaSettings, kind: KafkaClient.Kind) throws(BrokerError) {
        try set("bootstrap.servers", settings.brokers)
        try set("client.id", "\(settings.applicationID)-\(settings.instanceID)")
        try set("log.queue", "true")
        try set("statistics.interval.ms", String(settings.statisticsIntervalMilliseconds))
        try set("reconnect.backoff.max.ms", "2000")
        for (name, value) in settings.properties.sorted(by: { $0.key < $1.key }) {
            guard let name = kind.ownName(of: name) else { continue }
            if KafkaSettings.ownedProperties.contains(name) {
                throw BrokerError(
                    code: RD_KAFKA_RESP_ERR__INVALID_ARG.rawValue,
                    name: "OWNED_PROPERTY",
                    message:
                        "The Kafka property '\(name)' is decided by Takt, because recovery depends "
                        + "on it. Remove it from the broker settings."
                )
            }
            try set(name, value)
        }
    }

    /// Says which happenings come as events through the client's queue.
    func setEvents(_ events: Int32) { unsafe rd_kafka_conf_set_events(pointer, events) }

    /// Opens a client, which then owns the configuration.
    consuming func open(_ kind: KafkaClient.Kind) throws(BrokerError) -> OpaquePointer {
        var text = [CChar](repeating: 0, count: 512)
        // rd_kafka_new frees the configuration it was given on success only, so it gets a copy.
        let copy = unsafe rd_kafka_conf_dup(pointer)
        if let client = unsafe rd_kafka_new(kind.type, copy, &text, text.count) {
            return unsafe client
        }
        let code = rd_kafka_last_error()
        unsafe rd_kafka_conf_destroy(copy)
        throw BrokerError(
            kafka: code,
            "The Kafka client could not be created: \(string(text)). Correct the broker settings."
        )
    }
}

/// A C string in an array, up to its terminator.
func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A C string that may be missing.
@safe
func string(_ text: UnsafePointer<CChar>?) -> String {
    guard let text = unsafe text else { return "" }
    return unsafe String(cString: text)
}
