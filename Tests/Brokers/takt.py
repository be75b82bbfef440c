"""Takt's commands as the tests type them, and the processes they start."""

import json
import signal
import subprocess
import time
from pathlib import Path

from librdkafka import environment

PREFIX = "mes."
INPUT_NAMES = (
    "equipment.states",
    "equipment.counts",
    "process.measurements",
    "process.inspections",
    "alert.commands",
    "chart.commands",
)
INPUT_TOPICS = [PREFIX + name for name in INPUT_NAMES]


class Process:
    """A started `takt`, with its log in a file."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path):
        self.log = log
        # A member that is started again goes on in the log of the one before.
        with open(log, "ab") as out:
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
        self,
        program: Path,
        brokers: str,
        folder: Path,
        name: str,
        settings: str | None = None,
        prefix: str = PREFIX,
        common: tuple[str, ...] = (),
        env: dict[str, str] | None = None,
    ):
        """`settings` is the text of a configuration file for all commands, `common` are words for all
        of them; `env` is the environment, with the newer librdkafka if none is given."""
        self.config = None
        if settings is not None:
            self.config = folder / f"{name}-takt.yaml"
            self.config.write_text(settings)
        for log in folder.glob(f"{name}-*.log"):
            log.unlink()
        self.program = program
        self.brokers = brokers
        self.folder = folder
        self.name = name
        self.prefix = prefix
        self.common = common
        self.env = environment(folder) if env is None else env
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

    def run(self, instance: str, *words: str) -> Process:
        """Starts one member of the application."""
        return self._start(f"run-{instance}", "run", "--instance", instance, *words)

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

    def simulate_backlog(self, count: int) -> Process:
        """Starts to send about so many events of a thousand machines, as fast as they go."""
        seconds = max(1, count // 1000)
        return self._start(
            "simulate", "simulate", "--machines", "1000", "--no-pace",
            "--start", f"-{seconds + 60}s", "--duration", f"{seconds}s", "--timestamps", "now",
        )

    def audit(self, *words: str) -> tuple[bool, dict, str]:
        """Whether the books balance, the report, and the words of a failure."""
        done = self._finish("audit", "--json", *words)
        try:
            report = json.loads(done.stdout)
        except json.JSONDecodeError:
            report = {}
        problems = "; ".join(str(problem) for problem in report.get("problems", [])[:5])
        balanced = done.returncode == 0 and report.get("balanced") is True
        return balanced, report, problems or done.stderr.strip()[-400:]

    def _common(self, *words: str) -> list[str]:
        config = ["--config", str(self.config)] if self.config else []
        cluster = ["--brokers", self.brokers, "--prefix", self.prefix, *self.common]
        return [str(self.program), *words, *config, *cluster]

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
            timeout=300,
            check=False,
        )
