"""What a reader of a PDF sees: letters without the spaces of the layout, fonts and their letters."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from
from typing import Any

from pypdf import PdfReader


def reader(pdf: bytes) -> PdfReader:
    """Return a strict reader: what is wrong in the file is an error."""
    return PdfReader(BytesIO(pdf), strict=True)


def packed(text: str) -> str:
    """Return `text` without any space."""
    return "".join(text.split())


def letters(pdf: bytes) -> str:
    """Return all letters of a document in order, without spaces."""
    return packed("".join(page.extract_text() for page in reader(pdf).pages))


def pages(pdf: bytes) -> list[str]:
    """Return the letters of each page, without spaces."""
    return [packed(page.extract_text()) for page in reader(pdf).pages]


def start_of(pdf: bytes, words: str, page: int = 0) -> tuple[float, float]:
    """Return where a piece of text begins on a page, in points from its lower left corner. Raises StopIteration."""
    found: list[tuple[float, float]] = []

    def visit(text: str, _user: Any, matrix: Any, _font: Any, _size: Any) -> None:
        if words in text:
            found.append((matrix[4], matrix[5]))

    reader(pdf).pages[page].extract_text(visitor_text=visit)
    return next(iter(found))


def lines(pdf: bytes) -> str:
    """Return the text of a document line by line, without spaces, its pages divided by a rule."""
    found = []
    for page in reader(pdf).pages:
        words = (packed(line) for line in page.extract_text().splitlines())
        found.append("\n".join(line for line in words if line))
    return "\n----\n".join(found) + "\n"


@dataclass(frozen=True)
class FontInside:
    """A font of a document: its name, the text and the glyph of each code, its own outlines."""

    name: str
    text: dict[int, str]
    glyphs: dict[int, int]
    file: bytes

    def outline(self, code: int) -> bytes:
        """Return the outline that a code draws."""
        return outline(self.file, self.glyphs[code])


def fonts(pdf: bytes) -> list[FontInside]:
    """Return the fonts of a document. Raises KeyError where one is not embedded."""
    found: dict[str, FontInside] = {}
    for page in reader(pdf).pages:
        resources: Any = page["/Resources"]
        for font in _objects(resources["/Font"]):
            made = _font(font)
            found[made.name] = made
    return list(found.values())


def _objects(dictionary: Any) -> list[Any]:
    return [value.get_object() for value in dictionary.get_object().values()]


def _font(font: Any) -> FontInside:
    descendant = font["/DescendantFonts"][0].get_object()
    mapping = descendant["/CIDToGIDMap"].get_object().get_data()
    glyphs = {code: unpack_from(">H", mapping, 2 * code)[0] for code in range(len(mapping) // 2)}
    file = descendant["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
    cmap = font["/ToUnicode"].get_object().get_data().decode("ascii")
    pairs = [line[1:-1].split("> <") for line in cmap.splitlines() if line.startswith("<") and line.count("<") == 2]
    text = {int(code, 16): bytes.fromhex(word).decode("utf-16-be") for code, word in pairs if code != "0000"}
    return FontInside(str(font["/BaseFont"]), text, glyphs, file)


def outline(file: bytes, glyph: int) -> bytes:
    """Return the outline of a glyph in a TrueType file, without padding."""
    tables = _tables(file)
    long = unpack_from(">h", file, tables["head"] + 50)[0]
    if long:
        start, end = unpack_from(">2L", file, tables["loca"] + 4 * glyph)
    else:
        start, end = (2 * half for half in unpack_from(">2H", file, tables["loca"] + 2 * glyph))
    return file[tables["glyf"] + start : tables["glyf"] + end].rstrip(b"\0")


def _tables(file: bytes) -> dict[str, int]:
    (count,) = unpack_from(">H", file, 4)
    entries = (unpack_from(">4sLLL", file, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): offset for tag, _sum, offset, _length in entries}
