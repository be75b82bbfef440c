"""Compares what readers of committed records see with what should be there.

What should be there says `takt audit --outputs --expected FILE`: an engine on one thread that was fed
the inputs in the order of the order log. What is there is read by a client of our own.
"""

import base64
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from observers import read_all


class Output(NamedTuple):
    """A record as a consumer sees it."""

    topic: str
    key: bytes
    headers: tuple
    value: bytes | None


class Difference(NamedTuple):
    """What the comparison found; each is a number of records."""

    wanted: int
    found: int
    missing: int
    repeated: int
    unknown: int
    example: str

    @property
    def is_none(self) -> bool:
        return self.missing == self.repeated == self.unknown == 0 and self.wanted > 0

    @property
    def figures(self) -> str:
        text = f"{self.wanted} wanted, {self.found} there: {self.missing} missing, "
        return text + f"{self.repeated} repeated, {self.unknown} unknown"

    def __str__(self) -> str:
        return f"{self.figures}, such as {self.example}" if self.example else self.figures


def wanted(file: Path) -> Counter:
    """The records of a file of replay lines."""
    records: Counter = Counter()
    with open(file, "rb") as lines:
        for line in lines:
            record = json.loads(line)
            if "value_base64" in record:
                value = base64.b64decode(record["value_base64"])
            elif record["value"] is None:
                value = None
            else:
                # The bytes as they stand in the line: numbers must not be read and written anew.
                value = line[line.index(b'},"value":') + len(b'},"value":') : -2]
            headers = tuple((name, text.encode()) for name, text in record["headers"].items())
            key = record["key"].encode()
            records[Output(record["topic"], key, headers, value)] += 1
    return records


def found(brokers: str, topics: list[str]) -> Counter:
    """The committed records of topics that nobody writes to any more."""
    records: Counter = Counter()
    for message in read_all(brokers, topics):
        headers = tuple(message.headers() or [])
        records[Output(message.topic(), message.key() or b"", headers, message.value())] += 1
    return records


def compare(should: Counter, there: Counter) -> Difference:
    """Counts what is missing, what is there too often, and what nobody asked for."""
    missing = should - there
    surplus = there - should
    unknown = Counter({record: n for record, n in surplus.items() if record not in should})
    example = next((f"{kind} {record}" for kind, records in
                    (("missing", missing), ("unknown", unknown), ("repeated", surplus))
                    for record in records), "")
    return Difference(
        should.total(), there.total(), missing.total(),
        surplus.total() - unknown.total(), unknown.total(), example[:400],
    )
