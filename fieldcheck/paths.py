"""Where `forms/` and `resources/` lie: in a checkout, an installed wheel, or the frozen folder."""

from __future__ import annotations

import sys
from pathlib import Path

from fieldcheck.model.errors import N_, EnvironmentProblem


class DataMissing(EnvironmentProblem):
    """The program's own data is not where any installation puts it."""

    code = "DATA_MISSING"
    message = N_("The program's folder {name} is missing. Install the program again.")


def data_directory(name: str) -> Path:
    """Return the folder `name` ("forms" or "resources"). Raises DataMissing."""
    for candidate in _candidates(name):
        if candidate.is_dir():
            return candidate
    raise DataMissing(name=name)


def _candidates(name: str) -> tuple[Path, ...]:
    package = Path(__file__).resolve().parent
    installed = package / "_data" / name
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return (Path(frozen) / name, installed)
    return (installed, package.parent / name)
