"""Named checks with PASS and FAIL lines and the total that scripts/test reads."""

import signal
import sys
import time
from collections.abc import Callable


class Unmet(Exception):
    """A check without which the rest of its group makes no sense."""


class Checks:
    """Counts checks. A failed one does not end the run; `finish` gives the exit code."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self._rows: list[tuple[str, ...]] = []
        self._start = time.monotonic()
        # A time limit from outside shall still end the brokers and members that we started.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    def note(self, text: str) -> None:
        """A progress line with the seconds since the start."""
        print(f"     {time.monotonic() - self._start:6.1f} s  {text}", flush=True)

    def check(self, name: str, holds: bool, detail: str = "") -> bool:
        """Counts and prints one check."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        line = f"{'PASS' if holds else 'FAIL'} {name}"
        print(f"{line}: {detail}" if detail else line, flush=True)
        return holds

    def skip(self, name: str, why: str) -> None:
        """Says that a check was not made, and why."""
        self.skipped += 1
        print(f"SKIP {name}: {why}", flush=True)

    def row(self, *cells: str) -> None:
        """Adds a line to the table that `finish` prints; one with SKIP in it counts as skipped."""
        self._rows.append(cells)
        if "SKIP" in cells:
            self.skipped += 1

    def require(self, name: str, holds: bool, detail: str = "") -> None:
        """A check that ends its group when it fails."""
        if not self.check(name, holds, detail):
            raise Unmet(name)

    def run(self, name: str, body: Callable[["Checks"], None]) -> None:
        """Runs a group of checks; an exception in it is one failed check."""
        print(f"---- {name}", flush=True)
        try:
            body(self)
        except Unmet as unmet:
            self.note(f"the rest of this group needs that {unmet}")
        except Exception as error:  # the next group shall run all the same
            self.check(name, False, f"{type(error).__name__}: {error}")

    def finish(self) -> None:
        """Prints the total as the last line and ends the process."""
        widths = [max(map(len, column)) for column in zip(*(row[:-1] for row in self._rows))]
        for *cells, last in self._rows:
            padded = [cell.ljust(width) for cell, width in zip(cells, widths)]
            print("  ".join([*padded, last]))
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}", flush=True)
        sys.exit(1 if self.failed else 0)


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.25) -> bool:
    """Asks until the condition holds or the time is over; a generous limit costs nothing."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause)
    return condition()
