"""What is known of a fact stands below it until one key confirms it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldcheck.gui.pages.visit.checklist import ChecklistView
from fieldcheck.gui.pages.visit.checklist.known_line import KnownLine
from fieldcheck.gui.session import Session
from fieldcheck.model.identifiers import answer_id
from fieldcheck.model.records import Answer
from fieldcheck.operations import sites
from fieldcheck.store.queries import records
from tests.gui.checklist.conftest import Opener, settle
from tests.gui.pages.support import words

FORM = "confined-spaces"


def press(view: ChecklistView, key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key)
    settle(view.session)


def lines(view: ChecklistView) -> list[str]:
    found = (line for line in view.findChildren(KnownLine) if line.isVisibleTo(view))
    return [word for line in found for word in words(line)]


def answered(session: Session, visit: str, fact: str) -> object:
    answer = records.find(session.reader(), Answer, answer_id(visit, FORM, fact))
    return answer.value if answer else None


def test_a_choice_is_confirmed_by_y_and_a_number_by_enter(
    session: Session, visit: str, site: str, open_checklist: Opener
) -> None:
    sites.edit_site(session.store, site, {"toxic_gas_risk": True, "confined_spaces": 3})
    view = open_checklist(visit, FORM, "toxic_gas_risk")
    assert {"Register: Yes", "Register: 3"} <= set(lines(view))
    assert answered(session, visit, "toxic_gas_risk") is None
    press(view, Qt.Key.Key_Y)
    assert answered(session, visit, "toxic_gas_risk") == "yes"
    assert "Register: Yes" not in lines(view)
    view.open(visit, FORM, "space_count")
    settle(session)
    press(view, Qt.Key.Key_Return)
    assert answered(session, visit, "space_count") == "3"
    assert lines(view) == []


def test_another_answer_takes_the_place_of_what_was_known(
    session: Session, visit: str, site: str, open_checklist: Opener
) -> None:
    sites.edit_site(session.store, site, {"toxic_gas_risk": True})
    view = open_checklist(visit, FORM, "toxic_gas_risk")
    press(view, Qt.Key.Key_2)
    assert answered(session, visit, "toxic_gas_risk") == "no"
    assert lines(view) == []
