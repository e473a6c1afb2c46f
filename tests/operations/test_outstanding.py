"""What a bureau knows of its laptops, and what a store remembers of the packages that it wrote and read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldcheck.operations import (
    exchange_wording,
    imports,
    numbers,
    outstanding,
    package_log,
    packages,
    payloads,
    trust,
)
from fieldcheck.operations.background_export import Step, Wanted, write_all, write_beside
from fieldcheck.operations.numbers import Grant
from fieldcheck.operations.outstanding import Standing
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store
from tests.bureau import add_site
from tests.county import County, bureau_name, take

YEAR = date.today().year


def standing(land: County) -> Standing:
    (found,) = outstanding.outstanding(land.bureau)
    return found


def written(laptop: Store, land: County) -> Path:
    """Return a laptop's next package, with one more site in it."""
    add_site(laptop)
    return land.up(laptop).path


def test_a_laptop_that_was_never_heard(land: County) -> None:
    land.laptop("一号", "初家街道", sectors=("industry_trade",))
    found = standing(land)
    assert (found.name, found.role, found.towns, found.sectors) == (
        "一号",
        "inspector",
        ("初家街道",),
        ("industry_trade",),
    )
    assert (found.heard_at, found.number, found.missing, found.changes) == (None, 0, (), 0)
    assert {(one.code, one.granted, one.left) for one in found.series} == {
        (code, 50, 50) for code in numbers.SERIES_CODES.values()
    }
    assert exchange_wording.area(found).startswith("初家街道 · ")


def test_the_packages_that_did_not_come_are_named_until_they_do(land: County) -> None:
    laptop = land.laptop("一号")
    first, second, third, fourth = (written(laptop, land) for _ in range(4))
    take(land.bureau, first)
    assert standing(land).missing == ()
    assert take(land.bureau, fourth).outcome is Outcome.WAITING
    assert (standing(land).number, standing(land).missing) == (1, (2, 3))
    assert "2, 3" in exchange_wording.missing(standing(land))
    take(land.bureau, second)
    assert standing(land).missing == (3,)
    assert [v.outcome for v in imports.import_packages(land.bureau, [fourth, third])] == [Outcome.IMPORTED] * 2
    found = standing(land)
    assert (found.number, found.missing) == (4, ())
    assert found.changes > 0 and found.heard_at is not None


def test_a_package_that_was_not_needed_is_not_missed(land: County) -> None:
    laptop = land.laptop("一号")
    written(laptop, land)
    take(land.bureau, land.up(laptop, again=True).path)
    assert (standing(land).number, standing(land).missing) == (2, ())


def test_few_numbers_left_are_said(land: County) -> None:
    laptop = land.laptop("一号")
    code = next(iter(numbers.SERIES_CODES.values()))
    numbers.grant(land.bureau, "一号", Grant(code, YEAR + 1, 3))
    land.send_down(laptop)
    own = trust.own_certificate(laptop.reader()).device
    (low,) = [one for one in numbers.series(laptop.reader(), own) if one.low]
    assert (low.code, low.year, low.granted, low.left) == (code, YEAR + 1, 3, 3)
    assert any(line.endswith("grant more") for line in exchange_wording.standing_lines(standing(land)))


def test_only_a_bureau_has_laptops(land: County) -> None:
    with pytest.raises(trust.BureauOnly):
        outstanding.outstanding(land.laptop("一号"))


def test_the_history_names_what_was_written_and_what_came(land: County) -> None:
    laptop = land.laptop("一号")
    first = written(laptop, land)
    packages.rewrite(laptop, bureau_name(land.bureau), 1, land.folder)
    altered = land.folder / "altered.fcpkg"
    altered.write_bytes(first.read_bytes()[:-1] + b"x")
    imports.import_packages(land.bureau, [first, altered])
    imports.import_packages(land.bureau, [first, altered])
    told = [(entry.outgoing, entry.again, entry.number) for entry in package_log.entries(laptop.reader())]
    assert told == [(True, True, 1), (True, False, 1), (False, False, 1)]
    came = [entry for entry in package_log.entries(land.bureau.reader()) if not entry.outgoing]
    assert sorted((entry.outcome, entry.name, entry.number) for entry in came) == [
        ("imported", "一号", 1),
        ("nothing_new", "一号", 1),
        ("refused", "", 0),
    ]
    assert {entry.size for entry in came if entry.name} == {first.stat().st_size}


def test_the_history_forgets_the_oldest(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_log, "KEPT", 2)
    laptop = land.laptop("一号")
    for _ in range(3):
        written(laptop, land)
    assert [entry.number for entry in package_log.entries(laptop.reader())] == [3, 2]


def test_packages_for_several_are_written_in_one_go_beside_the_window(land: County) -> None:
    for name in ("一号", "二号"):
        land.laptop(name)
    steps: list[object] = []
    wanted = [Wanted(one.to, one.name) for one in packages.outgoing(land.bureau)]
    found = write_beside(land.bureau, [*wanted, Wanted("nobody", "nobody")], land.folder, steps.append, lambda: False)
    assert [one.name for one in found.written] == ["一号", "二号"]
    assert [one.wanted.name for one in found.failed] == ["nobody"]
    assert steps and not found.stopped


@pytest.mark.parametrize("again", [None, 1])
def test_an_export_stops_while_its_content_is_collected(
    land: County, monkeypatch: pytest.MonkeyPatch, again: int | None
) -> None:
    laptop = land.laptop("一号")
    for _ in range(3):
        add_site(laptop)
    if again is not None:
        land.up(laptop)
    before = set(land.folder.iterdir())
    monkeypatch.setattr(payloads, "LINES_A_TICK", 1)
    asked, steps = iter((False, False, True)), list[Step]()
    wanted = [Wanted(bureau_name(land.bureau), "局", again)]
    found = write_all(laptop, wanted, land.folder, steps.append, lambda: next(asked))
    assert found.stopped and not any(step.size for step in steps)
    assert set(land.folder.iterdir()) == before


def test_an_export_to_a_laptop_stops_while_its_records_are_collected(
    land: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    land.laptop("一号")
    before = set(land.folder.iterdir())
    monkeypatch.setattr(payloads, "LINES_A_TICK", 1)
    asked, steps = iter((False, False, True)), list[Step]()
    found = write_all(land.bureau, [Wanted("一号", "一号")], land.folder, steps.append, lambda: next(asked))
    assert found.stopped and not any(step.size for step in steps)
    assert set(land.folder.iterdir()) == before


def test_an_export_that_is_stopped_leaves_no_half_package(land: County) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    before = set(land.folder.iterdir())
    asked = iter((False, True))
    found = write_all(
        laptop, [Wanted(bureau_name(land.bureau), "局")], land.folder, lambda step: None, lambda: next(asked)
    )
    assert (found.stopped, found.written) == (True, ())
    assert set(land.folder.iterdir()) == before
    assert packages.outgoing(laptop)[0].number == 0
