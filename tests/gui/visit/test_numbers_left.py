"""The documents of a visit say when numbers run out, before the last one is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.session import Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import documents, enrolment, findings
from fieldcheck.operations.numbers import SERIES_CODES, Grant
from fieldcheck.store import Changes, Store
from tests.bureau import add_site, answer_rest, begin, fail
from tests.county import county
from tests.gui.visit.support import read

RECORD = DocumentKind.INSPECTION_RECORD


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A laptop that was granted two numbers of each series."""
    with county(tmp_path) as land:
        made = land.new_laptop("一号")
        asked = enrolment.read_request(enrolment.request(made, "一号"))
        grants = [Grant(code, date.today().year, 2) for code in SERIES_CODES.values()]
        answer = enrolment.approve(land.bureau, asked, land.folder, grants=grants).path
        enrolment.accept(made, answer, enrolment.offer(made, answer).words)
        yield made


def test_few_numbers_are_said_before_issuing_and_none_after(store: Store, session: Session, qtbot: QtBot) -> None:
    visit = begin(store, "machinery", site=add_site(store))
    (finding,) = fail(store, visit, "MEC-10")
    answer_rest(store, visit)
    view = DocumentsView(session)
    qtbot.addWidget(view)
    opened: list[object] = []
    session.navigate.connect(opened.append)

    def again(_changes: Changes) -> None:
        view.show_overview(read(store, visit), redraw=True)

    session.committed.connect(again)
    view.show_overview(read(store, visit), redraw=True)
    view.choose(RECORD)
    assert view.refusal().text().startswith("2 numbers are left for this kind of document.")
    view.buttons()["issue"].click()
    assert "1 number is left after it." in view.question().text()
    view.confirm()
    session.tasks.drain()
    assert view.refusal().text() == ""
    documents.issue(store, visit, RECORD, correct=True)
    findings.edit(store, finding, {"location": "三车间"})
    view.show_overview(read(store, visit), redraw=True)
    assert "has no number of" in view.refusal().text()
    assert not view.buttons()["correct"].isEnabled()
    view.refusal().exchange_wanted.emit()
    assert len(opened) == 1
    session.tasks.drain()
