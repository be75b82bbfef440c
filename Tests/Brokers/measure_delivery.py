"""What exactly once costs against at least once: throughput of a backlog, latency at a steady rate.

Usage: measure_delivery.py PATH-OF-TAKT [EVENTS] [ROUNDS]

Runs on Tansu, or on the Kafka that TAKT_TEST_BROKERS names. The ways take turns. Throughput: a
backlog of a simulated plant, from the first record read to the last. Latency: records that become dead
letters, from sending to sight of a reader of committed records, at 100 a second.
"""

import os
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from checks import Checks, wait_until
from confluent_kafka import Producer
from observers import delete_topics, metric, properties, reader
from takt import Takt
from tansu import free_port, named_or_tansu

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "brokers"
LATENCY_SECONDS = 20
SETTINGS = """
delivery: {way}
limits: {{snapshot_interval: 10s}}
"""


def throughput(takt: Takt, count: int) -> float:
    """Records a second while a backlog of `count` is worked off."""
    port = free_port()
    member = takt.run("a", "--metrics", f"127.0.0.1:{port}")
    looks = []

    def is_done() -> bool:
        looks.append((time.monotonic(), metric(port, "takt_records_read_total")))
        return looks[-1][1] >= count

    if not wait_until(is_done, 300, 0.1):
        raise RuntimeError(f"{looks[-1][1]:.0f} of {count} were read: {member.last_lines(2)}")
    member.stop()
    # From the first look with anything to the last: the start of the process does not count.
    begun = [look for look in looks if look[1] > 0]
    (start, first), (end, last) = begun[0], begun[-1]
    return (last - first) / max(end - start, 1e-9)


def latency(takt: Takt, brokers: str) -> list[float]:
    """Milliseconds from sending a record to seeing what it caused, one a hundredth of a second."""
    member = takt.run("a")
    producer = Producer({**properties(), "bootstrap.servers": brokers, "linger.ms": 0, "log_level": 0})
    letters = reader(brokers, [f"{takt.prefix}dead-letters"])
    sent: dict[str, float] = {}
    waits: list[float] = []
    number = 0
    start = time.monotonic()
    settled = None
    while settled is None or time.monotonic() < settled + LATENCY_SECONDS:
        if time.monotonic() >= start + number * 0.01:
            value = f"{{{number}-{start}"
            sent[value] = time.monotonic()
            producer.produce(f"{takt.prefix}process.measurements", value, "probe", partition=number % 8)
            number += 1
        producer.poll(0)
        message = letters.poll(0.001)
        if message is None or message.error() or message.value().decode() not in sent:
            continue
        wait = time.monotonic() - sent.pop(message.value().decode())
        # The first ones waited for the group; what counts begins two seconds after they came.
        settled = settled or time.monotonic() + 2
        if time.monotonic() > settled:
            waits.append(wait * 1000)
        if time.monotonic() > start + 120:
            raise RuntimeError(f"no steady outputs in two minutes: {member.last_lines(2)}")
    producer.flush(10)
    letters.close()
    member.stop()
    return sorted(waits)


def one_round(number: int, count: int, brokers: str, results: dict) -> None:
    for way in ("exactly-once", "at-least-once"):
        name = f"cost-{os.getpid()}-{number}-{way}"
        with Takt(PROGRAM, brokers, FOLDER, name, SETTINGS.format(way=way), f"{name}.",
                  ("--application", name)) as takt:
            applied = takt.apply_topics()
            if applied.returncode:
                raise RuntimeError(applied.stderr)
            feeder = takt.simulate_backlog(count)
            if not wait_until(lambda: not feeder.running, 300):
                raise RuntimeError(feeder.last_lines(2))
            sent = int(feeder.last_lines(1).split()[0].replace(",", ""))
            rate = throughput(takt, sent)
            waits = latency(takt, brokers)
            p50, p99 = (waits[int(len(waits) * share)] for share in (0.5, 0.99))
            print(f"round {number}, {way}: {sent} records, {rate:,.0f} a second; latency of "
                  f"{len(waits)}: p50 {p50:.0f} ms, p99 {p99:.0f} ms, at most {waits[-1]:.0f} ms")
            results.setdefault(way, []).append((rate, p50, p99))
        delete_topics(brokers, name)


def main(checks: Checks) -> None:
    with ExitStack() as stack:
        brokers = named_or_tansu(stack, FOLDER)
        results: dict[str, list] = {}
        for number in range(1, ROUNDS + 1):
            one_round(number, EVENTS, brokers, results)
        for way, rows in results.items():
            medians = [statistics.median(column) for column in zip(*rows)]
            print(f"median, {way}: {medians[0]:,.0f} records a second, latency p50 "
                  f"{medians[1]:.0f} ms, p99 {medians[2]:.0f} ms")
        checks.check("both ways were measured", len(results) == 2)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(line_buffering=True)
    PROGRAM = Path(sys.argv[1]).resolve()
    EVENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 300_000
    ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = Checks()
    total.run("exactly once against at least once", main)
    total.finish()
