"""What the tests see of a running application through the broker alone, without Takt's help."""

import json
import os
import threading
import time
import urllib.request
import uuid
from collections import Counter
from typing import NamedTuple

from confluent_kafka import OFFSET_BEGINNING, Consumer, Message, TopicPartition
from confluent_kafka.admin import AdminClient


def partition_count(brokers: str, topic: str) -> int:
    """Partitions of a topic; 0 when it is not there."""
    admin = AdminClient({**properties(), "bootstrap.servers": brokers, "log_level": 0})
    found = admin.list_topics(timeout=15).topics.get(topic)
    return len(found.partitions) if found else 0


def properties() -> dict[str, str]:
    """What `TAKT_TEST_PROPERTIES` says of a cluster that wants more than an address: `name=value;…`."""
    pairs = os.environ.get("TAKT_TEST_PROPERTIES", "").split(";")
    return dict(pair.split("=", 1) for pair in pairs if pair)


def delete_topics(brokers: str, *starts: str) -> None:
    """Deletes the topics whose names start so, as far as the broker lets us."""
    admin = AdminClient({**properties(), "bootstrap.servers": brokers, "log_level": 0})
    own = [topic for topic in admin.list_topics(timeout=15).topics if topic.startswith(starts)]
    for future in admin.delete_topics(own).values() if own else []:
        future.exception(30)


def metric(port: int, name: str, label: str = "") -> float:
    """A figure of a member's metrics page, summed over its labels; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as page:
            lines = page.read().decode().splitlines()
    except OSError:
        return 0
    own = [line for line in lines if line.split("{")[0].split()[0] == name and label in line]
    return sum(float(line.split()[-1]) for line in own)


def reader(brokers: str, topics: list[str], isolation: str = "read_committed") -> Consumer:
    """Reads whole topics from their start, in no group."""
    consumer = Consumer(
        {
            **properties(),
            "bootstrap.servers": brokers,
            "group.id": f"observer-{uuid.uuid4()}",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "isolation.level": isolation,
            "reconnect.backoff.max.ms": 1000,
            "log_level": 0,
        }
    )
    parts = [
        TopicPartition(topic, partition, OFFSET_BEGINNING)
        for topic in topics
        for partition in range(partition_count(brokers, topic))
    ]
    consumer.assign(parts)
    return consumer


def read_all(
    brokers: str, topics: list[str], quiet_seconds: float = 4, first_seconds: float = 30
) -> list[Message]:
    """The records of topics that nobody writes to any more: read until nothing came for a while.

    Nobody is asked where a partition ends, because not every broker reports that right. The first
    record may take longer than the others on a busy machine.
    """
    consumer = reader(brokers, topics)
    found: dict[tuple, Message] = {}
    last = time.monotonic()
    while time.monotonic() - last < (quiet_seconds if found else first_seconds):
        for message in consumer.consume(500, 0.5):
            if not message.error():
                found[message.topic(), message.partition(), message.offset()] = message
                last = time.monotonic()
    consumer.close()
    return list(found.values())


def book_problems(inputs: list[Message], books: list[Message]) -> list[str]:
    """Compares input topics with the engine's books: an audit that shares nothing with Takt's own.

    Every offset must lie in some stretch of the books, and each stretch must add up. Stretches may
    overlap, since a task that moves reads a part again.
    """
    problems = []
    covered: dict[tuple, set[int]] = {}
    for message in books:
        book = json.loads(message.value())
        stretch = range(book["from_offset"], book["to_offset"])
        covered.setdefault((book["topic"], book["task"]), set()).update(stretch)
        ends = ("counted", "late", "dead_lettered", "ignored", "duplicates")
        if book["read"] != sum(book.get(end, 0) for end in ends) or book["read"] > len(stretch):
            problems.append(f"a book does not add up: {message.value().decode()}")
    there: dict[tuple, set[int]] = {}
    for message in inputs:
        there.setdefault((message.topic(), message.partition()), set()).add(message.offset())
    for place, offsets in sorted(there.items()):
        missing = sorted(offsets - covered.get(place, set()))
        if missing:
            problems.append(f"{place} lacks {len(missing)} of {len(offsets)}, first {missing[0]}")
    return problems


class Report(NamedTuple):
    """One book record as it arrived."""

    when: float
    task: int
    topic: str
    instance: str


class Owners:
    """Who works on which task, from the books that each member publishes every second or so.

    Reads uncommitted: Tansu has no transaction time-out, so what a killed member left open would hide
    the books of the others until it comes back.
    """

    def __init__(self, brokers: str, topic: str):
        self._reports: list[Report] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._consumer = reader(brokers, [topic], "read_uncommitted")
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> "Owners":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stopped.set()
        self._thread.join(10)

    def _follow(self) -> None:
        while not self._stopped.is_set():
            message = self._consumer.poll(0.2)
            if message is None or message.error() or message.value() is None:
                continue
            book = json.loads(message.value())
            report = Report(time.monotonic(), book["task"], book["topic"], book.get("instance", ""))
            with self._lock:
                self._reports.append(report)
        self._consumer.close()

    def settled(self, since: float, hold: float = 6) -> dict[int, str] | None:
        """Owner of every task that has input, once nothing contradicted it for `hold` seconds.

        A task whose topics were spread over two members would be reported by both, so it would
        never settle. Tasks with input report all the time, so silence is not settled either.
        """
        start = time.monotonic() - hold
        with self._lock:
            tasks = {report.task for report in self._reports}
            recent = [report for report in self._reports if report.when >= start]
        if start < since:
            return None
        names = {task: {r.instance for r in recent if r.task == task} for task in tasks}
        if not names or any(len(found) != 1 for found in names.values()):
            return None
        return {task: found.pop() for task, found in names.items()}

    def shared_topics(self, hold: float = 6) -> int:
        """The most topics that one task reported lately; above one, co-location is at work."""
        start = time.monotonic() - hold
        with self._lock:
            recent = {(r.task, r.topic) for r in self._reports if r.when >= start}
        counts = Counter(task for task, _ in recent)
        return max(counts.values(), default=0)

    def describe(self) -> str:
        """Who reported each task in the last seconds."""
        start = time.monotonic() - 6
        with self._lock:
            recent = [report for report in self._reports if report.when >= start]
        names: dict[int, set[str]] = {}
        for report in recent:
            names.setdefault(report.task, set()).add(report.instance)
        found = ", ".join(f"{task}={'+'.join(sorted(who))}" for task, who in sorted(names.items()))
        return found or "no books in the last 6 s"
