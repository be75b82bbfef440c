"""Lets a program that was linked with the system's librdkafka run with the newest one.

Debian 12 has 2.0.2, which cannot parse Tansu's ApiVersion answer (repaired in 2.2). The Python
wheel carries a newer library with the same symbols under a hashed name; a folder with a link of
the right name, put first in LD_LIBRARY_PATH, makes the loader take it.
"""

import os
from pathlib import Path

import confluent_kafka


def library_folder(folder: Path) -> Path:
    """A folder whose only content is `librdkafka.so.1`, the wheel's library."""
    place = Path(confluent_kafka.__file__).parent.parent / "confluent_kafka.libs"
    found = sorted(place.glob("librdkafka-*.so.1"))
    if not found:
        raise RuntimeError(f"the confluent-kafka wheel has no librdkafka in {place}")
    target = folder / "librdkafka"
    target.mkdir(parents=True, exist_ok=True)
    link = target / "librdkafka.so.1"
    if not link.exists() or link.resolve() != found[0]:
        link.unlink(missing_ok=True)
        link.symlink_to(found[0])
    return target


def environment(folder: Path) -> dict[str, str]:
    """This process's environment with the newer library first."""
    paths = [str(library_folder(folder)), os.environ.get("LD_LIBRARY_PATH", "")]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(path for path in paths if path)}
