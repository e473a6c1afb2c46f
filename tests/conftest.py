"""What all tests share: the frozen program's option, and how many examples the property tests draw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from fieldcheck.operations import marks


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--frozen", metavar="PROGRAM", help="the frozen program that tests/frozen runs; else they are skipped"
    )
    parser.addoption("--examples", type=int, help="examples for each property test (python -m tests.deep histories)")


def pytest_configure(config: pytest.Config) -> None:
    # A busy machine is no failure of a property: no deadline.
    settings.register_profile("fieldcheck", deadline=None, max_examples=config.getoption("--examples") or 100)
    settings.load_profile("fieldcheck")


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the marks of test stores out of the user's own folder, also those of child processes."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setenv(marks.FOLDER, str(tmp_path_factory.mktemp("state")))
        yield
