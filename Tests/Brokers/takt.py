"""Takt's commands as the tests type them, and the processes they start."""

import json
import signal
import subprocess
import time
from pathlib import Path

from librdkafka import environment

PREFIX = "mes."
INPUT_TOPICS = [
    PREFIX + name
    for name in (
        "equipment.states",
        "equipment.counts",
        "process.measurements",
        "process.inspections",
        "alert.commands",
    )
]


class Process:
    """A started `takt`, with its log in a file."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path):
        self.log = log
        with open(log, "wb") as out:
            self.popen = subprocess.Popen(
                command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )

    @property
    def running(self) -> bool:
        return self.popen.poll() is None

    def send(self, number: signal.Signals, seconds: float) -> float | None:
        """Sends a signal; answers how long the process took to end, or None if it did not."""
        started = time.monotonic()
        self.popen.send_signal(number)
        try:
            self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return time.monotonic() - started

    def stop(self) -> None:
        """Ends it for certain."""
        if self.running and self.send(signal.SIGTERM, 10) is None:
            self.popen.kill()
            self.popen.wait()

    def last_lines(self, count: int = 5) -> str:
        return " | ".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Takt:
    """The program against one broker. Everything it starts ends with the `with` block."""

    def __init__(
        self, program: Path, brokers: str, folder: Path, name: str, settings: str | None = None
    ):
        """`settings` is the text of a configuration file for all commands."""
        self.config = None
        if settings is not None:
            self.config = folder / f"{name}-takt.yaml"
            self.config.write_text(settings)
        self.program = program
        self.brokers = brokers
        self.folder = folder
        self.name = name
        self.env = environment(folder)
        self._processes: list[Process] = []

    def __enter__(self) -> "Takt":
        return self

    def __exit__(self, *_) -> None:
        for process in self._processes:
            process.stop()

    def apply_topics(self) -> subprocess.CompletedProcess:
        return self._finish("topics", "apply")

    def check_topics(self) -> subprocess.CompletedProcess:
        return self._finish("topics", "check")

    def run(self, instance: str) -> Process:
        """Starts one member of the application."""
        return self._start(f"run-{instance}", "run", "--instance", instance)

    def simulate(self, rate: int, seconds: int, seed: int = 7) -> Process:
        """Starts ten simulated machines."""
        return self._start(
            "simulate",
            "simulate",
            "--machines",
            "10",
            "--rate",
            str(rate),
            "--duration",
            f"{seconds}s",
            "--seed",
            str(seed),
        )

    def audit(self) -> tuple[bool, dict, str]:
        """Whether the books balance, the report, and the words of a failure."""
        done = self._finish("audit", "--json")
        try:
            report = json.loads(done.stdout)
        except json.JSONDecodeError:
            report = {}
        problems = "; ".join(str(problem) for problem in report.get("problems", [])[:5])
        balanced = done.returncode == 0 and report.get("balanced") is True
        return balanced, report, problems or done.stderr.strip()[-400:]

    def _common(self, *words: str) -> list[str]:
        config = ["--config", str(self.config)] if self.config else []
        return [str(self.program), *words, *config, "--brokers", self.brokers, "--prefix", PREFIX]

    def _start(self, log: str, *words: str) -> Process:
        path = self.folder / f"{self.name}-{log}.log"
        process = Process(self._common(*words), self.env, path)
        self._processes.append(process)
        return process

    def _finish(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self._common(*words),
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
