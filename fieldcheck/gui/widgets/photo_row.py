"""Photo row: thumbnails side by side, each opened large by click or Enter; read beside the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.photo_strip import caption_of
from fieldcheck.gui.widgets.photo_tile import CAPTION, PhotoTile
from fieldcheck.gui.widgets.photo_viewer import PhotoViewer
from fieldcheck.model.records import Photo
from fieldcheck.operations import photos
from fieldcheck.store import Reader
from fieldcheck.translation import ngettext


class PhotoRow(QScrollArea):
    """Photos for looking at; `missing` counts those whose bytes have not arrived."""

    def __init__(
        self, session: Session, shown: Sequence[Photo], missing: int, picture: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.ids = [photo.id for photo in shown]
        inner = QWidget()
        inner.setProperty("plain", "true")
        row = QHBoxLayout(inner)
        theme.margins(row, 0)
        row.setSpacing(12)
        for photo in shown:
            row.addWidget(self._tile(photo, picture))
        if missing:
            text = ngettext("{count} photo has not arrived yet.", "{count} photos have not arrived yet.", missing)
            row.addWidget(theme.text_label(text.format(count=missing), "muted"))
        row.addStretch(1)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight((picture.height() if shown else 0) + CAPTION + 14)
        self.setWidget(inner)

    def _tile(self, photo: Photo, picture: QSize) -> PhotoTile:
        tile = PhotoTile(photo.id, caption_of(photo), removable=False, picture=picture)
        tile.opened.connect(self._view)

        def decode(reader: Reader) -> QImage:
            return QImage.fromData(photos.thumbnail(reader, photo))

        self._session.tasks.read(decode, lambda image: tile.set_pixmap(QPixmap.fromImage(image)), owner=tile)
        return tile

    def _view(self, photo: str) -> None:
        viewer = PhotoViewer(self._session, self.ids, photo, self)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.open()
