"""Photo strip: the photos of one thing side by side, and every way to add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.scanned import PDF, pages_of
from fieldcheck.gui.session import Session
from fieldcheck.gui.texts import moment
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.photo_tile import CAPTION, PICTURE, PhotoTile
from fieldcheck.gui.widgets.photo_viewer import PhotoViewer
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Photo
from fieldcheck.operations import files, photos
from fieldcheck.operations.photos import NewPhoto, Target
from fieldcheck.store import Changes, Reader, Store
from fieldcheck.store.queries import records
from fieldcheck.translation import _, ngettext

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".mpo")


class PhotoStrip(QWidget):
    """Tiles of a target's photos; they are decoded off the UI thread.

    Signals:
        count_changed: how many photos there are.
    """

    count_changed = Signal(int)

    def __init__(
        self,
        session: Session,
        target: Target | None = None,
        parent: QWidget | None = None,
        *,
        beside: bool = False,
        scans: bool = False,
    ) -> None:
        """Make a strip; `beside` stands the buttons at the end of the tiles instead of below, which saves height.

        With `scans` it takes PDF files too, page by page.
        """
        super().__init__(parent)
        self._session = session
        self._beside = beside
        self._suffixes = (*SUFFIXES, PDF) if scans else SUFFIXES
        self._target: Target | None = None
        self._tiles: dict[str, PhotoTile] = {}
        self._error = InlineError()
        self.setAcceptDrops(True)
        self._build()
        session.committed.connect(self._changed)
        self.set_target(target)

    def _build(self) -> None:
        self._row = QHBoxLayout()
        theme.margins(self._row, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        inner = QWidget()
        inner.setProperty("plain", "true")
        inner.setLayout(self._row)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFixedHeight(PICTURE.height() + CAPTION + 14)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        self._busy = theme.text_label("", "caption")
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        self._tiles_and_buttons = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._tiles_and_buttons.setSpacing(8)
        self._tiles_and_buttons.addWidget(self._area, 1)
        self._tiles_and_buttons.addLayout(self._buttons())
        layout.addLayout(self._tiles_and_buttons)
        layout.addWidget(self._error)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def _buttons(self) -> QBoxLayout:
        self.add_button = theme.button(_("Add photos…"), "secondary", "image-plus")
        self.add_button.clicked.connect(self.add_files)
        self.paste_button = theme.button(_("Paste"), "quiet", "clipboard-paste")
        self.paste_button.setToolTip(_("Paste a picture or picture files (Ctrl+V)"))
        self.paste_button.clicked.connect(self.paste)
        self._button_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._button_row.setSpacing(8)
        self._button_row.addWidget(self.add_button)
        self._button_row.addWidget(self.paste_button)
        self._button_row.addWidget(self._busy)
        self._button_row.addStretch(1)
        return self._button_row

    def _arrange(self, *, empty: bool) -> None:
        """Stand the buttons below the tiles or, where that was asked for, in a column beside them."""
        if self._beside:
            down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._tiles_and_buttons.setDirection(down if empty else right)
            self._button_row.setDirection(right if empty else down)

    def set_target(self, target: Target | None) -> None:
        """Show the photos of `target`; None shows none and takes none."""
        self._target = target
        self._error.clear()
        self.setEnabled(target is not None)
        for photo in list(self._tiles):
            self._drop_tile(photo)
        self.reload()

    def count(self) -> int:
        """Return how many photos are shown."""
        return len(self._tiles)

    def tiles(self) -> list[PhotoTile]:
        """Return the tiles in their order."""
        return [
            self._tiles[photo] for photo in sorted(self._tiles, key=lambda one: self._row.indexOf(self._tiles[one]))
        ]

    def reload(self) -> None:
        """Read which photos there are; tiles that stay are left alone."""
        found = [] if self._target is None else of_target(self._session.reader(), self._target)
        wanted = {photo.id for photo in found}
        for gone in [photo for photo in self._tiles if photo not in wanted]:
            self._drop_tile(gone)
        for position, photo in enumerate(found):
            if photo.id not in self._tiles:
                self._add_tile(position, photo)
        self._area.setVisible(bool(found))
        self._arrange(empty=not found)
        self.count_changed.emit(len(found))

    def _drop_tile(self, photo: str) -> None:
        tile = self._tiles.pop(photo)
        tile.setParent(None)
        tile.deleteLater()

    def _add_tile(self, position: int, photo: Photo) -> None:
        tile = PhotoTile(photo.id, caption_of(photo))
        tile.opened.connect(self._open)
        tile.remove_requested.connect(self._remove)
        self._tiles[photo.id] = tile
        self._row.insertWidget(position, tile)

        def decode(reader: Reader) -> QImage:
            return QImage.fromData(QByteArray(photos.thumbnail(reader, photo)))

        self._session.tasks.read(
            decode, lambda image: tile.set_pixmap(QPixmap.fromImage(image)), owner=tile, failed=self._error.show_error
        )

    def add_files(self) -> None:
        """Ask for picture files, several at once, and add them."""
        pattern = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in self._suffixes)
        start = str(self._session.state("photo_folder") or "")
        chosen, _used = QFileDialog.getOpenFileNames(
            self, _("Add photos"), start, _("Pictures ({pattern})").format(pattern=pattern)
        )
        if chosen:
            self._session.set_state("photo_folder", str(Path(chosen[0]).parent))
            self.add_paths([Path(name) for name in chosen])

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add picture files, scans page by page: all of them or, where one cannot be read, none."""
        if any(path.suffix.lower() == PDF for path in paths):
            self._add_scans(list(paths))
        elif paths:
            self._write(lambda: [NewPhoto(path.name, files.read(path)) for path in paths], len(paths))

    def _add_scans(self, paths: Sequence[Path]) -> None:
        """Draw the pages of scans on a reader thread, so that answers go on being saved, and add them in order."""
        self._error.clear()
        self._busy.setText(_("Reading the pages…"))
        self._session.tasks.work(
            lambda: [picture for path in paths for picture in pages_of(path.name, files.read(path))],
            lambda pictures: self._write(lambda: pictures, len(pictures)),
            owner=self,
            failed=self._refused,
        )

    def paste(self) -> None:
        """Add what the clipboard holds: picture files or a picture."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self._error.show_error(_("There is no picture on the clipboard. Copy one first, or choose a file."))

    def _take(self, data: QMimeData | None) -> bool:
        if data is None:  # an empty clipboard, whatever Qt's annotations say
            return False
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        pictures = [path for path in paths if path.suffix.lower() in self._suffixes]
        if pictures:
            self.add_paths(pictures)
        elif data.hasImage():
            image = QImage(data.imageData())
            self._write(lambda: [NewPhoto("", _png(image))], 1)
        else:
            return False
        return True

    def _write(self, load: Callable[[], list[NewPhoto]], count: int) -> None:
        if self._target is None:
            return
        target, author = self._target, self._session.officer
        self._error.clear()
        self._busy.setText(ngettext("Adding {count} photo…", "Adding {count} photos…", count).format(count=count))
        self._session.tasks.write(
            lambda store: photos.add(store, target, load(), author),
            done=lambda _changes: self._busy.clear(),
            failed=self._refused,
            undo=_("Add photos"),
            heavy=True,
        )

    def _refused(self, error: FieldCheckError) -> None:
        self._busy.clear()
        self._error.show_error(error)

    def _remove(self, photo: str) -> None:
        author = self._session.officer

        def remove(store: Store) -> Changes:
            return photos.remove(store, photo, "removed by the officer", author)

        text = _("Photo removed.")
        self._session.tasks.write(remove, done=lambda _changes: self._session.offer_undo(text), undo=_("Remove photo"))

    def _open(self, photo: str) -> None:
        viewer = PhotoViewer(self._session, list(self._tiles), photo, self)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.open()

    def _changed(self, changes: Changes) -> None:
        if self._target is not None and self._has_changed(changes, self._target):
            self.reload()

    def _has_changed(self, changes: Changes, target: Target) -> bool:
        """Return whether a photo of the target came, went or changed: a page of many strips reads only that one."""
        changed = [entity for kind, entity in changes.entities if kind == "photo"]
        if "" in changed or self._tiles.keys() & set(changed):
            return True
        return any(_shows(photo, target) for photo in records.many(self._session.reader(), Photo, changed).values())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()


def of_target(reader: Reader, target: Target) -> list[Photo]:
    """Return the photos of exactly this target, oldest first."""
    return [photo for photo in records.children(reader, Photo, target.inspection) if _shows(photo, target)]


def _shows(photo: Photo, target: Target) -> bool:
    wanted = (target.finding, target.form, target.item, target.document, str(target.purpose))
    of_finding = target.finding is not None and photo.finding == target.finding and photo.purpose == target.purpose
    return of_finding or (photo.finding, photo.form, photo.item, photo.document, photo.purpose) == wanted


def picture_only() -> bool:
    """Return whether the clipboard holds a picture and no text: pasting it into a text means a photo."""
    data = QGuiApplication.clipboard().mimeData()
    return data.hasImage() and not data.hasText()


def caption_of(photo: Photo) -> str:
    """Return what stands below a photo: its caption, else when it was taken, else its file."""
    return photo.caption or moment(photo.taken_at) or photo.file_name or ""


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # QImage.save wants the format as text, and its type hints as bytes; the writer's hints tell the truth.
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
