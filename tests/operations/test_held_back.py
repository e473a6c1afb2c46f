"""Packages that wait for earlier ones: told, taken in by themselves once those came, and settled in the history."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldcheck.operations import exchange_wording, held_back, package_log, stores, trust
from fieldcheck.operations.held_back import HeldBack, import_all
from fieldcheck.operations.verdicts import Outcome, Verdict
from fieldcheck.store import Store
from tests.bureau import add_site
from tests.county import County, take


def written(laptop: Store, land: County) -> Path:
    add_site(laptop)
    return land.up(laptop).path


def told(store: Store) -> dict[int, str]:
    """Return what the history says of each package that came."""
    return {entry.number: entry.outcome for entry in package_log.entries(store.reader()) if not entry.outgoing}


def test_what_waited_follows_by_itself_and_the_history_says_so(land: County) -> None:
    laptop = land.laptop("一号")
    first, second, third = (written(laptop, land) for _ in range(3))
    for path in (third, second):
        assert take(land.bureau, path).outcome is Outcome.WAITING
    device = trust.own_certificate(laptop.reader()).device
    waits = HeldBack(device, "一号", (2, 3), (1,), (second, third))
    assert held_back.held_back(land.bureau.reader()) == [waits]
    assert exchange_wording.held_back(waits) == "一号: came and waiting: 2, 3; still to come: 1"
    verdicts = import_all(land.bureau, [first])
    assert [verdict.path for verdict in verdicts] == [first, second, third]
    assert {verdict.outcome for verdict in verdicts} == {Outcome.IMPORTED}
    assert told(land.bureau) == dict.fromkeys((1, 2, 3), "imported")
    assert held_back.held_back(land.bureau.reader()) == []
    assert not stores.verify_store(land.bureau).problems


def test_what_waits_for_something_else_stays_quiet_where_it_was(land: County) -> None:
    laptop, other = land.laptop("一号"), land.laptop("二号")
    _first, second = written(laptop, land), written(laptop, land)
    take(land.bureau, second)
    (before,) = package_log.waiting(land.bureau.reader())
    assert [verdict.outcome for verdict in import_all(land.bureau, [written(other, land)])] == [Outcome.IMPORTED]
    assert package_log.waiting(land.bureau.reader()) == [before]
    # And the person who asks for it hears of it.
    assert [verdict.outcome for verdict in import_all(land.bureau, [second])] == [Outcome.WAITING]


def test_a_file_that_is_gone_is_said_and_imported_once_it_is_opened(land: County) -> None:
    laptop = land.laptop("一号")
    first, second = written(laptop, land), written(laptop, land)
    take(land.bureau, second)
    kept = second.read_bytes()
    second.unlink()
    assert len(import_all(land.bureau, [first])) == 1
    (waits,) = held_back.held_back(land.bureau.reader())
    assert (waits.numbers, waits.missing, waits.files) == ((2,), (), ())
    assert "can be imported now" in exchange_wording.held_back(waits)
    elsewhere = land.folder / "again.fcpkg"
    elsewhere.write_bytes(kept)
    assert take(land.bureau, elsewhere).outcome is Outcome.IMPORTED
    assert told(land.bureau) == {1: "imported", 2: "imported"}


def test_what_came_in_another_package_is_waited_for_no_more(land: County) -> None:
    laptop = land.laptop("一号")
    _first, second = written(laptop, land), written(laptop, land)
    take(land.bureau, second)
    second.unlink()
    import_all(land.bureau, [land.up(laptop, again=True).path])
    assert held_back.held_back(land.bureau.reader()) == []
    assert told(land.bureau) == {2: "nothing_new", 3: "imported"}


def test_a_file_that_cannot_be_looked_at_is_not_there(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = land.laptop("一号")
    _first, second = written(laptop, land), written(laptop, land)
    take(land.bureau, second)

    def no_rights(_path: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_file", no_rights)
    assert held_back.held_back(land.bureau.reader())[0].files == ()


def test_what_follows_one_that_was_stopped_is_not_begun(land: County) -> None:
    laptop = land.laptop("一号")
    paths = [written(laptop, land), written(laptop, land)]
    judged: list[Verdict] = []
    verdicts = import_all(land.bureau, paths, cancelled=lambda: True, judged=judged.append)
    assert [verdict.outcome for verdict in verdicts] == [Outcome.STOPPED] * 2 and judged == verdicts
    assert not package_log.waiting(land.bureau.reader())
    assert {verdict.outcome for verdict in import_all(land.bureau, paths)} == {Outcome.IMPORTED}
