"""How the pages of a document are laid out: margins, sizes, fonts, room for names and the seal, as data.

`resources/documents/common/layout.toml` holds what all documents share; the `[layout]` of a wording says what is
different in its kind. Lengths on paper are millimetres in the files and points here; type is points in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from fieldcheck.documents import files, fonts
from fieldcheck.documents.files import WordingWrong
from fieldcheck.documents.typesetting import Faces, Measure, Size
from fieldcheck.translation import _

Overrides = Mapping[str, float | str]
"""What a wording lays out differently: key of `Layout` -> value."""


class Layout(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The layout of one kind of document, as its files write it; the properties are what the drawing code takes."""

    margin_top: float
    margin_bottom: float
    margin_left: float
    margin_right: float
    font: str
    bold_font: str
    title_size: float
    title_leading: float
    number_size: float
    number_leading: float
    body_size: float
    body_leading: float
    small_size: float
    small_leading: float
    least_size: float
    least_leading: float
    continuation_size: float
    continuation_leading: float
    caption_leading: float
    many_problems: float
    header_size: float
    header_gap: float
    qr_edge: float
    qr_gap: float
    copies_gap: float
    page_gap: float
    signature_height: float
    signature_length: float
    seal_edge: float
    photo_height: float
    photo_gap: float

    @property
    def left(self) -> float:
        """The left edge of the type area in points."""
        return self.margin_left * mm

    @property
    def top(self) -> float:
        """The upper edge of the type area in points, counted from below."""
        return A4[1] - self.margin_top * mm

    @property
    def bottom(self) -> float:
        """The lower edge of the type area in points, counted from below."""
        return self.margin_bottom * mm

    @property
    def column(self) -> float:
        """The width of the type area in points."""
        return (A4_WIDTH - self.margin_left - self.margin_right) * mm

    @property
    def height(self) -> float:
        """The height of the type area in points."""
        return A4[1] - self.margin_top * mm - self.margin_bottom * mm

    @property
    def faces(self) -> Faces:
        """The fonts, by the names under which they are drawn."""
        return Faces(fonts.SHIPPED.get(self.font, self.font), fonts.SHIPPED.get(self.bold_font, self.bold_font))

    @property
    def title(self) -> Size:
        """The title (二号)."""
        return Size(self.title_size, self.title_leading)

    @property
    def number(self) -> Size:
        """The number below the title (四号)."""
        return Size(self.number_size, self.number_leading)

    @property
    def body(self) -> Size:
        """The text (四号)."""
        return Size(self.body_size, self.body_leading)

    @property
    def small(self) -> Size:
        """Fields, and the text where there are many problems (小四)."""
        return Size(self.small_size, self.small_leading)

    @property
    def least(self) -> Size:
        """Notes (五号)."""
        return Size(self.least_size, self.least_leading)

    @property
    def continuation(self) -> Size:
        """The title of a further page."""
        return Size(self.continuation_size, self.continuation_leading)

    @property
    def caption(self) -> Size:
        """The lines below a photo."""
        return Size(self.least_size, self.caption_leading)

    def measure(
        self,
        size: Size,
        width: float | None = None,
        *,
        first_indent: float = 0,
        hanging: float = 0,
        justified: bool = True,
    ) -> Measure:
        """Return how a paragraph of this size is set: as wide as the column, where no width is given."""
        wide = self.column if width is None else width
        return Measure(size, wide, first_indent, hanging, justified, self.faces)

    def indented(self, size: Size) -> Measure:
        """Return how a paragraph is set whose first line begins two letters in."""
        return self.measure(size, first_indent=2 * size.points)


A4_WIDTH = 210.0
LEAST_COLUMN = 120.0
"""Millimetres in which the line of the unit fits beside the seal."""

LEAST_EDGE = 3.0
"""Millimetres at the edge of the paper that printers leave white."""


class Limit(NamedTuple):
    """The least and the greatest value of a measure of the layout, and whether it is points of type or millimetres."""

    least: float
    greatest: float
    unit: str


def _type(least: float, greatest: float) -> Limit:
    return Limit(least, greatest, "pt")


def _paper(least: float, greatest: float) -> Limit:
    return Limit(least, greatest, "mm")


