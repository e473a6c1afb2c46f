"""Photo viewer: one photo large, as it came in; the next one, nearer and farther, and its caption."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QRectF, Qt
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from fieldcheck.gui import preferences, theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.texts import moment
from fieldcheck.gui.widgets.fields import CheckBox, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.records import Photo
from fieldcheck.operations import freeing, photo_stamps, photos
from fieldcheck.operations.freeing import Original
from fieldcheck.store import Reader, Seen
from fieldcheck.store.queries import conflicts, records
from fieldcheck.store.reader import one_view
from fieldcheck.translation import _

STEP = 1.25
NEAREST = 8.0


class _Picture(QGraphicsView):
    """The picture, fitted to the window until a person zooms."""

    def __init__(self) -> None:
        super().__init__()
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene = QGraphicsScene(self)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setBackgroundBrush(theme.colour("sunken"))
        self.setAccessibleName(_("Photo"))
        self._zoomed = False

    def show_image(self, image: QImage) -> None:
        self._item.setPixmap(QPixmap.fromImage(image))
        self.scene().setSceneRect(QRectF(self._item.boundingRect()))
        self.fit()

    def is_empty(self) -> bool:
        return self._item.pixmap().isNull()

    def fit(self) -> None:
        self._zoomed = False
        self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        if self.transform().m11() * factor <= NEAREST:
            self._zoomed = True
            self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._zoomed:
            self.fit()


class PhotoViewer(QDialog):
    """Shows the photos with these ids, beginning with `photo`."""

    def __init__(self, session: Session, ids: Sequence[str], photo: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids = list(ids)
        self._position = self._ids.index(photo)
        self._record: Photo | None = None
        self._seen: Seen = {}
        self.picture = _Picture()
        self._place = theme.text_label("", "caption")
        self.stamp = CheckBox(_("Stamp: time, place, officers, number"))
        self.stamp.setChecked(preferences.load().photo_stamps)
        self.stamp.toggled.connect(self._set_stamp)
        self.copy_button = theme.button(_("Save a stamped copy…"), "quiet", "download")
        self.copy_button.clicked.connect(self._choose_file)
        self._error = InlineError()
        self.freed = theme.text_label("", "muted", wrap=True)
        self.ask_button = theme.button(_("Ask for the original"), "secondary", "download")
        self.ask_button.setAutoDefault(False)
        self.ask_button.clicked.connect(self._ask)
        self.caption = TextField(_("Caption (printed below the photo)"))
        self.caption.left.connect(self._set_caption)
        self.setWindowTitle(_("Photo"))
        self.resize(960, 680)
        self._build()
        self._show()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for icon, name, action, keys in (
            ("chevron-left", _("Previous photo"), lambda: self._go(-1), ("PgUp", "Alt+Left")),
            ("chevron-right", _("Next photo"), lambda: self._go(1), ("PgDown", "Alt+Right")),
            ("zoom-out", _("Farther"), lambda: self.picture.zoom(1 / STEP), ("Ctrl+-",)),
            ("zoom-in", _("Nearer"), lambda: self.picture.zoom(STEP), ("Ctrl++", "Ctrl+=")),
            ("monitor", _("Whole photo"), self.picture.fit, ("Ctrl+0",)),
        ):
            button = theme.icon_button(icon, f"{name} ({keys[0]})")
            button.setAutoDefault(False)
            button.clicked.connect(action)
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(action)
            buttons.addWidget(button)
        buttons.addWidget(self.stamp)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self._place)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16)
        layout.setSpacing(12)
        layout.addWidget(self.picture, 1)
        layout.addLayout(buttons)
        freed = QHBoxLayout()
        freed.addWidget(self.freed, 1)
        freed.addWidget(self.ask_button)
        layout.addLayout(freed)
        layout.addWidget(self._error)
        layout.addWidget(self.caption)

    def _go(self, step: int) -> None:
        self.caption.commit()
        self._position = (self._position + step) % len(self._ids)
        self._show()

    def _show(self) -> None:
        with one_view(self._session.reader()) as reader:
            photo = records.find(reader, Photo, self._ids[self._position])
            seen = conflicts.shown(reader, "photo", [self._ids[self._position]])
        self._record = photo
        self._seen = seen.get(self._ids[self._position], {}).get("caption", {})
        if photo is None:
            return
        self._error.clear()
        self._show_freed(Original.HERE)
        self.caption.set_value(photo.caption)
        facts = [moment(photo.taken_at), photo.file_name, f"{self._position + 1} / {len(self._ids)}"]
        self._place.setText("  ·  ".join(fact for fact in facts if fact))

        stamp = self.stamp.isChecked()

        def decode(reader: Reader) -> tuple[str, QImage, Original]:
            where = freeing.where(reader, photo)
            whole = photo_stamps.stamped if stamp else photos.original
            read = whole if where is Original.HERE else photos.thumbnail
            return photo.id, upright(read(reader, photo)), where

        self._session.tasks.read(decode, self._decoded, owner=self, failed=self._error.show_error)

    def _decoded(self, result: tuple[str, QImage, Original]) -> None:
        photo, image, where = result
        if photo == self._ids[self._position]:
            self.picture.show_image(image)
            self._show_freed(where)

    def _show_freed(self, where: Original) -> None:
        if where is Original.ASKED_FOR:
            self.freed.setText(_("The original was asked for; it comes with the bureau's next package."))
        else:
            self.freed.setText(_("The original lies in the bureau's store; this is its small copy."))
        theme.set_shown(self.freed, where is not Original.HERE)
        theme.set_shown(self.ask_button, where is Original.FREED)
        self.copy_button.setEnabled(where is Original.HERE)

    def _set_stamp(self, shown: bool) -> None:
        """Show the photo with its stamp or as it came in, and the next ones too."""
        preferences.save(photo_stamps=shown)
        self._show()

    def _choose_file(self) -> None:
        name, _used = QFileDialog.getSaveFileName(self, _("Save as"), _("photo.jpg"), "JPEG (*.jpg)")
        if name:
            self.save_stamped(Path(name))

    def save_stamped(self, path: Path) -> None:
        """Write the stamped copy into a file."""
        photo = self._ids[self._position]
        told = _("Saved as {path}").format(path=path)
        self._session.tasks.read(
            lambda reader: photo_stamps.save(reader, photo, path),
            lambda _done: self._session.notify.emit(told, "success"),
            owner=self,
            failed=self._error.show_error,
        )

    def _ask(self) -> None:
        assert self._record is not None
        sha256 = self._record.sha256 or ""
        self._session.tasks.keep(lambda store: freeing.ask_again(store, sha256), failed=self._error.show_error)
        self._show_freed(Original.ASKED_FOR)

    def _set_caption(self, text: str) -> None:
        assert self._record is not None
        photo, author, seen = self._record.id, self._session.officer, self._seen
        self._session.tasks.write(
            lambda store: photos.set_caption(store, photo, text, author, seen),
            failed=self._error.show_error,
            undo=_("Caption"),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps the caption and does not close."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.caption.commit()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Keep the caption, then close."""
        self.caption.commit()
        super().done(result)


def upright(data: bytes) -> QImage:
    """Return a picture turned as the camera was held; an empty image where Qt cannot read it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return reader.read()
