"""Text into lines, by the rules of Chinese setting: what may not begin a line, or end one, and what holds together.

Lengths are points. Nothing here draws; `drawing` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from fieldcheck.documents import fonts

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕〗〞”’…—～％℃·,.;:?!)]}%°‰′″々ー")
"""避头: these follow what stands before them on its line."""

NOT_AT_END = frozenset("（《〈「『【〔〖〝“‘([{￥$№")
"""避尾: these go with what stands after them."""

WORD_SIGNS = frozenset("-_./:@#&+=%~'*\\,")
"""Signs that hold a number or a Latin word together, between two of its letters."""

_BEYOND_WORDS = 0x590
"""Below it lie the letters of Latin, Greek and Cyrillic words."""


class Size(NamedTuple):
    """A size of type and the distance from line to line, in points."""

    points: float
    leading: float


class Faces(NamedTuple):
    """The fonts of a text, and of what is bold in it."""

    regular: str
    bold: str


SHIPPED_FACES = Faces(fonts.SERIF, fonts.BOLD)


class Style(NamedTuple):
    """Font and type size of letters."""

    font: str
    size: float


@dataclass(frozen=True, slots=True)
class Text:
    """Letters of one style."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank to be filled by hand: an underlined run, `letters` type sizes wide."""

    letters: float


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A square of one letter's width, ticked or empty."""

    ticked: bool


Inline = Text | Blank | CheckBox


HOLDS_BEFORE, HOLDS_AFTER, IN_WORD, WORD_SIGN = 1, 2, 4, 8
"""How a letter holds to its neighbours, as bits: nothing parts it from the letter before or after it; it is part of a
number or a Latin word; it holds a word together. (An IntFlag would say it better, and took a third of the setting.)
"""


class Unit(NamedTuple):
    """The smallest thing on a line: a letter with its style, a blank or a box; its width in points, how it holds."""

    content: str | Blank | CheckBox
    style: Style
    width: float
    bond: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A set line: its units, how far it starts from the left edge, and what is added after each unit to fill it."""

    units: tuple[Unit, ...]
    indent: float
    spread: float


@dataclass(frozen=True, slots=True)
class Measure:
    """How a paragraph is set: type size, width of the column, indents (`hanging` for all lines but the first)."""

    size: Size
    width: float
    first_indent: float = 0
    hanging: float = 0
    justified: bool = True
    faces: Faces = SHIPPED_FACES


def set_paragraph(inlines: Iterable[Inline], measure: Measure) -> list[Line]:
    """Return a paragraph as lines; a newline in a text ends a line, and what follows starts like a new paragraph.

    No line is wider than the column, unless one single unit is; nothing is left out. An empty text is one empty line.
    """
    lines: list[Line] = []
    for part in _parts(_units(inlines, measure.size.points, measure.faces)):
        lines += _set_part(part, measure)
    return lines


def _parts(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    part: list[Unit] = []
    for unit in units:
        if unit.content == "\n":
            yield part
            part = []
        else:
            part.append(unit)
    yield part


def _units(inlines: Iterable[Inline], size: float, faces: Faces) -> Iterator[Unit]:
    for inline in inlines:
        if isinstance(inline, Text):
            known = _letters(Style(faces.bold if inline.bold else faces.regular, size))
            yield from map(known.__getitem__, fonts.printable(inline.text))
        else:
            letters = inline.letters if isinstance(inline, Blank) else 1.0
            yield Unit(inline, Style(faces.regular, size), letters * size)


class _Letters(dict[str, Unit]):
    """The letters of one style as units, made when first asked for."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, letter: str) -> Unit:
        width = 0.0 if letter == "\n" else fonts.letter_width(letter, self._style.font) * self._style.size / 1000
        return self.setdefault(letter, Unit(letter, self._style, width, _bond(letter)))


@cache
def _letters(style: Style) -> _Letters:
    return _Letters(style)


def _bond(letter: str) -> int:
    bond = 0
    if letter in NOT_AT_START or letter == " " or fonts.is_invisible(letter):
        bond |= HOLDS_BEFORE
    if letter in NOT_AT_END:
        bond |= HOLDS_AFTER
    if letter.isalnum() and ord(letter) < _BEYOND_WORDS:
        bond |= IN_WORD
    if letter in WORD_SIGNS:
        bond |= WORD_SIGN
    return bond


def _set_part(units: Sequence[Unit], measure: Measure) -> list[Line]:
    lines: list[Line] = []
    indent, current, used = measure.first_indent, list[Unit](), 0.0
    for group in _fitting(_groups(units), measure):
        if current and used + _width(group) > measure.width - indent:
            lines.append(_filled(current, indent, measure))
            indent, current, used = measure.hanging, [], 0.0
        current += group
        for unit in group:
            used += unit.width
    return [*lines, Line(tuple(current), indent, 0)]


def _fitting(groups: Iterable[list[Unit]], measure: Measure) -> Iterator[list[Unit]]:
    """Return the groups, those that no line could hold cut into single units."""
    room = measure.width - max(measure.first_indent, measure.hanging)
    for group in groups:
        if _width(group) <= room:
            yield group
        else:
            yield from ([unit] for unit in group)


def _width(units: Sequence[Unit]) -> float:
    """Return the width without the spaces at the end, which may stand beyond the edge."""
    if len(units) == 1:
        return 0 if units[0].content == " " else units[0].width
    end = len(units)
    while end and units[end - 1].content == " ":
        end -= 1
    return sum(unit.width for unit in units[:end])


def _groups(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Return what no line end may cut."""
    group: list[Unit] = []
    for unit in units:
        if group and not _holds(group, unit):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _holds(group: Sequence[Unit], unit: Unit) -> bool:
    before, after = group[-1].bond, unit.bond
    if after & HOLDS_BEFORE or before & HOLDS_AFTER:
        return True
    if before & IN_WORD:
        return bool(after & (IN_WORD | WORD_SIGN))
    return bool(before & WORD_SIGN and after & IN_WORD) and _is_word_before_signs(group)


def _is_word_before_signs(group: Sequence[Unit]) -> bool:
    found = next((unit for unit in reversed(group) if not unit.bond & WORD_SIGN), None)
    return found is not None and bool(found.bond & IN_WORD)


def _filled(units: list[Unit], indent: float, measure: Measure) -> Line:
    """Return a line that another follows: spread to the right edge, unless it would gape."""
    gap = measure.width - indent - _width(units)
    count = sum(1 for unit in units if unit.width) - 1
    spread = gap / count if measure.justified and count > 0 else 0.0
    return Line(tuple(units), indent, spread if 0 <= spread <= measure.size.points / 4 else 0)