LIMITS: Mapping[str, Limit] = {
    "margin_top": _paper(10, 60),
    "margin_bottom": _paper(10, 60),
    "margin_left": _paper(10, 60),
    "margin_right": _paper(10, 60),
    "title_size": _type(14, 36),
    "title_leading": _type(16, 60),
    "number_size": _type(9, 22),
    "number_leading": _type(11, 40),
    "body_size": _type(9, 22),
    "body_leading": _type(11, 44),
    "small_size": _type(9, 22),
    "small_leading": _type(11, 44),
    "least_size": _type(7.5, 16),
    "least_leading": _type(9, 32),
    "continuation_size": _type(9, 30),
    "continuation_leading": _type(11, 50),
    "caption_leading": _type(9, 32),
    "many_problems": Limit(1, 1000, ""),
    "header_size": _type(9, 22),
    "header_gap": _paper(2, 20),
    "qr_edge": _paper(15, 30),
    "qr_gap": _paper(1, 20),
    "copies_gap": _paper(4, 30),
    "page_gap": _paper(4, 40),
    "signature_height": _type(20, 60),
    "signature_length": _type(60, 200),
    "seal_edge": _paper(45, 60),
    "photo_height": _paper(30, 100),
    "photo_gap": _paper(2, 20),
}
"""How far each measure may go."""

LINES = ("title", "number", "body", "small", "least", "continuation")
"""Sizes whose lines must not run into each other."""


@cache
def default() -> Layout:
    """Return what all documents share. Raises WordingWrong, DataMissing."""
    return files.read("common", "layout.toml", Layout)


def completed(overrides: Overrides) -> Layout:
    """Return the layout of a kind: what all share, and what is different in it. Raises WordingWrong, DataMissing."""
    return _completed(tuple(sorted(overrides.items())))


@lru_cache(maxsize=64)
def _completed(overrides: tuple[tuple[str, float | str], ...]) -> Layout:
    reasons = list(problems(dict(overrides)))
    if reasons:
        raise WordingWrong(path="layout", reason=" ".join(reasons))
    return msgspec.structs.replace(default(), **dict(overrides))


def problems(overrides: Overrides) -> Iterator[str]:
    """Yield what is wrong in a layout: which key, why, what to write."""
    wrong = [*_keys_wrong(overrides)]
    yield from wrong
    if not wrong:
        yield from _together_wrong(msgspec.structs.replace(default(), **overrides))


def _keys_wrong(overrides: Overrides) -> Iterator[str]:
    for key, value in overrides.items():
        if key in ("font", "bold_font"):
            if not isinstance(value, str) or not fonts.is_known(value):
                yield _('{key}: no font is called "{value}"; write {names}, or the SHA-256 of a font taken in.').format(
                    key=key, value=value, names=", ".join(fonts.SHIPPED)
                )
        elif key not in LIMITS:
            yield _("{key}: the layout has no such measure; leave it out.").format(key=key)
        elif isinstance(value, str) or not LIMITS[key].least <= value <= LIMITS[key].greatest:
            yield _outside(key, value, LIMITS[key])


def _outside(key: str, value: float | str, limit: Limit) -> str:
    told = value if isinstance(value, str) else f"{value:g}"
    return _("{key}: {value} will not do; write a number {range}.").format(key=key, value=told, range=range_text(limit))


def range_text(limit: Limit) -> str:
    """Return from where to where a measure may go: from 10 to 60 mm."""
    words = _("from {least} to {greatest}").format(least=f"{limit.least:g}", greatest=f"{limit.greatest:g}")
    return f"{words} {limit.unit}".strip()


def _together_wrong(layout: Layout) -> Iterator[str]:
    """Yield what each measure allows, and all together do not."""
    for name in LINES:
        size, leading = getattr(layout, f"{name}_size"), getattr(layout, f"{name}_leading")
        if leading < size * 1.1:
            yield _("{key}: lines of {size} pt would touch each other; write {least} or more.").format(
                key=f"{name}_leading", size=f"{size:g}", least=f"{size * 1.1:.1f}"
            )
    if layout.column < LEAST_COLUMN * mm - 0.01:
        yield _(
            "margin_left, margin_right: the text is too narrow; together they may be {most} mm at the most."
        ).format(most=f"{A4_WIDTH - LEAST_COLUMN:g}")
    above = layout.qr_edge + layout.qr_gap + LEAST_EDGE
    if layout.margin_top < above:
        yield _("margin_top: the QR code needs {least} mm above the text.").format(least=f"{above:g}")
    if layout.margin_bottom < (below := max(layout.page_gap, layout.copies_gap) + LEAST_EDGE):
        yield _("margin_bottom: the lines in the foot need {least} mm below the text.").format(least=f"{below:g}")
