"""What all tests share: the frozen program's option, and how many examples the property tests draw."""

from __future__ import annotations

import pytest
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--frozen", metavar="PROGRAM", help="the frozen program that tests/frozen runs; else they are skipped"
    )
    parser.addoption("--examples", type=int, help="examples for each property test (python -m tests.deep histories)")


def pytest_configure(config: pytest.Config) -> None:
    # A busy machine is no failure of a property: no deadline.
    settings.register_profile("fieldcheck", deadline=None, max_examples=config.getoption("--examples") or 100)
    settings.load_profile("fieldcheck")
