"""Proves the harness without Takt: the broker answers, the proxy cuts, clients come back."""

import json
import os
import sys
import threading
import time
from pathlib import Path

from checks import Checks, wait_until
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from librdkafka import environment, library_folder
from observers import book_problems
from proxy import Proxy
from tansu import Tansu, free_port

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "brokers"
PARTITIONS = 4
COUNT = 2000
CUT_SECONDS = 4


def consumer(brokers: str, group: str) -> Consumer:
    return Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": 6000,
            "reconnect.backoff.max.ms": 1000,
            "log_level": 0,
        }
    )


def read_all(brokers: str, group: str, topic: str, expected: int, seconds: float) -> list[bytes]:
    """Values as a new group sees them, until the expected number came or the time is over."""
    reader = consumer(brokers, group)
    reader.subscribe([topic])
    values: list[bytes] = []
    deadline = time.monotonic() + seconds
    while len(values) < expected and time.monotonic() < deadline:
        message = reader.poll(0.5)
        if message is not None and not message.error():
            values.append(message.value())
    reader.close()
    return values


def cut_in_the_middle(checks: Checks) -> None:
    port = free_port()
    with Proxy(port) as proxy, Tansu(FOLDER, port, proxy.port):
        brokers = f"127.0.0.1:{proxy.port}"
        admin = AdminClient({"bootstrap.servers": brokers, "log_level": 0})
        for future in admin.create_topics([NewTopic("readings", PARTITIONS, 1)]).values():
            future.result(20)
        made = admin.list_topics("readings", 10).topics["readings"]
        checks.check("the broker creates a topic", len(made.partitions) == PARTITIONS)

        producer = Producer(
            {
                "bootstrap.servers": brokers,
                "enable.idempotence": True,
                "linger.ms": 5,
                "reconnect.backoff.max.ms": 1000,
                "log_level": 0,
            }
        )
        delivered = []
        refused = []

        def outcome(error, message):
            (refused if error else delivered).append(message)

        def feed():
            for number in range(COUNT):
                producer.produce("readings", str(number), str(number % 50), on_delivery=outcome)
                producer.poll(0)
                time.sleep(0.001)

        feeder = threading.Thread(target=feed)
        feeder.start()
        time.sleep(0.7)
        before = proxy.accepted
        dropped = proxy.cut()
        checks.check("the proxy had connections to cut", dropped > 0, f"{dropped} dropped")
        time.sleep(0.5)
        checks.check("nobody comes through while it is cut", proxy.accepted == before)
        time.sleep(CUT_SECONDS)
        stalled = len(delivered)
        checks.check("deliveries stop while it is cut", stalled < COUNT, f"{stalled} of {COUNT}")
        proxy.mend()
        back = wait_until(lambda: proxy.accepted > before, 30)
        checks.check("clients come back by themselves", back)
        feeder.join()
        left = producer.flush(60)
        checks.check("every record is delivered after the cut", left == 0 and not refused)
        values = read_all(brokers, "all", "readings", COUNT, 60)
        checks.check(
            "every record is there exactly once",
            sorted(map(int, values)) == list(range(COUNT)),
            f"{len(values)} read, {len(set(values))} different",
        )


def newer_library(checks: Checks) -> None:
    link = library_folder(FOLDER) / "librdkafka.so.1"
    checks.check("the newer librdkafka has its folder", link.exists(), os.path.realpath(link))
    first = environment(FOLDER)["LD_LIBRARY_PATH"].split(":")[0]
    checks.check("the loader is told to take it first", first == str(link.parent))


class Record:
    """As much of a broker's message as the book check looks at."""

    def __init__(self, topic: str, partition: int, offset: int, value: dict | None = None):
        self.topic, self.partition, self.offset = lambda: topic, lambda: partition, lambda: offset
        self.value = lambda: json.dumps(value).encode()


def book(first: int, end: int, counted: int) -> Record:
    """The books of a stretch of `counts`, task 0."""
    stretch = {"topic": "counts", "task": 0, "from_offset": first, "to_offset": end}
    return Record("books", 0, first, {**stretch, "read": end - first, "counted": counted})


def books_are_judged(checks: Checks) -> None:
    inputs = [Record("counts", 0, offset) for offset in range(10)]
    whole = [book(0, 6, 6), book(4, 10, 6)]
    checks.check("books that overlap and cover all are good", not book_problems(inputs, whole))
    gap = book_problems(inputs, [book(0, 6, 6), book(7, 10, 3)])
    checks.check("a gap is found", len(gap) == 1 and "first 6" in gap[0], str(gap))
    lost = book_problems(inputs, [book(0, 10, 9)])
    checks.check("a book that loses a record is found", len(lost) == 1)
    other = book_problems([*inputs, Record("counts", 1, 0)], whole)
    checks.check("a task without books is found", len(other) == 1)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    total = Checks()
    total.run("the newer librdkafka", newer_library)
    total.run("the check of the books", books_are_judged)
    total.run("a cut in the middle of a stream", cut_in_the_middle)
    total.finish()
