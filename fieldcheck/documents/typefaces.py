"""A bureau's own fonts: which files can be embedded in a document, and why others cannot.

A document keeps its letters for ever, so its fonts are embedded; whether that is allowed stands in the font itself
(fsType in the table OS/2, OpenType specification 1.9.1). Only TrueType outlines (table glyf) can be cut down to the
letters that are used.
"""

from __future__ import annotations

import struct
from io import BytesIO

from reportlab.pdfbase.ttfonts import TTFError

from fieldcheck.documents import fonts
from fieldcheck.documents.fonts import EmbeddedFont
from fieldcheck.model.errors import N_, DocumentError
from fieldcheck.translation import _

LARGEST = 64 << 20
"""Bytes; a font of all Chinese letters has 10 to 30 MB."""

NEEDED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post")
"""Tables without which a font cannot be read or embedded."""

CHINESE = "现场检查记录"
"""A font that has none of these is no font for a Chinese text: the letters that it lacks would be all."""

_TRUETYPE = (b"\0\1\0\0", b"true")
_RIGHTS, _RESTRICTED, _NO_SUBSET, _BITMAPS_ONLY = 0x000F, 0x0002, 0x0100, 0x0200


class FontUnusable(DocumentError):
    """A font file that cannot be embedded in a document."""

    code = "DOCUMENT_FONT"
    message = N_("The font {name} cannot be used: {reason} Nothing was changed; choose another font.")


def check(data: bytes, name: str) -> str:
    """Return the full name of a font file (its bytes) that documents can be printed with. Raises FontUnusable."""
    reason = _not_truetype(data) or _not_embeddable(_tables(data))
    if reason:
        raise FontUnusable(name=name, reason=reason)
    try:
        made = EmbeddedFont("checked", BytesIO(data))
        _try_letters(made)
    except (TTFError, struct.error, LookupError, ValueError, AssertionError, TypeError) as error:
        raise FontUnusable(name=name, reason=_("the file is damaged ({error}).").format(error=error)) from error
    if not any(map(made.has, CHINESE)):
        raise FontUnusable(name=name, reason=_("it has no Chinese letters."))
    return _text(made.face.fullName)


def _not_truetype(data: bytes) -> str:
    if len(data) > LARGEST:
        return _("the file is larger than {most} MB.").format(most=LARGEST >> 20)
    head = data[:4]
    if head == b"OTTO":
        return _("its outlines are PostScript (CFF); documents can hold TrueType outlines only (most .ttf files).")
    if head == b"ttcf":
        return _("the file holds several fonts (.ttc); save the one that is meant as a .ttf file.")
    return "" if head in _TRUETYPE else _("it is no TrueType font (.ttf).")


def _tables(data: bytes) -> dict[str, bytes]:
    """Return the tables that the file has whole."""
    count = struct.unpack(">H", data[4:6].rjust(2, b"\0"))[0]
    found = {}
    for start in range(12, min(12 + 16 * count, len(data) - 15), 16):
        tag, _checksum, offset, length = struct.unpack(">4sLLL", data[start : start + 16])
        if length and offset + length <= len(data):
            found[tag.decode("latin-1")] = data[offset : offset + length]
    return found


def _not_embeddable(tables: dict[str, bytes]) -> str:
    missing = [tag for tag in NEEDED if tag not in tables]
    if missing or len(tables["OS/2"]) < 10:
        return _("the file is damaged ({error}).").format(error=", ".join(missing) or "OS/2")
    rights = struct.unpack(">H", tables["OS/2"][8:10])[0]
    if rights & _RIGHTS == _RESTRICTED:
        return _("its maker does not allow it to be embedded in documents (fsType {bits:#06x}).").format(bits=rights)
    if rights & _NO_SUBSET:
        return _("its maker allows it to be embedded only whole (fsType {bits:#06x}).").format(bits=rights)
    if rights & _BITMAPS_ONLY:
        return _("its maker allows only pictures of it to be embedded (fsType {bits:#06x}).").format(bits=rights)
    return ""


def _try_letters(made: EmbeddedFont) -> None:
    """Take every letter out, as documents do with some: a second at the most, once.

    Raises what reportlab raises on damaged tables.
    """
    made.face.makeSubset(sorted(made.face.charToGlyph))


def _text(name: bytes | str) -> str:
    return fonts.printable(name.decode("utf-8", "replace") if isinstance(name, bytes) else name)
