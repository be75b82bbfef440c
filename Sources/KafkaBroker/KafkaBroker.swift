// librdkafka owner.
