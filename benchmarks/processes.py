"""Windows in processes of their own, with an account of their own: nothing of the person's is read or written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def run(account: Path, *arguments: object) -> tuple[float, dict[str, Any]]:
    """Return the seconds from the start of the process to its line, and what the line says."""
    # An installed program finds its bytecode ready; so do both windows, from their second start on.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {
        **inherited,
        "PYTHONPYCACHEPREFIX": str(account / "bytecode"),
        "HOME": str(account),
        "XDG_CONFIG_HOME": str(account),
        "XDG_STATE_HOME": str(account),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "benchmarks.window", *map(str, arguments)]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - started
        process.stdout.read()
    if not line:
        raise RuntimeError(f"{arguments[0]} ended with {process.returncode} and said nothing")
    return seconds, json.loads(line)
