"""One application on one broker for the strict test: its topics, its members, and the judgement."""

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path

from checks import Checks, wait_until
from confluent_kafka import ConsumerGroupTopicPartitions, IsolationLevel, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec
from crash_test import output_topics
from librdkafka import environment
from observers import book_problems, delete_topics, metric, properties, read_all
from oracle import Difference, compare, found, wanted
from takt import INPUT_NAMES, Process, Takt
from tansu import free_port

SETTINGS = """
delivery: exactly-once
limits: {snapshot_interval: 3s}
"""
DRAIN_SECONDS = 240
RATE = 400


class StrictStage:
    """Topics under a name that nobody else uses; they are deleted at the end.

    `is_strict` says that the broker keeps all promises of Kafka. `library` is `system` or `newest`.
    """

    def __init__(self, checks: Checks, program: Path, brokers: str, folder: Path, name: str,
                 library: str, is_strict: bool):
        self.checks = checks
        self.brokers = brokers
        self.is_strict = is_strict
        self.application = f"{name}-{library}-{os.getpid()}"
        self.prefix = f"{self.application}."
        self.folder = folder
        words = [f"--property={key}={value}" for key, value in properties().items()]
        self.takt = Takt(
            program, brokers, folder, f"{name}-{library}", SETTINGS, self.prefix,
            ("--application", self.application, *words),
            environment(folder) if library == "newest" else dict(os.environ),
        )
        self.members: dict[str, Process] = {}
        self.admin = AdminClient({**properties(), "bootstrap.servers": brokers, "log_level": 0})
        self.ports: dict[str, int] = {}
        self.aborted = 0
        self.difference: Difference | None = None
        self.input_count = 0

    def __enter__(self) -> "StrictStage":
        with ExitStack() as stack:
            stack.callback(self._delete_topics)
            stack.enter_context(self.takt)
            applied = self.takt.apply_topics()
            self.checks.require("topics are created", applied.returncode == 0, applied.stderr[-300:])
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *details) -> None:
        for member in self.members.values():
            member.popen.send_signal(signal.SIGCONT)
        self._stack.__exit__(*details)

    def _delete_topics(self) -> None:
        delete_topics(self.brokers, self.prefix, f"{self.application}-")
        for future in self.admin.delete_consumer_groups([self.application]).values():
            future.exception(30)

    # What happens

    def start(self, *instances: str) -> None:
        for instance in instances:
            self.ports[instance] = free_port()
            address = f"127.0.0.1:{self.ports[instance]}"
            self.members[instance] = self.takt.run(instance, "--metrics", address)

    def feed(self, seed: int) -> None:
        self.feeder = self.takt.simulate(rate=RATE, seconds=3600, seed=seed)

    def kill(self, instance: str) -> None:
        self.checks.require(f"{instance} was running", self.members[instance].running,
                            self.members[instance].last_lines(2))
        self.members[instance].send(signal.SIGKILL, 10)

    def leave(self, instance: str) -> None:
        """Stops a member as an operator does."""
        port = self.ports[instance]
        self.aborted += int(metric(port, "takt_transactions_total", 'outcome="aborted"'))
        took = self.members[instance].send(signal.SIGTERM, 10)
        last = self.members[instance].last_lines(2)
        self.checks.check(f"{instance} ends on SIGTERM", took is not None, last)

    def committed_inputs(self) -> int:
        """The sum of the group's offsets of all inputs: grows while anybody works."""
        request = [ConsumerGroupTopicPartitions(self.application)]
        [future] = self.admin.list_consumer_group_offsets(request).values()
        places = future.result(15).topic_partitions
        return sum(p.offset for p in places if p.topic.startswith(self.prefix) and p.offset > 0)

    def expect_work(self, name: str, seconds: float) -> None:
        """Somebody works on the inputs: the group's offsets move twice within the time."""
        for _ in range(2):
            before = self.committed_inputs()
            moves = wait_until(lambda: self.committed_inputs() > before, seconds, 0.5)
            if not moves:
                break
        last = " | ".join(f"{n}: {m.last_lines(1)}" for n, m in self.members.items())
        self.checks.require(name, moves, "" if moves else last)

    def has_open_transaction(self) -> bool:
        """Whether somebody's transaction is open on the order log."""
        topic = f"{self.application}-order"
        count = len(self.admin.list_topics(topic, timeout=15).topics[topic].partitions)
        latest = {TopicPartition(topic, number): OffsetSpec.latest() for number in range(count)}

        def ends(isolation: IsolationLevel) -> list[int]:
            answers = self.admin.list_offsets(latest, isolation_level=isolation)
            return [future.result(15).offset for future in answers.values()]

        return ends(IsolationLevel.READ_UNCOMMITTED) != ends(IsolationLevel.READ_COMMITTED)

    def stop_in_transaction(self, instance: str, seconds: float) -> bool:
        """Stops a member (SIGSTOP) at a moment when it has a transaction open; False when none came."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.members[instance].popen.send_signal(signal.SIGSTOP)
            # What the others have open is decided at once; what stays open is the stopped one's.
            if self.has_open_transaction() and not self._ends(0.3):
                return True
            self.members[instance].popen.send_signal(signal.SIGCONT)
            time.sleep(0.05)
        return False

    def _ends(self, seconds: float) -> bool:
        return wait_until(lambda: not self.has_open_transaction(), seconds, 0.05)

    # What came of it

    def judge(self) -> None:
        """Lets the members finish, stops them, and compares everything with the oracle."""
        self.feeder.stop()
        inputs = read_all(self.brokers, [self.prefix + name for name in INPUT_NAMES])
        self.input_count = len(inputs)
        self.checks.check("the feeder's records are there", len(inputs) > 1000, f"{len(inputs)}")
        answers = [(False, {}, "not asked")]

        def balanced() -> bool:
            answers.append(self.takt.audit())
            return answers[-1][0]

        good = wait_until(balanced, DRAIN_SECONDS, pause=2)
        self.checks.check("takt audit accounts for every record", good, answers[-1][2])
        for name, member in self.members.items():
            if member.running:
                self.leave(name)
        books = read_all(self.brokers, [f"{self.prefix}kpi.engine"])
        problems = book_problems(inputs, books)
        self.checks.check("no record is missing from the books", not problems, "; ".join(problems[:3]))
        self._compare()
        logs = "".join(m.log.read_text(errors="replace") for m in self.members.values())
        bad = [w for w in ("degraded", "gave other outputs", "DO NOT BALANCE") if w in logs]
        self.checks.check("nothing is degraded, nothing diverged", not bad, ", ".join(bad))

    def _compare(self) -> None:
        file = self.folder / f"{self.takt.name}-expected.ndjson"
        good, report, words = self.takt.audit("--outputs", "--expected", str(file))
        there = found(self.brokers, output_topics(self.prefix))
        self.difference = difference = compare(wanted(file), there)
        if self.is_strict:
            self.checks.check("takt audit --outputs finds no difference", good, words)
            self.checks.check("committed outputs are the oracle's", difference.is_none, str(difference))
        else:
            # Aborted records are visible, so there may be more than there should be.
            nothing_missing = difference.missing == 0 and difference.wanted > 0
            self.checks.check("no output of the oracle is missing", nothing_missing, str(difference))
