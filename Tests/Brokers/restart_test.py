"""The broker killed again and again under load (kill -9) and started again; its topics lie in an
object store that lives on.

Usage: restart_test.py PATH-OF-TAKT [KILLS] [SEED]

Afterwards every record of the input is in the books, nothing that should be there is missing, and at
least once no id has two contents. The store is slow, so the load is small and the cycles are long.
"""

import random
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import crash_test
from checks import Checks
from object_store import ObjectStore
from takt import Takt
from tansu import Tansu, free_port

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "brokers"
SETTINGS = """
delivery: {delivery}
tasks: 2
limits: {{snapshot_interval: 20s, bundle_interval: 2s}}
properties: {{producer.linger.ms: "2000"}}
"""


def kills(checks: Checks, delivery: str, count: int, seed: int) -> None:
    moments = random.Random(f"{seed}/{delivery}")
    with ExitStack() as stack:
        store = stack.enter_context(ObjectStore(FOLDER, free_port()))
        port = free_port()
        tansu = stack.enter_context(Tansu(FOLDER, port, port, "s3://tansu/", store.env))
        brokers = f"127.0.0.1:{port}"
        settings = SETTINGS.format(delivery=delivery)
        takt = stack.enter_context(Takt(PROGRAM, brokers, FOLDER, f"restart-{delivery}", settings))
        applied = takt.apply_topics()
        checks.require("topics are created", applied.returncode == 0, applied.stderr[-300:])
        member = takt.run("a")
        feeder = takt.simulate(rate=10, seconds=3600)
        time.sleep(30)
        for number in range(count):
            time.sleep(moments.uniform(5, 15))
            checks.require(f"broker kill {number + 1}: takt was running", member.running,
                           "" if member.running else member.last_lines())
            tansu.kill()
            time.sleep(moments.uniform(0.5, 5))
            tansu.start()
        time.sleep(15)
        feeder.stop()
        crash_test.judge(checks, takt, member, delivery, least=300)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(line_buffering=True)
    PROGRAM = Path(sys.argv[1]).resolve()
    KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 31)
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = Checks()
    print(f"seed {SEED}: repeat with restart_test.py {sys.argv[1]} {KILLS} {SEED}")
    for way in ("exactly-once", "at-least-once"):
        total.run(f"{KILLS} broker kills, {way}", lambda checks: kills(checks, way, KILLS, SEED))
    total.finish()
