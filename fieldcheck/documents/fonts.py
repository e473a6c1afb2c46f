"""The shipped fonts in a PDF: embedded, every letter drawn, every letter extracting as itself.

Two habits of reportlab are put right here and nowhere else. Its TrueType fonts write the ToUnicode entry of a letter
beyond U+FFFF as five hexadecimal digits, which readers take for another letter: here each letter has a two-byte code
of its own (CIDFontType2, Identity-H) with its UTF-16 text. And a canvas names Helvetica, which is not embedded, unless
it is given another initial font: `INITIAL` is that font.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from struct import pack
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import TTFont

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.paths import data_directory

SERIF, BOLD, SANS, MEDIUM = "FieldCheckSerif", "FieldCheckSerifBold", "FieldCheckSans", "FieldCheckSansMedium"
INITIAL = SERIF

FILES = {
    SERIF: "NotoSerifSC-Regular.ttf",
    BOLD: "NotoSerifSC-Bold.ttf",
    SANS: "NotoSansSC-Regular.ttf",
    MEDIUM: "NotoSansSC-Medium.ttf",
}

SHIPPED = {
    "Noto Serif SC": SERIF,
    "Noto Serif SC Bold": BOLD,
    "Noto Sans SC": SANS,
    "Noto Sans SC Medium": MEDIUM,
}
"""The names of the shipped fonts in a layout."""

FALLBACKS = {SERIF: (SERIF, SANS), BOLD: (BOLD, SERIF, SANS), SANS: (SANS, SERIF), MEDIUM: (MEDIUM, SANS, SERIF)}
"""Where a letter is looked for, in this order."""

MISSING_WIDTH = 1000
"""Width of a letter that no font has, in thousandths of the type size: it is drawn as its code point in a box."""

_READING = Lock()
"""reportlab reads a font file at one shared position: two documents made at once would read each other's letters."""

_SPACE = 0x20
_FULL_BLOCK = 100
"""How many entries one bfchar block may hold (CMap specification)."""

# Text in base 85 costs a quarter more bytes, and a printed photo half a second.
rl_config.useA85 = 0


class Run(NamedTuple):
    """Letters in a row that one font draws; `missing` says that no font has them."""

    font: str
    text: str
    missing: bool


class _Codes:
    """The letters of one font in one document: letter -> code, in the order of their first use; code 0 is none."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.name = ""

    def encode(self, text: str) -> bytes:
        codes = [self.of.setdefault(ord(letter), len(self.of) + 1) for letter in text]
        return pack(f">{len(codes)}H", *codes)


class EmbeddedFont(TTFont):
    """A TrueType font embedded as one subset with two-byte codes, one code a letter."""

    def __init__(self, name: str, file: str | BytesIO) -> None:
        super().__init__(name, file, shapable=False)
        # A font may map a letter to glyph 0, the box of letters that it does not have.
        self.face.charToGlyph = {letter: glyph for letter, glyph in self.face.charToGlyph.items() if glyph}
        self._documents: WeakKeyDictionary[PDFDocument, _Codes] = WeakKeyDictionary()

    def has(self, letter: str) -> bool:
        """Return whether the font draws this letter."""
        return ord(letter) in self.face.charToGlyph

    def has_all(self, text: str) -> bool:
        """Return whether the font draws all letters of a text."""
        return self.face.charToGlyph.keys() >= set(map(ord, text))

    def width(self, letter: str) -> float:
        """Return the width of a letter in thousandths of the type size."""
        if is_invisible(letter):
            return 0
        return self.face.charWidths.get(ord(letter), MISSING_WIDTH)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - reportlab's name
        """Return the width of `text` in points."""
        return sum(map(self.width, text)) * size / 1000

    def splitString(  # noqa: N802 - reportlab's name
        self, text: str, doc: PDFDocument, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Return the codes of `text`: all in the one subset, 0."""
        return [(0, self._codes(doc).encode(text))]

    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str:  # noqa: N802 - reportlab's name
        """Return the name of the font on the pages; the font is written when the document is saved."""
        codes = self._codes(doc)
        if not codes.name:
            codes.name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + codes.name
            doc.delayedFonts.append(self)
        return "/" + codes.name

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - reportlab's name
        """Write the font: the subset, its widths, and which text each code stands for."""
        codes = self._codes(doc)
        letters = list(codes.of)
        name = f"{_tag(letters)}+{self.face.name.decode()}"
        with _READING:
            descriptor = self.face.addSubsetObjects(doc, name, self._drawn(letters))
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(name),
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": f"[1 [{' '.join(str(round(self.width(chr(letter)))) for letter in letters)}]]",
                "CIDToGIDMap": _stream(doc, "glyphs " + name, self._glyph_map(letters)),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(name),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([doc.Reference(descendant, "descendant " + name)]),
                "ToUnicode": _stream(doc, "text " + name, to_unicode(letters)),
            }
        )
        doc.idToObject["BasicFonts"].dict[codes.name] = doc.Reference(font, "font " + name)

    def _codes(self, doc: PDFDocument) -> _Codes:
        return self._documents.setdefault(doc, _Codes())

    def _drawn(self, letters: list[int]) -> list[int]:
        """Return what is drawn for each letter: itself, or a space where it only accompanies another letter."""
        return [_SPACE if is_invisible(chr(letter)) else letter for letter in letters]

    def _glyph_map(self, letters: list[int]) -> bytes:
        """Return the glyph of each code; the subset numbers glyphs in the order in which letters first need them."""
        numbers: dict[int, int] = {0: 0}
        drawn = (self.face.charToGlyph.get(letter, 0) for letter in self._drawn(letters))
        glyphs = [numbers.setdefault(glyph, len(numbers)) for glyph in drawn]
        return pack(f">{len(glyphs) + 1}H", 0, *glyphs)


