"""One file of any of the kinds: which sheets it has, and one of them."""

from __future__ import annotations

from fieldcheck.model.errors import N_
from fieldcheck.sheets import text
from fieldcheck.sheets.errors import SheetFileTooLarge, SheetNotATable, SheetProtected, SheetUnknown
from fieldcheck.sheets.table import LARGEST_FILE, Sheet

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORKBOOKS = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"%PDF", N_("a PDF document")),
    (b"{\\rtf", N_("a text document")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"\x89PNG", N_("a picture")),
    (b"Rar!", N_("an archive")),
    (b"7z\xbc\xaf", N_("an archive")),
)


def sheet_names(data: bytes) -> dict[str, bool]:
    """Return the names of the sheets in order, and whether each is hidden. Raises the errors of `read_sheet`."""
    kind = _kind(data)
    if kind == "xlsx":
        from fieldcheck.sheets import xlsx

        return xlsx.read(data)
    if kind == "xls":
        from fieldcheck.sheets import xls

        return xls.read(data)
    return {text.NAME: False}


def read_sheet(data: bytes, name: str, encoding: str = "") -> Sheet:
    """Return one sheet of a file; `encoding` is a person's choice for a text file.

    Raises SheetUnknown, SheetDamaged, SheetProtected, SheetFileTooLarge, SheetNotATable, SheetHasEntities,
    EncodingUnclear.
    """
    kind = _kind(data)
    if kind == "text":
        return text.read_sheet(data, encoding)
    names = sheet_names(data)
    if name not in names:
        raise SheetUnknown(sheet=name, sheets="、".join(names))
    if kind == "xlsx":
        from fieldcheck.sheets import xlsx

        return xlsx.read_sheet(data, name)
    from fieldcheck.sheets import xls

    return xls.read_sheet(data, name)


def _kind(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise SheetFileTooLarge(what=f"> {LARGEST_FILE >> 20} MB")
    if data.startswith(_ZIP):
        if b"content.xml" in data and b"xl/" not in data:
            raise SheetNotATable(what=N_("an OpenDocument file"))
        return "xlsx"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise SheetProtected
        return "xls"
    if data.startswith(_OLD_WORKBOOKS):
        return "xls"
    _refuse_others(data)
    return "text"


def _refuse_others(data: bytes) -> None:
    head = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:512].lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        # Many systems export a web page under the name of a workbook.
        raise SheetNotATable(what=N_("a web page or XML"))
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise SheetNotATable(what=what)
