"""Exactly once, in the strict form: what readers of committed records see is what one undisturbed
engine, fed the committed order, would have written.

Usage: TAKT_TEST_BROKERS=HOST:PORT strict_test.py PATH-OF-TAKT [--kills N] [--seed N] [--only NAME]
       strict_test.py PATH-OF-TAKT --tansu …

Needs a real Kafka (3.x or newer), where it makes topics under a name of its own and deletes them at the
end. `TAKT_TEST_PROPERTIES=name=value;…` adds librdkafka properties. Every scenario runs with the
system's librdkafka and with the newest. On --tansu, which shows aborted records and fences nobody, the
same runs with the newest library only, and only asks that no output of the oracle is missing.
"""

import argparse
import os
import random
import re
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from checks import Checks, wait_until
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType
from observers import properties
from strict_stage import StrictStage
from tansu import Tansu, free_port

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "brokers"
SESSION_SECONDS = 6
# After the transaction time-out (6 s) a broker looks for such transactions every 10 s by default.
ABORT_SECONDS = 6 + 10 + 15


def kills(stage: StrictStage, moments: random.Random, count: int) -> str:
    """Two members under load, killed again and again; some come back after the other took over."""
    stage.start("a", "b")
    for _ in range(count):
        time.sleep(moments.uniform(1, 6))
        victim = moments.choice("ab")
        stage.kill(victim)
        if moments.random() < 0.4:
            time.sleep(moments.uniform(SESSION_SECONDS, 2 * SESSION_SECONDS))
        stage.start(victim)
    return f"{count} kills"


def zombie(stage: StrictStage, moments: random.Random, count: int) -> str:
    """A member that stands still in a transaction until the group has gone on, and then wakes up."""
    stage.start("a", "b")
    stage.expect_work("two members work", 60)
    opened = 0
    for _ in range(max(1, count // 5)):
        opened += stage.stop_in_transaction("a", 20)
        stage.members["a"].popen.send_signal(signal.SIGSTOP)
        time.sleep(2 * SESSION_SECONDS + moments.uniform(0, 6))
        stage.expect_work("the other goes on while one stands still", 60)
        stage.members["a"].popen.send_signal(signal.SIGCONT)
        time.sleep(SESSION_SECONDS + moments.uniform(0, 6))
        if not stage.members["a"].running:
            stage.start("a")
    return f"{max(1, count // 5)} stops, {opened} of them in a transaction"


def dead_producer(stage: StrictStage, moments: random.Random, count: int) -> str:
    """A member that dies in a transaction and does not come back: its records must vanish in time."""
    stage.start("a", "b")
    stage.expect_work("two members work", 60)
    if not stage.stop_in_transaction("a", 60):
        stage.checks.skip("the dead transaction is aborted", "no moment with one open was met")
    stage.kill("a")
    died = time.monotonic()
    if stage.is_strict:
        over = wait_until(lambda: not stage.has_open_transaction(), ABORT_SECONDS, 0.2)
        took = f"after {time.monotonic() - died:.1f} s"
        stage.checks.check("the dead transaction is aborted", over, took)
    else:
        # Tansu hides everything behind a dead transaction until its owner is back.
        stage.start("a")
    stage.expect_work("the other member goes on", 60)
    return f"aborted {took}" if stage.is_strict else "one death"


def stale_generation(stage: StrictStage, moments: random.Random, count: int) -> str:
    """Members come and go while transactions are open, so that some are of an older generation."""
    stage.start("a", "b")
    stage.expect_work("two members work", 60)
    for _ in range(max(2, count // 2)):
        stage.start("c")
        time.sleep(moments.uniform(4, 9))
        stage.leave("c")
        time.sleep(moments.uniform(1, 4))
    return f"{2 * max(2, count // 2)} rebalances"


SCENARIOS = {
    "kills": kills,
    "zombie": zombie,
    "dead-producer": dead_producer,
    "stale-generation": stale_generation,
}


def run_scenario(checks: Checks, arguments, brokers: str, name: str, library: str) -> None:
    moments = random.Random(f"{arguments.seed}/{name}/{library}")
    stage = StrictStage(checks, arguments.program.resolve(), brokers, FOLDER, f"takt-{name}",
                        library, not arguments.tansu)
    failed = checks.failed
    figures = "it did not come to its end"
    try:
        with stage:
            stage.feed(moments.randrange(1 << 30))
            figures = SCENARIOS[name](stage, moments, arguments.kills)
            stage.judge()
            figures += f"; {stage.aborted} transactions aborted; {stage.input_count} inputs; "
            figures += stage.difference.figures
    finally:
        log = next((m.log.read_text(errors="replace") for m in stage.members.values()), "")
        version = re.search(r"librdkafka ([0-9.]+)", log)
        library = f"{library} {version[1] if version else '?'}"
        verdict = "PASS" if checks.failed == failed and stage.difference else "FAIL"
        checks.row(name, library, verdict, figures)


def broker_version(brokers: str) -> str:
    """What the broker tells of its version, as far as it tells."""
    admin = AdminClient({**properties(), "bootstrap.servers": brokers, "log_level": 0})
    try:
        node = next(iter(admin.list_topics(timeout=15).brokers))
        resource = ConfigResource(ResourceType.BROKER, str(node))
        [future] = admin.describe_configs([resource]).values()
        return f"protocol {future.result(15)['inter.broker.protocol.version'].value}"
    except Exception:  # the version is a courtesy
        return "of a version it does not tell"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--tansu", action="store_true")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--only", choices=SCENARIOS, action="append")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    brokers = os.environ.get("TAKT_TEST_BROKERS", "")
    if not brokers and not arguments.tansu:
        print("SKIP the strict test: TAKT_TEST_BROKERS names no Kafka, such as 127.0.0.1:9092.")
        return
    checks = Checks()
    print(f"seed {arguments.seed}: repeat with --seed {arguments.seed} --kills {arguments.kills}")
    with ExitStack() as stack:
        if arguments.tansu:
            port = free_port()
            stack.enter_context(Tansu(FOLDER, port, port))
            brokers = f"127.0.0.1:{port}"
            print("A weakened form on Tansu: outputs may be there more than once, and be unknown.")
        else:
            print(f"A real broker at {brokers}, {broker_version(brokers)}.")
        for library in ("system", "newest"):
            for name in arguments.only or SCENARIOS:
                if arguments.tansu and library == "system":
                    checks.row(name, library, "SKIP", "librdkafka before 2.2 cannot speak to Tansu")
                    continue
                checks.run(f"{name}, {library} library", lambda each: run_scenario(
                    each, arguments, brokers, name, library))
    checks.finish()


if __name__ == "__main__":
    main()
