"""Signing on the screen: what is drawn is recorded with the signature, kept while the program ends, and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.documents import DocumentsPage
from fieldcheck.gui.pages.visit.drawing_signatures import SignaturesDialog
from fieldcheck.gui.pages.visit.signing import SigningPanel
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.evidence_view import EvidenceView
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Signing
from fieldcheck.model.strokes import decoded
from fieldcheck.model.values import SigningResult
from fieldcheck.operations import documents
from fieldcheck.store import Store, blobs
from fieldcheck.store.queries import records
from tests.gui.visit.support import inspection, read

ORDER = DocumentKind.RECTIFICATION_ORDER


def sign(dialog: SignaturesDialog) -> int:
    """Draw one stroke for the first person, and one for an officer."""
    for tab in (0, 1):
        dialog.tabs.setCurrentIndex(tab)
        QTest.mousePress(dialog.pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
        QTest.mouseMove(dialog.pad, QPoint(120, 90))
        QTest.mouseRelease(dialog.pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 90))
    return int(SignaturesDialog.DialogCode.Accepted)


def panel_of(session: Session, store: Store, visit: str, qtbot: QtBot) -> SigningPanel:
    panel = SigningPanel(session)
    qtbot.addWidget(panel)
    issued = read(store, visit).slot(ORDER).issued
    assert issued is not None
    panel.show_document(issued, inspection(store, visit), ["王建军", "孙𬍛"])
    return panel


def test_what_is_drawn_is_recorded(
    session: Session, store: Store, whole_visit: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    order = documents.issue(store, whole_visit, ORDER).main
    monkeypatch.setattr(SignaturesDialog, "exec", sign)
    panel = panel_of(session, store, whole_visit, qtbot)
    panel.choose(SigningResult.SIGNED)
    panel.buttons()["draw"].click()
    session.tasks.drain()
    # The program ends before the answer is recorded: what was drawn comes back.
    again = panel_of(session, store, whole_visit, qtbot)
    again.record()
    session.tasks.drain()
    [signing] = records.children(store.reader(), Signing, order)
    drawn = decoded(blobs.get(store.reader(), signing.strokes or ""))
    assert drawn is not None
    assert [(one.signed_as, one.name) for one in drawn] == [("unit", "孟祥宇"), ("officer", "王建军")]
    page = DocumentsPage(session)
    qtbot.addWidget(page)
    page.open(Route("documents", order))
    session.tasks.drain()
    view = page.findChild(EvidenceView)
    assert view is not None
    assert "Every link that is here holds." in view.verdict.text()
    assert "Signed by 孟祥宇" in view.lines.text()
    view.save_signatures(tmp_path / "signatures.pdf")
    session.tasks.drain()
    assert (tmp_path / "signatures.pdf").read_bytes().startswith(b"%PDF")


def test_a_witness_of_a_refusal_may_sign_too(
    session: Session, store: Store, whole_visit: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = documents.issue(store, whole_visit, ORDER).main
    monkeypatch.setattr(SignaturesDialog, "exec", sign)
    panel = panel_of(session, store, whole_visit, qtbot)
    panel.choose(SigningResult.REFUSED)
    _signed, refused = panel.forms()
    refused.reason.set_value("负责人拒绝签收")
    refused.witness.name.setText("李某")
    panel.draw()
    panel.record()
    session.tasks.drain()
    [signing] = records.children(store.reader(), Signing, order)
    drawn = decoded(blobs.get(store.reader(), signing.strokes or ""))
    assert drawn is not None and drawn[0].signed_as == "witness"
