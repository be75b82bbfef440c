"""Checks that every public symbol of our libraries has a documentation comment.

Reads the modules of the debug build, so it runs after `swift build`.
Usage: check-docs.py [MODULES-FOLDER]
"""

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlparse

ROOT = Path(__file__).resolve().parent.parent


def library_modules() -> list[str]:
    """Targets with Swift files, but for the executable, whose symbols nobody imports."""
    folders = sorted(path for path in (ROOT / "Sources").iterdir() if path.is_dir())
    return [path.name for path in folders if path.name != "takt" and any(path.rglob("*.swift"))]


def c_module_options() -> list[str]:
    """Where the C modules that ours import have their maps."""
    options = []
    for folder in sorted((ROOT / "Sources").glob("C*")):
        for place in (folder, folder / "include"):
            if any(place.glob("*.modulemap")) or any(place.glob("*.h")):
                options += ["-I", str(place)]
    for library in ("rdkafka", "jansson", "lua5.4"):
        flags = subprocess.run(
            ["pkg-config", "--cflags-only-I", library], capture_output=True, text=True, check=False
        )
        options += flags.stdout.split()
    # C targets without a map of their own get one from the build.
    for made in sorted(MODULES.parent.glob("C*.build/module.modulemap")):
        options += ["-Xcc", f"-fmodule-map-file={made}"]
    build = MODULES.parents[2]  # .build/<triple>/debug/Modules
    for include in sorted(build.glob("checkouts/*/Sources/*/include")):
        options += ["-I", str(include)]
    return options


def extract(module: str, options: list[str], folder: str) -> list[dict] | None:
    """The public symbols of a module, with its extensions of others; None if unreadable."""
    command = ["swift", "symbolgraph-extract", "-module-name", module]
    command += ["-minimum-access-level", "public", "-output-dir", folder]
    command += ["-target", f"{platform.machine()}-unknown-linux-gnu", "-I", str(MODULES), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    files = [Path(folder, f"{module}.symbols.json"), *Path(folder).glob(f"{module}@*.symbols.json")]
    if run.returncode != 0 or not files[0].exists():
        reason = "\n  ".join(run.stderr.strip().splitlines()[:3])
        print(f"FAIL {module} cannot be read; is it built?\n  {reason}")
        return None
    return [symbol for file in files for symbol in json.loads(file.read_text())["symbols"]]


def is_written_by_us(symbol: dict) -> bool:
    """False for what the compiler adds, such as the hash of an enum."""
    return "::SYNTHESIZED::" not in symbol["identifier"]["precise"] and "location" in symbol


def is_documented(symbol: dict) -> bool:
    lines = symbol.get("docComment", {}).get("lines", [])
    return any(line["text"].strip() for line in lines)


def place(symbol: dict) -> str:
    """FILE:LINE, the file from the top folder."""
    path = Path(unquote(urlparse(symbol["location"]["uri"]).path)).resolve()
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{shown}:{symbol['location']['position']['line'] + 1}"


def main() -> None:
    options = c_module_options()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for module in library_modules():
            found = extract(module, options, folder)
            if found is None:
                failed += 1
                continue
            symbols = [symbol for symbol in found if is_written_by_us(symbol)]
            if not symbols:
                print(f"FAIL {module} has no public symbols; is this the newest build?")
                failed += 1
                continue
            bare = [symbol for symbol in symbols if not is_documented(symbol)]
            for symbol in bare:
                name = ".".join(symbol["pathComponents"])
                print(f"FAIL {place(symbol)} {name} has no documentation comment")
            print(f"{module}: {len(symbols)} public symbols, {len(bare)} without a comment")
            if bare:
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


MODULES = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug/Modules").resolve()

if __name__ == "__main__":
    main()
