from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.review import ReviewView
from fieldcheck.gui.pages.visit.rows import LinkRow
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.records import Finding, Officer
from fieldcheck.operations import findings, inspections
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.gui.visit.support import FORM, answer_all, read

MAJOR = ("CSP-03", "CSP-04")


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> Iterator[ReviewView]:
    made = ReviewView(session)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    session.tasks.drain()


def labels(view: ReviewView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel))


def button(view: ReviewView, name: str) -> QPushButton:
    found = view.findChild(QPushButton, name)
    assert found is not None, name
    return found


def test_what_is_missing_leads_to_its_field(
    qtbot: QtBot, session: Session, store: Store, view: ReviewView, visit: str
) -> None:
    inspections.edit(store, visit, {"place_inspected": None})
    view.show_overview(read(store, visit))
    with qtbot.waitSignal(session.navigate) as caught:
        button(view, "gap/place_inspected///").click()
    assert caught.args == [Route("visit", visit, "facts", "place_inspected")]


def test_blocking_comes_first_and_is_counted(store: Store, view: ReviewView, visit: str) -> None:
    inspections.edit(store, visit, {"place_inspected": None})
    found = read(store, visit)
    view.show_overview(found)
    rows = [row.objectName() for row in view.findChildren(LinkRow) if row.objectName().startswith("gap/")]
    codes = [name.split("/")[1] for name in rows]
    assert codes == [gap.code for gap in (*found.blocking, *found.advising)]
    assert f"{len(found.blocking)} things stop the documents" in labels(view)


def test_a_whole_visit_says_so(store: Store, view: ReviewView, whole_visit: str) -> None:
    view.show_overview(read(store, whole_visit))
    assert "Nothing stops the documents" in labels(view)
    assert view.make_button().property("kind") == "primary"


def test_a_finding_leads_to_its_item(
    qtbot: QtBot, session: Session, store: Store, view: ReviewView, whole_visit: str
) -> None:
    finding = findings.standing(store.reader(), whole_visit)[0]
    view.show_overview(read(store, whole_visit))
    with qtbot.waitSignal(session.navigate) as caught:
        button(view, f"finding/{finding.id}").click()
    assert caught.args == [Route("visit", whole_visit, "checklist", f"{FORM}/CSP-11")]


def test_confirming_major_records_who_decided(session: Session, store: Store, view: ReviewView, visit: str) -> None:
    answer_all(store, visit, MAJOR)
    found = read(store, visit)
    view.show_overview(found)
    proposal = found.review.proposals[0]
    button(view, f"decide/{proposal.proposal.rule.id}/major").click()
    session.tasks.drain()
    decided = [records.get(store.reader(), Finding, finding).confirmed_level for finding in proposal.findings]
    assert len(decided) == len(MAJOR)
    assert {(level.level, level.by) for level in decided if level} == {("major", session.officer)}
    view.show_overview(read(store, visit))
    officer = records.get(store.reader(), Officer, session.officer)
    assert f"decided by {officer.name}" in labels(view)
    assert view.findChild(QPushButton, f"decide/{proposal.proposal.rule.id}/major") is None


def test_keeping_general_is_a_decision_that_can_be_undone(
    session: Session, store: Store, view: ReviewView, visit: str
) -> None:
    answer_all(store, visit, MAJOR)
    found = read(store, visit)
    view.show_overview(found)
    proposal = found.review.proposals[0]
    button(view, f"decide/{proposal.proposal.rule.id}/general").click()
    session.tasks.drain()
    assert not [gap for gap in read(store, visit).blocking if gap.code == "level"]
    session.undo()
    session.tasks.drain()
    assert [gap for gap in read(store, visit).blocking if gap.code == "level"]


def test_a_refused_order_says_why_and_who_is_competent(store: Store, view: ReviewView, flood_visit: str) -> None:
    view.show_overview(read(store, flood_visit))
    text = labels(view)
    assert "not in the bureau's remit" in text
    assert "水行政主管部门" in text


def test_the_keyboard_stays_where_it_was(store: Store, view: ReviewView, visit: str) -> None:
    view.show_overview(read(store, visit))
    row = next(row for row in view.findChildren(LinkRow) if row.objectName().startswith("gap/certificates_shown"))
    row.setFocus()
    inspections.edit(store, visit, {"campaign": "百日攻坚"})
    view.show_overview(read(store, visit))
    again = view.focusWidget()
    assert again is not None
    assert again is not row
    assert again.objectName() == row.objectName()


def test_it_asks_for_the_documents(qtbot: QtBot, store: Store, view: ReviewView, visit: str) -> None:
    view.show_overview(read(store, visit))
    with qtbot.waitSignal(view.documents_wanted):
        view.make_button().click()


def test_no_document_is_ready_while_something_stops_them(store: Store, view: ReviewView, visit: str) -> None:
    answer_all(store, visit, MAJOR)
    inspections.edit(store, visit, {"certificates_shown": True})
    view.show_overview(read(store, visit))
    assert "once nothing is missing" in labels(view)
    assert "can be issued" not in labels(view)
    chips = [chip.text() for chip in view.findChildren(StatusChip)]
    assert chips.count("Proposed as major") == len(MAJOR)
    for finding in records.children(store.reader(), Finding, visit):
        findings.confirm_level(store, finding.id, "major", "")
    view.show_overview(read(store, visit))
    assert "can be issued" in labels(view)
