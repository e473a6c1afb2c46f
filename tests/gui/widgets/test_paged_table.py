"""The paged table: what Qt demands of a model, rows on demand, selection by id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fieldcheck.gui.models.paged import CHIP, IDS, MOST_ROWS, PAGE, Arrived, Column, PagedModel
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.paged_table import PagedTable
from fieldcheck.operations import sites
from fieldcheck.store import Reader
from fieldcheck.store.queries import lists


@dataclass(frozen=True)
class Line:
    id: str
    words: str


COLUMNS = (
    Column(key="words", title="Words", render=lambda row: row.words, stretch=True),
    Column(key="state", title="State", render=lambda row: row.id, chip=lambda row: (row.id, "info"), align="right"),
)


class Source:
    """Loads rows at once, or when `deliver` is called; counts what was asked for."""

    def __init__(self, *, wait: bool = False) -> None:
        self.wait = wait
        self.asked: list[Sequence[str]] = []
        self.waiting: list[tuple[Sequence[str], Arrived]] = []
        self.missing: set[str] = set()

    def load(self, ids: Sequence[str], arrived: Arrived) -> None:
        self.asked.append(ids)
        if self.wait:
            self.waiting.append((ids, arrived))
        else:
            arrived(self.rows(ids))

    def rows(self, ids: Sequence[str]) -> Mapping[str, Line]:
        return {entity: Line(entity, f"words of {entity}") for entity in ids if entity not in self.missing}

    def deliver(self) -> None:
        for ids, arrived in self.waiting:
            arrived(self.rows(ids))
        self.waiting.clear()


def names(count: int) -> list[str]:
    return [f"id-{number}" for number in range(count)]


@pytest.mark.parametrize("wait", [False, True])
def test_the_model_does_what_qt_demands(qtmodeltester: ModelTester, wait: bool) -> None:
    source = Source(wait=wait)
    model = PagedModel(COLUMNS, source.load)
    model.set_ids(names(120))
    check: Callable[[object], None] = qtmodeltester.check
    check(model)
    source.deliver()
    model.set_ids(names(7))
    model.set_ids([])


def test_only_the_pages_that_are_looked_at_are_loaded() -> None:
    source = Source()
    model = PagedModel(COLUMNS, source.load)
    model.set_ids(names(200_000))
    for row in (0, 5, 150_000, 150_040, 199_999):
        assert model.index(row, 0).data() == f"words of id-{row}"
    assert [len(ids) for ids in source.asked] == [PAGE] * 3


def test_memory_is_bounded() -> None:
    source = Source()
    model = PagedModel(COLUMNS, source.load)
    model.set_ids(names(3 * MOST_ROWS))
    for row in range(0, 3 * MOST_ROWS, PAGE):
        model.index(row, 0).data()
    assert sum(model.row(entity) is not None for entity in model.ids) <= MOST_ROWS + PAGE


def test_a_row_that_is_not_there_yet_and_one_that_is_gone() -> None:
    source = Source(wait=True)
    model = PagedModel(COLUMNS, source.load)
    model.set_ids(names(3))
    assert model.index(1, 0).data() == "…"
    source.missing = {"id-1"}
    source.deliver()
    assert [model.index(row, 0).data() for row in range(3)] == ["words of id-0", "—", "words of id-2"]
    assert model.index(1, 1).data(CHIP) is None
    assert model.index(0, 1).data(CHIP) == ("id-0", "info")
    assert model.index(2, 0).data(IDS) == "id-2"


def test_rows_stay_while_new_ones_come() -> None:
    source = Source()
    model = PagedModel(COLUMNS, source.load)
    model.set_ids(names(3))
    assert model.index(0, 0).data() == "words of id-0"
    source.wait = True
    assert model.set_ids(names(3)) is False
    assert model.index(0, 0).data() == "words of id-0"
    assert len(source.waiting) == 1


@pytest.fixture
def table(session: Session, qtbot: QtBot) -> Iterator[PagedTable]:
    for number in range(5):
        sites.create(session.store, {"name": f"单位{number}"})
    columns = (Column(key="name", title="Name", render=lambda row: row.name, stretch=True),)

    def find(reader: Reader) -> list[str]:
        return lists.site_ids(reader)

    made = PagedTable(session, columns, find, lists.site_rows)
    made.set_empty(EmptyState("search", "Nothing found", "Try fewer words."))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.reload()
    session.tasks.drain()
    yield made
    session.tasks.drain()


def test_rows_are_shown_and_opened(table: PagedTable, session: Session, qtbot: QtBot) -> None:
    table.grab()
    session.tasks.drain()
    assert (table.count(), table.model.index(0, 0).data()) == (6, "单位0")
    opened: list[str] = []
    table.opened.connect(opened.append)
    table.select(table.model.ids[2])
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == [table.model.ids[2]]


def test_the_selection_follows_its_record(table: PagedTable, session: Session) -> None:
    chosen = table.model.ids[3]
    table.select(chosen)
    sites.create(session.store, {"name": "一个排在最前的单位"})
    table.reload()
    session.tasks.drain()
    assert table.current_id() == chosen
    assert table.view.currentIndex().data(IDS) == chosen


def test_another_query_and_none_found(table: PagedTable, session: Session) -> None:
    heard: list[str] = []
    table.selected.connect(heard.append)
    table.select(table.model.ids[0])
    table.set_query(lambda reader: lists.site_ids(reader, "没有这个单位"))
    session.tasks.drain()
    assert (table.count(), table.current_id(), heard[-1]) == (0, "", "")
    assert not table.view.isVisible()


def test_an_answer_that_comes_late_is_dropped(table: PagedTable, session: Session) -> None:
    table.set_query(lambda reader: lists.site_ids(reader, "单位0"))
    table.set_query(lambda reader: lists.site_ids(reader, "单位"))
    session.tasks.drain()
    assert table.count() == 5


def test_the_keyboard_goes_along_to_the_empty_state_and_back(table: PagedTable, session: Session) -> None:
    table.setFocus()
    table.set_empty(EmptyState("factory", "Nothing", "yet", "Add"))
    table.set_query(lambda _reader: [])
    session.tasks.drain()
    state = table.findChild(EmptyState)
    assert state is not None
    assert state.button.hasFocus()
    again = EmptyState("factory", "Nothing", "yet", "Add")
    table.set_empty(again)
    assert again.button.hasFocus()
    table.set_query(lists.site_ids)
    session.tasks.drain()
    assert table.view.hasFocus()
