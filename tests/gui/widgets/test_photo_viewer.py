"""The photo viewer where the original was freed: the small copy, and a button that asks for the original."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.photo_viewer import PhotoViewer
from fieldcheck.model.records import Photo
from fieldcheck.operations import freeing, photos
from fieldcheck.operations.freeing import Original
from fieldcheck.store import Transaction, blobs
from fieldcheck.store.queries import records
from tests.photos.pictures import corners, encoded


def test_a_freed_original_is_asked_for_by_keyboard(session: Session, visit: str, qtbot: QtBot) -> None:
    store = session.store
    pictures = [photos.NewPhoto(f"{width}.jpg", encoded(corners(width))) for width in (400, 440)]
    ids = [photos.add(store, photos.Target(visit), [picture]).main for picture in pictures]
    photo = records.get(store.reader(), Photo, ids[0])

    def free(transaction: Transaction) -> str:
        blobs.free(transaction, photo.sha256 or "")
        return ""

    store.write(free)
    viewer = PhotoViewer(session, ids, ids[0])
    qtbot.addWidget(viewer)
    viewer.show()
    session.tasks.drain()
    assert not viewer.picture.is_empty()
    assert "bureau's store" in viewer.freed.text() and viewer.freed.isVisible()
    QTest.keyClick(viewer.ask_button, Qt.Key.Key_Space)
    session.tasks.drain()
    assert freeing.where(store.reader(), photo) is Original.ASKED_FOR
    assert "was asked for" in viewer.freed.text() and not viewer.ask_button.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_PageDown)
    session.tasks.drain()
    assert not viewer.freed.isVisible()
    viewer.close()
