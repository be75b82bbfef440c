"""From a kill to the first output, by number of series.

Usage: measure_recovery.py PATH-OF-TAKT [SERIES …]     10000, 100000 and 1000000 without

Runs on Tansu, or on the Kafka that TAKT_TEST_BROKERS names. Fills a plant that learns with so many
series of twenty characteristics a machine, waits until every task has a snapshot of all of it, kills the
member (SIGKILL), starts it again under the same name at once, and looks for what comes out of records
that a probe sends to every task five times a second.
"""

import os
import signal
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from checks import Checks, wait_until
from confluent_kafka import ConsumerGroupTopicPartitions, Producer
from confluent_kafka.admin import AdminClient
from observers import delete_topics, metric, properties, reader
from takt import Takt
from tansu import free_port, named_or_tansu

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "brokers"
TASKS = 8
CHARACTERISTICS = 20
SETTINGS = """
delivery: exactly-once
limits: {{snapshot_interval: {interval}, bundle_interval: {cut}}}
"""
# A shard sends one snapshot after the other, a mebibyte with each cut; large ones need time and cuts.
LARGE = 200_000


def fill(brokers: str, topic: str, series: int) -> int:
    """One reading for each series; answers how many."""
    producer = Producer({
        **properties(), "bootstrap.servers": brokers, "partitioner": "murmur2", "log_level": 0,
        "linger.ms": 20, "compression.type": "lz4", "queue.buffering.max.messages": 200_000,
    })
    now = int(time.time() * 1000)
    for number in range(series):
        machine = f"acme/berlin/body/line-{number // CHARACTERISTICS // 100}/m-{number // CHARACTERISTICS}"
        value = (f'{{"equipment":"{machine}","time":{now},"characteristic":'
                 f'"c{number % CHARACTERISTICS}","value":{number % 97}.5}}')
        while True:
            try:
                producer.produce(topic, value, machine)
                break
            except BufferError:
                producer.poll(0.1)
        producer.poll(0)
    if producer.flush(120):
        raise RuntimeError("the readings did not reach the broker")
    return series


class Probe:
    """Sends a record that is no JSON to every task five times a second. Notes when each was sent and
    when its dead letter came, by task."""

    def __init__(self, brokers: str, prefix: str):
        self.seen: dict[int, list[tuple[float, float]]] = {task: [] for task in range(TASKS)}
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(brokers, prefix), daemon=True),
            threading.Thread(target=self._read, args=(brokers, prefix), daemon=True),
        ]

    def __enter__(self) -> "Probe":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(10)

    def _send(self, brokers: str, prefix: str) -> None:
        producer = Producer({**properties(), "bootstrap.servers": brokers, "log_level": 0})
        while not self._stopped.wait(0.2):
            for task in range(TASKS):
                value = f"{{{time.monotonic()}"
                producer.produce(f"{prefix}process.measurements", value, "probe", partition=task)
            producer.poll(0)
        producer.flush(5)

    def _read(self, brokers: str, prefix: str) -> None:
        letters = reader(brokers, [f"{prefix}dead-letters"])
        while not self._stopped.is_set():
            message = letters.poll(0.05)
            if message is not None and not message.error():
                task = int(dict(message.headers())["takt_source_partition"])
                self.seen[task].append((float(message.value()[1:]), time.monotonic()))
        letters.close()

    def first_after(self, moment: float) -> list[float]:
        """Seconds from a moment to each task's first dead letter of a record sent after it."""
        came = [[seen for sent, seen in times if sent > moment] for times in self.seen.values()]
        return sorted(times[0] - moment for times in came if times)


def snapshot_places(admin: AdminClient, application: str) -> dict[int, int]:
    [future] = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(application)]).values()
    places = future.result(15).topic_partitions
    return {p.partition: p.offset for p in places
            if p.topic == f"{application}-snapshots" and p.offset >= 0}


def measure(checks: Checks, brokers: str, series: int) -> None:
    name = f"recovery-{os.getpid()}-{series}"
    admin = AdminClient({**properties(), "bootstrap.servers": brokers, "log_level": 0})
    port = free_port()
    interval, cut = ("120s", "20ms") if series > LARGE else ("10s", "100ms")
    settings = SETTINGS.format(interval=interval, cut=cut)
    with Takt(PROGRAM, brokers, FOLDER, name, settings, f"{name}.", ("--application", name)) as takt:
        checks.require("topics are created", takt.apply_topics().returncode == 0)
        member = takt.run("a", "--metrics", f"127.0.0.1:{port}")
        fill(brokers, f"{name}.process.measurements", series)
        with Probe(brokers, f"{name}.") as probe:
            known = wait_until(lambda: metric(port, "takt_series") >= series, 600, 0.5)
            checks.require("every series is known", known, member.last_lines(1))
            before = snapshot_places(admin, name)

            def is_saved() -> bool:
                now = snapshot_places(admin, name)
                return len(now) == TASKS and all(now[t] != before.get(t) for t in now)

            saved = wait_until(is_saved, 600 + series / 400, 0.5)
            checks.require("every task has a snapshot of all of it", saved, str(before))
            resident = metric(port, "process_resident_memory_bytes") / 2**20
            member.send(signal.SIGKILL, 10)
            killed = time.monotonic()
            member = takt.run("a", "--metrics", f"127.0.0.1:{port}")
            back = wait_until(lambda: len(probe.first_after(killed)) == TASKS, 600, 0.1)
            checks.require("every task is back", back, member.last_lines(2))
            waits = probe.first_after(killed)
        print(f"{series:,} series, {resident:.0f} MiB resident: from the kill to the first output "
              f"{waits[0]:.1f} s, to the first of the last task {waits[-1]:.1f} s")
        member.stop()
    delete_topics(brokers, name)


def main(checks: Checks) -> None:
    with ExitStack() as stack:
        brokers = named_or_tansu(stack, FOLDER)
        for series in SERIES:
            checks.run(f"{series:,} series", lambda each: measure(each, brokers, series))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(line_buffering=True)
    PROGRAM = Path(sys.argv[1]).resolve()
    SERIES = [int(word) for word in sys.argv[2:]] or [10_000, 100_000, 1_000_000]
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = Checks()
    main(total)
    total.finish()
