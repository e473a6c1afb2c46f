"""Filters of the lists: town, sector, level, state, laptop; the choices that a bureau has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.lifecycle import ENDED, Flag, HazardState
from fieldcheck.model.values import Commitments
from fieldcheck.operations import documents, findings, hazards, holidays
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import lists
from fieldcheck.store.queries.hazard_filters import Standing
from fieldcheck.store.queries.lists import UNCONFIRMED, Choices, FindingFilter, Order
from tests.bureau import add_site, answer_rest, begin, fail, new_bureau


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_bureau(tmp_path / "a.fcstore") as made:
        yield made


@pytest.fixture
def ordered(store: Store) -> list[str]:
    """Two hazards of a visit whose order is issued."""
    visit = begin(store, site=add_site(store, "甲厂", town="城港街道"))
    found = fail(store, visit, "MEC-10", "MEC-12")
    answer_rest(store, visit)
    documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER)
    return found


@pytest.fixture
def registered(store: Store) -> list[str]:
    """One hazard of a visit on the road, in another town."""
    site = add_site(store, "乙公司", town="永安街道", sector="transport")
    visit = begin(store, "hazardous-goods-transport", site=site, values={"started_at": "2026-07-01T09:00+08:00"})
    return [findings.add(store, visit, {"description": "轮胎磨损", "deadline": "2026-07-09"}).main]


def listed(store: Store, only: FindingFilter = lists.ANY) -> list[str]:
    return lists.finding_ids(store.reader(), "", Order.OLDEST, only)


def test_filters_narrow_the_list(store: Store, ordered: list[str], registered: list[str]) -> None:
    everything = ordered + registered
    assert listed(store) == everything
    assert listed(store, FindingFilter(town="永安街道")) == registered
    assert listed(store, FindingFilter(town="城港街道")) == ordered
    assert listed(store, FindingFilter(sector="transport")) == registered
    assert listed(store, FindingFilter(state=HazardState.ORDERED, past="2026-06-01")) == ordered
    assert listed(store, FindingFilter(state=HazardState.REGISTERED)) == registered
    assert listed(store, FindingFilter(state=Standing.OPEN)) == everything
    assert listed(store, FindingFilter(state=Standing.OVERDUE, past="2026-07-08")) == ordered
    assert listed(store, FindingFilter(state=Standing.OVERDUE, past="2026-07-09")) == everything
    assert listed(store, FindingFilter(town="永安街道", state=HazardState.RECHECK_DUE, past="2026-07-09")) == []
    assert listed(store, FindingFilter(state=HazardState.RECHECK_DUE, past="2026-07-09")) == ordered


def test_the_level_is_the_confirmed_one(store: Store, ordered: list[str], registered: list[str]) -> None:
    findings.confirm_level(store, registered[0], "major", "")
    assert registered[0] in listed(store, FindingFilter(level="major"))
    assert registered[0] not in listed(store, FindingFilter(level="general"))
    findings.confirm_level(store, ordered[0], "general", "")
    assert listed(store, FindingFilter(level="general")) == ordered[:1]
    levels = ("major", "general", UNCONFIRMED)
    assert sorted(one for level in levels for one in listed(store, FindingFilter(level=level))) == sorted(
        ordered + registered
    )


def test_words_and_filters_go_together(store: Store, ordered: list[str], registered: list[str]) -> None:
    reader = store.reader()
    assert lists.finding_ids(reader, "轮胎", only=FindingFilter(town="永安街道")) == registered
    assert lists.finding_ids(reader, "轮胎", only=FindingFilter(town="城港街道")) == []
    assert lists.finding_ids(reader, "甲厂", Order.OLDEST) == ordered


def test_choices_are_what_occurs(store: Store, ordered: list[str], registered: list[str]) -> None:
    (device,) = store.reader().row("SELECT id FROM device") or ()
    choices = lists.choices(store.reader())
    assert choices == Choices(("城港街道", "永安街道"), ("industry_trade", "transport"), ((device, device[:8]),))
    assert listed(store, FindingFilter(device=device)) == ordered + registered
    assert listed(store, FindingFilter(device="another")) == []


def test_rows_name_the_laptop(store: Store, ordered: list[str]) -> None:
    def name() -> None:
        store._write_connection.execute("UPDATE device SET name = '一号机'")

    store.submit(name).result()
    reader = store.reader()
    (row, _) = lists.finding_rows(reader, ordered)
    assert (row.laptop, row.town, row.ordered != "") == ("一号机", "城港街道", True)
    assert [one.laptop for one in lists.inspection_rows(reader, lists.inspection_ids(reader))] == ["一号机"]
    assert [one.laptop for one in lists.document_rows(reader, lists.document_ids(reader))] == ["一号机"]
    assert [name for _, name in lists.laptops(reader)] == ["一号机"]


def test_every_filter_says_what_the_life_says(store: Store) -> None:
    """Of hazards in many states, each filter lists those of which the model says the same on that day."""
    visit = begin(store, site=add_site(store, "甲厂"))
    chance = Random(5)
    made = [_lived(store, visit, chance) for _ in range(60)]
    calendar, today = holidays.calendar(store.reader()), date(2026, 7, 13)
    past = calendar.last_past(today).isoformat()
    lives = {finding: hazards.life_of(store.reader(), finding) for finding in made}
    seen = set()
    for state in HazardState:
        wanted = {one for one, life in lives.items() if life.state_on(today, calendar) is state}
        assert set(listed(store, FindingFilter(state=state, past=past))) == wanted, state
        seen |= {state} if wanted else set()
    assert seen >= set(HazardState) - {HazardState.MEASURES, HazardState.ON_SPOT_FIXED}
    alive = {one for one, life in lives.items() if life.state is not HazardState.VOID}
    overdue = {one for one in alive if lives[one].is_overdue(today, calendar)}
    assert set(listed(store, FindingFilter(state=Standing.OVERDUE, past=past))) == overdue
    for standing, flag in (
        (Standing.EXTENSION, Flag.EXTENSION_REQUESTED),
        (Standing.LISTED, Flag.LISTED),
    ):
        assert set(listed(store, FindingFilter(state=standing))) == {one for one in alive if flag in lives[one].flags}
    uncommitted = {one for one in alive if Flag.UNCOMMITTED in lives[one].flags and lives[one].state not in ENDED}
    assert set(listed(store, FindingFilter(state=Standing.UNCOMMITTED))) == uncommitted
    not_valid = {one for one, life in lives.items() if life.broken}
    assert set(listed(store, FindingFilter(state=Standing.NOT_VALID))) == not_valid
    still = {one for one in alive if lives[one].state not in ENDED or lives[one].broken}
    assert set(listed(store, FindingFilter(state=Standing.OPEN))) == still
    assert all((overdue, uncommitted, not_valid, still - not_valid))
    for row in lists.finding_rows(store.reader(), made):
        life = lives[row.id]
        due = life.due.isoformat() if life.due else ""
        assert (row.state, row.deadline, row.broken) == (life.state, due, bool(life.broken))
    by_day = lists.finding_ids(store.reader(), order=Order.DEADLINE)
    assert by_day == sorted(alive, key=lambda one: (str(lives[one].due or "9"), one))


def _lived(store: Store, visit: str, chance: Random) -> str:
    """Return a hazard to which a few things happened, in no order that anybody would wish."""
    finding = new_id()
    level = {"level": chance.choice(("major", "general")), "by": "o", "at": "2026-07-01T00:00:00.000Z"}
    values = {
        "inspection": visit,
        "description": "缺防护罩",
        "deadline": chance.choice((None, date(2026, 7, 11), date(2026, 7, 10), date(2026, 8, 1))),
        "confirmed_level": chance.choice((None, level)),
        "commitments": chance.choice((None, Commitments("a", "b", "c", "d", "e"), Commitments("a"))),
        "withdrawn": chance.choice((None,) * 9 + ("误",)),
    }
    happened: list[tuple[str, dict[str, object]]] = [
        ("document", {"inspection": visit, "kind": "rectification-order", "findings": (finding,)}),
        ("rectification", {"done_at": "2026-07-03T10:00+08:00"}),
        ("extension", {"requested_on": date(2026, 7, 2)}),
        ("recheck", {"result": "pass", "at": "2026-07-04T10:00+08:00", "officers": ("a", "b")}),
        ("recheck", {"result": "fail", "at": "2026-07-05T10:00+08:00"}),
        ("document", {"inspection": "w", "kind": "problem-list", "findings": (finding,)}),
        ("listing", {"listed_on": date(2026, 7, 6)}),
        ("case_filing", {"filed_on": date(2026, 7, 7)}),
        ("transfer", {"transferred_on": date(2026, 7, 8)}),
        ("closure", {"approver": "c", "approved_on": date(2026, 7, 9)}),
    ]
    days = {0: date(2026, 7, 1), 5: date(2026, 7, 6)}

    def work(transaction: Transaction) -> str:
        transaction.append("finding", finding, visit, {key: one for key, one in values.items() if one is not None})
        for place, (kind, step) in enumerate(happened):
            if chance.random() < 0.28:
                document = new_id()
                if kind == "document":
                    transaction.append(kind, document, visit, {**step, "issued_on": days[place]})
                    if chance.random() < 0.5:
                        transaction.append("signing", new_id(), document, {"document": document, "result": "signed"})
                else:
                    transaction.append(kind, new_id(), finding, {"finding": finding, **step})
        return finding

    store.write(work)
    return finding
