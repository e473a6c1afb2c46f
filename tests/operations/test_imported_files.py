"""The same file once more: known by its bytes without being opened, and opened again where the store has less."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fieldcheck.exchange import reader
from fieldcheck.operations import imports, stores
from fieldcheck.operations.verdicts import Outcome, Stopped, Verdict
from fieldcheck.store import Store, Transaction
from tests.county import County, take
from tests.operations.test_packages import visit


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the packages that were opened from now on, each as often as it was."""
    found: list[Path] = []
    read = reader.read

    def reading(path: Path, *arguments: object) -> None:
        found.append(path)
        read(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "read", reading)
    return found


def sent(land: County) -> tuple[Path, Verdict]:
    laptop = land.laptop("一号")
    visit(laptop)
    path = land.up(laptop).path
    return path, take(land.bureau, path)


def test_a_file_that_was_imported_is_known_without_being_opened(land: County, opened: list[Path]) -> None:
    path, first = sent(land)
    elsewhere = land.folder / "again.fcpkg"
    elsewhere.write_bytes(path.read_bytes())
    opened.clear()
    before = stores.digest_store(land.bureau)
    for place in (path, elsewhere):
        found = take(land.bureau, place)
        assert (found.outcome, found.changes) == (Outcome.NOTHING_NEW, 0)
        assert first.description is not None
        assert found.description == replace(first.description, path=place)
        seen = imports.preview(land.bureau, place)
        assert seen.nothing_new and seen.description == found.description
    assert opened == []
    assert stores.digest_store(land.bureau) == before


def test_the_same_content_under_another_seal_is_opened(land: County, opened: list[Path]) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    land.send_up(laptop)
    again = land.up(laptop, again=True).path
    opened.clear()
    assert take(land.bureau, again).outcome is Outcome.NOTHING_NEW
    assert opened == [again]


def test_a_file_of_the_same_size_with_other_bytes_is_opened_and_refused(land: County, opened: list[Path]) -> None:
    path, _ = sent(land)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    found = take(land.bureau, path)
    assert found.outcome is Outcome.REFUSED and found.error is not None
    assert found.error.code == "PACKAGE_ALTERED"


def test_bytes_that_went_since_come_again(land: County, opened: list[Path]) -> None:
    path, _ = sent(land)
    forget(land.bureau, "DELETE FROM blob WHERE sha256 IN (SELECT sha256 FROM photo)")
    opened.clear()
    found = take(land.bureau, path)
    assert (found.outcome, found.blobs) == (Outcome.IMPORTED, 1)
    assert opened and not stores.verify_store(land.bureau).problems


def test_what_was_stopped_is_opened_again(land: County, opened: list[Path]) -> None:
    laptop = land.laptop("一号")
    visit(laptop)
    path = land.up(laptop).path
    asked = iter((False, True))
    stopped = imports.import_packages(land.bureau, [path], cancelled=lambda: next(asked, True))
    assert stopped[0].outcome is Outcome.STOPPED
    opened.clear()
    take(land.bureau, path)
    assert opened and land.bureau.reader().value("SELECT count(*) FROM finding") == 2


def test_reading_the_bytes_can_be_stopped(land: County) -> None:
    path, _ = sent(land)
    found = imports.import_packages(land.bureau, [path], cancelled=lambda: True)
    assert found[0].outcome is Outcome.STOPPED
    with pytest.raises(Stopped):
        imports.preview(land.bureau, path, stop)


def stop(done: int, size: int) -> None:
    raise Stopped


def forget(store: Store, sql: str) -> None:
    def work(transaction: Transaction) -> str:
        transaction.connection.execute(sql)
        return ""

    store.write(work)