def to_unicode(letters: list[int]) -> bytes:
    """Return the ToUnicode CMap of codes 1… that stand for `letters` (Unicode code points)."""
    entries = [f"<{code:04X}> <{_utf16(letter)}>" for code, letter in enumerate(letters, 1)]
    blocks = [entries[start : start + _FULL_BLOCK] for start in range(0, len(entries), _FULL_BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _utf16(letter: int) -> str:
    return chr(letter).encode("utf-16-be").hex().upper()


def _tag(letters: list[int]) -> str:
    """Return the six capitals that tell one subset of a font from another."""
    number = sum(position * letter for position, letter in enumerate(letters, 1))
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _stream(doc: PDFDocument, name: str, content: bytes) -> PDFObjectReference:
    stream = PDFStream(content=content, filters=[PDFZCompress] if doc.compression else None)
    return doc.Reference(stream, name)


def font(name: str) -> EmbeddedFont:
    """Return a shipped font, or a bureau's own that was taken before. Raises DataMissing."""
    return _TAKEN[name] if name in _TAKEN else _shipped(name)


@cache
def _shipped(name: str) -> EmbeddedFont:
    """Return a shipped font, read once (about 0.1 s) and registered with reportlab."""
    made = EmbeddedFont(name, str(data_directory("resources") / "fonts" / FILES[name]))
    pdfmetrics.registerFont(made)
    return made


_TAKEN: dict[str, EmbeddedFont] = {}
"""The bureau's own fonts by SHA-256, as long as the program runs: a handful."""


def take(data: bytes) -> str:
    """Make a bureau's own font ready to be drawn, once; return the name that a layout gives it: its SHA-256.

    `typefaces.check` says beforehand whether it can be.
    """
    name = sha256_hex(data)
    if name not in _TAKEN:
        made = EmbeddedFont(name, BytesIO(data))
        pdfmetrics.registerFont(made)
        _TAKEN[name] = made
    return name


def is_taken(name: str) -> bool:
    """Return whether a font can be drawn: a shipped one, or one that was taken."""
    return name in SHIPPED or name in _TAKEN


def is_known(name: str) -> bool:
    """Return whether a layout may name this font: a shipped one by its name, one of the bureau's by its SHA-256."""
    return name in SHIPPED or is_own(name)


def is_own(name: str) -> bool:
    """Return whether this is the SHA-256 by which a layout names a font of the bureau's own."""
    return re.fullmatch("[0-9a-f]{64}", name) is not None


def load() -> None:
    """Read the fonts that every document needs; the third is read once a letter asks for it. Raises DataMissing."""
    for name in (SERIF, BOLD):
        font(name)


@cache
def is_invisible(letter: str) -> bool:
    """Return whether a letter only accompanies others (joiners, variation selectors): no width, nothing drawn."""
    point = ord(letter)
    selector = 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
    return selector or unicodedata.category(letter) == "Cf"


@lru_cache(maxsize=1 << 16)
def face_of(letter: str, wanted: str) -> tuple[str, bool]:
    """Return the font that draws a letter, and whether none has it: the wanted one first, then its fallbacks."""
    if is_invisible(letter):
        return wanted if font(wanted).has(" ") else SERIF, False
    for name in FALLBACKS.get(wanted, (wanted, SERIF, SANS)):
        if font(name).has(letter):
            return name, False
    return wanted, True


@lru_cache(maxsize=1 << 16)
def letter_width(letter: str, wanted: str) -> float:
    """Return the width of a letter in thousandths of the type size, in whichever font draws it."""
    name, missing = face_of(letter, wanted)
    return MISSING_WIDTH if missing else font(name).width(letter)


def text_width(text: str, wanted: str, size: float) -> float:
    """Return the width of `text` in points."""
    return sum(letter_width(letter, wanted) for letter in text) * size / 1000


def runs(text: str, wanted: str) -> list[Run]:
    """Return `text` in pieces that one font draws, each letter without a font in a piece of its own."""
    if font(wanted).has_all(text):
        return [Run(wanted, text, False)]
    found: list[Run] = []
    for (name, missing), letters in groupby(text, key=lambda letter: face_of(letter, wanted)):
        joined = "".join(letters)
        found += [Run(name, letter, True) for letter in joined] if missing else [Run(name, joined, False)]
    return found


def printable(text: str) -> str:
    """Return `text` as it can be drawn: tabs and other controls as spaces, line ends as one newline.

    A lone surrogate is no letter and becomes U+FFFD.
    """
    if text.isprintable():
        return text
    ended = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(_printable(letter) for letter in ended)


def _printable(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "�"
    return " " if category == "Cc" and letter != "\n" else letter
