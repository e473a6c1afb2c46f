"""The script that keeps the catalogues, as a module: it lies outside the packages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any


def script() -> Any:
    """Return `.ci/translations.py` imported."""
    path = Path(__file__).resolve().parents[1] / ".ci/translations.py"
    spec = importlib.util.spec_from_file_location("ci_translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
