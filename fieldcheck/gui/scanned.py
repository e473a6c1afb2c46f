"""A signed paper that was scanned: the pages of its PDF as pictures, the file itself kept with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from fieldcheck.model.errors import N_, DocumentError, FieldCheckError
from fieldcheck.operations.photos import NewPhoto

PDF = ".pdf"
DPI, QUALITY = 150, 85
MOST_PAGES = 60


class ScanNotReadable(DocumentError):
    """A file with the name of a PDF that has no pages, or cannot be opened."""

    code = "SCAN_NOT_READABLE"
    message = N_("{name} cannot be read as a PDF. Scan the paper again, or add photos of its pages. Nothing was added.")


class ScanTooLong(DocumentError):
    """A file with more pages than a signed paper has."""

    code = "SCAN_TOO_LONG"
    message = N_("{name} has {count} pages; a signed paper has {most} at the most. Choose the right file.")


class NoPdfLibrary(DocumentError):
    """A machine on which Qt cannot read PDF."""

    code = "SCAN_NO_LIBRARY"
    message = N_("This machine lacks the libraries that read PDF. Add photos of the pages instead.")


def pages_of(name: str, data: bytes) -> list[NewPhoto]:
    """Return a picture file as it is, a PDF as one picture a page. Safe on any thread.

    Raises ScanNotReadable, ScanTooLong, NoPdfLibrary.
    """
    return list(_drawn(name, data)) if PurePath(name).suffix.lower() == PDF else [NewPhoto(name, data)]


def _drawn(name: str, pdf: bytes) -> Iterator[NewPhoto]:
    try:
        from fieldcheck.gui.pages.visit import pdf_view
    except ImportError as error:
        raise NoPdfLibrary from error
    try:
        count = pdf_view.page_count(pdf)
    except FieldCheckError as error:
        raise ScanNotReadable(name=name) from error
    if not count:
        raise ScanNotReadable(name=name)
    if count > MOST_PAGES:
        raise ScanTooLong(name=name, count=count, most=MOST_PAGES)
    for page in range(count):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"JPEG"))
        writer.setQuality(QUALITY)
        writer.write(pdf_view.page_image(pdf, page, DPI))
        yield NewPhoto(f"{PurePath(name).stem}-{page + 1}.jpg", bytes(buffer.data().data()), source=pdf)
