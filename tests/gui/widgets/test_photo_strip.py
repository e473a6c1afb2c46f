"""Photos of one thing: added by file, clipboard and drop, shown, removed, looked at large."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.photo_strip import PhotoStrip, caption_of
from fieldcheck.gui.widgets.photo_viewer import PhotoViewer
from fieldcheck.model.records import Photo
from fieldcheck.operations.photos import Target
from fieldcheck.photos import sample
from fieldcheck.store.queries import records


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    made = []
    for number in range(2):
        path = tmp_path / f"IMG_{number}.JPG"
        path.write_bytes(sample.draw(number, datetime(2026, 8, 3, 9, number), 37.18, 119.94))
        made.append(path)
    return made


@pytest.fixture
def strip(session: Session, visit: str, qtbot: QtBot) -> Iterator[PhotoStrip]:
    made = PhotoStrip(session, Target(visit, item="CSP-03", form="confined-spaces"))
    qtbot.addWidget(made)
    made.show()
    yield made
    session.tasks.drain()


def kept(session: Session, visit: str) -> list[Photo]:
    return records.children(session.reader(), Photo, visit)


def test_files_are_added_together_and_drawn(
    strip: PhotoStrip, session: Session, visit: str, pictures: list[Path]
) -> None:
    strip.add_paths(pictures)
    session.tasks.drain()
    assert [photo.file_name for photo in kept(session, visit)] == ["IMG_0.JPG", "IMG_1.JPG"]
    assert {(photo.form, photo.item) for photo in kept(session, visit)} == {("confined-spaces", "CSP-03")}
    assert (strip.count(), [tile.has_picture() for tile in strip.tiles()]) == (2, [True, True])
    assert session.undo_text == "Add photos"


def test_what_cannot_be_read_adds_nothing_and_says_why(
    strip: PhotoStrip, session: Session, visit: str, pictures: list[Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    strip.add_paths([*pictures, broken])
    session.tasks.drain()
    assert kept(session, visit) == []
    assert strip._error.text()
    strip.add_paths([tmp_path / "gone.jpg"])
    session.tasks.drain()
    assert "could not be read" in strip._error.text()


def test_a_picture_and_files_are_pasted(strip: PhotoStrip, session: Session, visit: str, pictures: list[Path]) -> None:
    strip.paste()
    clipboard = QGuiApplication.clipboard()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    clipboard.setImage(image)
    strip.paste()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pictures[0]))])
    clipboard.setMimeData(data)
    strip.paste()
    session.tasks.drain()
    clipboard.clear()
    assert [(photo.format, photo.width) for photo in kept(session, visit)][:1] == [("PNG", 300)]
    assert len(kept(session, visit)) == 2


def test_files_are_dropped(strip: PhotoStrip, session: Session, visit: str, pictures: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in pictures])
    none = Qt.KeyboardModifier.NoModifier
    strip.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    session.tasks.drain()
    assert len(kept(session, visit)) == 2


def test_a_photo_is_removed_and_brought_back(
    strip: PhotoStrip, session: Session, visit: str, pictures: list[Path]
) -> None:
    strip.add_paths(pictures)
    session.tasks.drain()
    offered: list[str] = []
    session.undo_offered.connect(offered.append)
    tile = strip.tiles()[0]
    tile.remove_requested.emit(tile.photo_id)
    session.tasks.drain()
    assert (strip.count(), offered) == (1, ["Photo removed."])
    session.undo()
    session.tasks.drain()
    assert strip.count() == 2


def test_another_target_has_its_own_photos(
    strip: PhotoStrip, session: Session, visit: str, pictures: list[Path]
) -> None:
    strip.add_paths(pictures)
    session.tasks.drain()
    strip.set_target(Target(visit, item="CSP-04", form="confined-spaces"))
    assert strip.count() == 0
    strip.set_target(None)
    assert not strip.isEnabled()


def test_the_viewer_shows_each_photo_and_keeps_its_caption(
    strip: PhotoStrip, session: Session, visit: str, pictures: list[Path], qtbot: QtBot
) -> None:
    strip.add_paths(pictures)
    session.tasks.drain()
    ids = [tile.photo_id for tile in strip.tiles()]
    viewer = PhotoViewer(session, ids, ids[0])
    qtbot.addWidget(viewer)
    viewer.show()
    session.tasks.drain()
    assert not viewer.picture.is_empty()
    viewer.picture.zoom(2)
    viewer.caption.left.emit("调节池入口")
    viewer.close()
    session.tasks.drain()
    assert caption_of(records.get(session.reader(), Photo, ids[0])) == "调节池入口"
