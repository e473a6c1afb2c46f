"""`python -m benchmarks [--only NAME…] [--json]`: the table, each row in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Row

NAMES = (
    "start",
    "unlocking",
    "answer",
    "form",
    "screen",
    "notice",
    "photo",
    "merge",
    "export",
    "photos",
    "county",
    "import_window",
    "site_search",
)
ROOT = Path(__file__).resolve().parents[1]


def measure(name: str) -> list[Row]:
    """Return the rows of one subject, measured in this process."""
    rows: list[Row] = import_module(f"benchmarks.{name}").rows()
    return rows


def measured_apart(name: str) -> list[Row]:
    """Return the rows of one subject from a process of its own, so that memory is its own too."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "benchmarks", "--here", name]
    ran = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [Row(**row) for row in json.loads(ran.stdout.splitlines()[-1])]


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
        "",
        "| what | against | measured | floor | ratio | at most | | memory | note |",
        "|---|---|---:|---:|---:|---:|---|---:|---|",
    ]
    return "\n".join(lines + [_line(row) for row in rows])


def _line(row: Row) -> str:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}×"
    floor = "" if row.floor is None else _time(row.floor)
    bound = "" if row.bound is None else (_time(row.bound) if row.floor is None else f"{row.bound}×")
    memory = "" if row.memory_bound is None else f"{row.memory_bound / 1e6:.0f} MB"
    bound = ", ".join(part for part in (bound, memory) if part)
    held = {None: "", True: "ok", False: "**over**"}[row.held]
    cells = (
        row.what,
        row.against,
        _time(row.seconds),
        floor,
        ratio,
        bound,
        held,
        f"{row.memory / 1e6:.0f} MB",
        row.note,
    )
    return f"| {' | '.join(cells)} |"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=NAMES, default=NAMES, help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--here", metavar="NAME", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        print(json.dumps([asdict(row) for row in measure(arguments.here)]))
        return
    rows = [row for name in arguments.only for row in measured_apart(name)]
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) if arguments.json else table(rows))


if __name__ == "__main__":
    main()
