"""What all tests share: the option that names a frozen program."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--frozen", metavar="PROGRAM", help="the frozen program that tests/frozen runs; else they are skipped"
    )
