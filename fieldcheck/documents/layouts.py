"""How the pages of a document are laid out: margins, sizes, fonts, room for names and the seal, as data.

`resources/documents/common/layout.toml` holds what all documents share; the `[layout]` of a wording says what is
different in its kind. Lengths on paper are millimetres in the files and points here; type is points in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from fieldcheck.documents import files, fonts, rules
from fieldcheck.documents.files import WordingWrong
from fieldcheck.documents.rules import LIMITS, Wrong
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

SIGNERS, LEAST_LINES = 5, 4
"""Officers and the unit that sign a page; lines of text that it has room for beside them."""

LEAST_EDGE = 3.0
"""Millimetres at the edge of the paper that printers leave white."""


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
    wrong = list(problems(dict(overrides)))
    if wrong:
        raise WordingWrong(path="layout", reason=files.reason(wrong))
    return msgspec.structs.replace(default(), **dict(overrides))


def problems(overrides: Overrides) -> Iterator[Wrong]:
    """Yield what is wrong in a layout: which key, why, what to write."""
    wrong = [*_keys_wrong(overrides)]
    yield from wrong
    if not wrong:
        yield from _together_wrong(msgspec.structs.replace(default(), **overrides))


def _keys_wrong(overrides: Overrides) -> Iterator[Wrong]:
    for key, value in overrides.items():
        if key in rules.FONTS:
            if not isinstance(value, str) or not fonts.is_known(value):
                told = _('no font is called "{value}"; write {names}, or the SHA-256 of a font taken in.')
                yield Wrong(key, told.format(value=value, names=", ".join(fonts.SHIPPED)))
        elif key not in LIMITS:
            yield Wrong(key, _("the layout has no such measure; leave it out."))
        elif isinstance(value, str) or not LIMITS[key].least <= value <= LIMITS[key].greatest:
            told = _("{value} will not do; write a number {range}.")
            written = value if isinstance(value, str) else f"{value:g}"
            yield Wrong(key, told.format(value=written, range=rules.range_text(LIMITS[key])))


def _needed(layout: Layout) -> float:
    """Return the points that a page must have: a title of two lines, some text, who signs at the most, the seal."""
    above = 2 * layout.title_leading + layout.number_leading
    signing = SIGNERS * (layout.signature_height + layout.least_leading)
    return above + LEAST_LINES * layout.body_leading + signing + layout.seal_edge * mm


def _together_wrong(layout: Layout) -> Iterator[Wrong]:
    """Yield what each measure allows, and all together do not."""
    for name in LINES:
        size, leading = getattr(layout, f"{name}_size"), getattr(layout, f"{name}_leading")
        if leading < size * 1.1:
            told = _("lines of {size} pt would touch each other; write {least} or more.")
            yield Wrong(f"{name}_leading", told.format(size=f"{size:g}", least=f"{size * 1.1:.1f}"))
    if layout.height < _needed(layout):
        told = _("a page that four officers sign has no room for its text; make margins, lines or the seal smaller.")
        yield Wrong("signature_height", told)
    apart = layout.least_size * 1.1 / mm
    if abs(layout.page_gap - layout.copies_gap) < apart:
        told = _("it would touch the line on the copies; set both {least} mm apart.")
        yield Wrong("page_gap", told.format(least=f"{apart:.1f}"))
    if layout.column < LEAST_COLUMN * mm - 0.01:
        told = _("the text is too narrow; both margins together may be {most} mm at the most.")
        yield Wrong("margin_right", told.format(most=f"{A4_WIDTH - LEAST_COLUMN:g}"))
    above = layout.qr_edge + layout.qr_gap + LEAST_EDGE
    if layout.margin_top < above:
        yield Wrong("margin_top", _("the QR code needs {least} mm above the text.").format(least=f"{above:g}"))
    below = max(layout.page_gap, layout.copies_gap) + LEAST_EDGE
    if layout.margin_bottom < below:
        told = _("the lines in the foot need {least} mm below the text.")
        yield Wrong("margin_bottom", told.format(least=f"{below:g}"))
