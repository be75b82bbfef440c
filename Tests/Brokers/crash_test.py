"""Takt killed again and again under load, on a broker over the network.

Usage: crash_test.py PATH-OF-TAKT [KILLS] [SEED]

The moments come from the seed (random without one, and printed). Afterwards every record of the input
is in the books. At least once, outputs may repeat but never with two contents for one id. The broker
shows what a dead transaction left behind, so exactly once is only asked not to lose anything; what a
real Kafka makes of it is another test's business.
"""

import json
import random
import signal
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from checks import Checks, wait_until
from observers import book_problems, read_all
from oracle import compare, found, wanted
from takt import INPUT_TOPICS, PREFIX, Process, Takt
from tansu import Tansu, free_port

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build" / "brokers"
BOOKS_TOPIC = f"{PREFIX}kpi.engine"
DRAIN_SECONDS = 180
SETTINGS = """
delivery: {delivery}
tasks: 3
limits: {{snapshot_interval: 3s}}
"""


def output_topics(prefix: str = PREFIX) -> list[str]:
    """The output topics but the books, which name their instance."""
    contracts = [json.loads(path.read_text()) for path in ROOT.glob("topics/*.json")]
    names = [c["topic"] for c in contracts if c["direction"] == "out"]
    return [prefix + name for name in names if name != "kpi.engine"]


def outputs(brokers: str) -> dict[tuple, set[tuple]]:
    """The contents of every id on the output topics."""
    contents: dict[tuple, set[tuple]] = defaultdict(set)
    for record in read_all(brokers, output_topics()):
        headers = dict(record.headers() or [])
        place = (record.topic(), headers.get("ce_id", b"").decode())
        contents[place].add((record.key(), record.value()))
    return contents


def judge(checks: Checks, takt: Takt, member: Process, delivery: str, least: int) -> None:
    """After the last kill, with nobody feeding any more: is everything there, and right?"""
    inputs = read_all(takt.brokers, INPUT_TOPICS)
    checks.check("the feeder's records are there", len(inputs) >= least, f"{len(inputs)}")
    answers = [(False, {}, "not asked")]

    def balanced() -> bool:
        answers.append(takt.audit())
        return answers[-1][0]

    good = wait_until(balanced, DRAIN_SECONDS, pause=2)
    checks.check("takt audit accounts for every record", good, "" if good else answers[-1][2])
    problems = book_problems(inputs, read_all(takt.brokers, [BOOKS_TOPIC]))
    checks.check("no record is missing from the books", not problems, "; ".join(problems[:3]))
    took = member.send(signal.SIGTERM, 5)
    checks.check("it ends on SIGTERM", took is not None, member.last_lines(2))
    log = member.log.read_text(errors="replace")
    checks.check("nothing is degraded, nothing diverged", "degraded" not in log and
                 "gave other outputs" not in log)
    file = FOLDER / f"{takt.name}-expected.ndjson"
    takt.audit("--outputs", "--expected", str(file))
    difference = compare(wanted(file), found(takt.brokers, output_topics()))
    nothing_missing = difference.missing == 0 and difference.wanted > 0
    checks.check("no output of the oracle is missing", nothing_missing, str(difference))
    contents = outputs(takt.brokers)
    different = [place for place, values in contents.items() if len(values) > 1]
    if delivery == "at-least-once":
        detail = f"{len(contents)} ids, such as {different[0]}" if different else f"{len(contents)} ids"
        checks.check("no id has two contents", not different and len(contents) > 0, detail)


def kills(checks: Checks, delivery: str, count: int, seed: int) -> None:
    moments = random.Random(f"{seed}/{delivery}")
    with ExitStack() as stack:
        port = free_port()
        stack.enter_context(Tansu(FOLDER, port, port))
        brokers = f"127.0.0.1:{port}"
        settings = SETTINGS.format(delivery=delivery)
        takt = stack.enter_context(Takt(PROGRAM, brokers, FOLDER, f"kill-{delivery}", settings))
        checks.require("topics are created", takt.apply_topics().returncode == 0)
        member = takt.run("a")
        feeder = takt.simulate(rate=400, seconds=3600)
        time.sleep(8)
        for number in range(count):
            time.sleep(moments.uniform(1, 6))
            checks.require(f"kill {number + 1}: it was running", member.running,
                           "" if member.running else member.last_lines())
            member.send(signal.SIGKILL, 10)
            member = takt.run("a")
        # The group waits for the dead member's session before it hands its tasks out again.
        time.sleep(20)
        feeder.stop()
        judge(checks, takt, member, delivery, least=1000)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(line_buffering=True)
    PROGRAM = Path(sys.argv[1]).resolve()
    KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 31)
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = Checks()
    print(f"seed {SEED}: repeat with crash_test.py {sys.argv[1]} {KILLS} {SEED}")
    for way in ("exactly-once", "at-least-once"):
        total.run(f"{KILLS} kills, {way}", lambda checks: kills(checks, way, KILLS, SEED))
    total.finish()
