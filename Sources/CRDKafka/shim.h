// librdkafka as Swift sees it: the two headers, and inline functions for what Swift cannot call
// (the variadic producev) or cannot import (eventfd's flags).
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <pthread.h>
#include <sys/eventfd.h>

/// Sends one record, copying key and value. Takes ownership of `headers` on success only.
static inline rd_kafka_resp_err_t crdkafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition, const void *key, size_t keyByteCount,
    const void *value, size_t valueByteCount, int64_t timestampMilliseconds, rd_kafka_headers_t *headers,
    void *opaque)
{
    if (headers)
        return rd_kafka_producev(
            client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, keyByteCount),
            RD_KAFKA_V_VALUE((void *)value, valueByteCount), RD_KAFKA_V_TIMESTAMP(timestampMilliseconds),
            RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, keyByteCount),
        RD_KAFKA_V_VALUE((void *)value, valueByteCount), RD_KAFKA_V_TIMESTAMP(timestampMilliseconds),
        RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
}

/// A counter to sleep on with poll(2); -1 when the process has no descriptor left.
static inline int crdkafka_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

/// Waits for the end of a thread until a point of the real-time clock; 0 when it has ended. Declared by
/// hand because <pthread.h> shows it only with _GNU_SOURCE, which Swift's importer does not set.
extern int pthread_timedjoin_np(pthread_t thread, void **result, const struct timespec *end);
