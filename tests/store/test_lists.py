"""Filters of the lists: town, sector, level, state, laptop; the choices that a bureau has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import documents, findings
from fieldcheck.store import Store
from fieldcheck.store.queries import lists
from fieldcheck.store.queries.lists import UNCONFIRMED, Choices, FindingFilter, FindingState, Order
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
    assert listed(store, FindingFilter(state=FindingState.ORDERED)) == ordered
    assert listed(store, FindingFilter(state=FindingState.OPEN)) == registered
    assert listed(store, FindingFilter(state=FindingState.OVERDUE, today="2026-07-09")) == ordered
    assert listed(store, FindingFilter(state=FindingState.OVERDUE, today="2026-07-10")) == everything
    assert listed(store, FindingFilter(town="永安街道", state=FindingState.ORDERED)) == []


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
