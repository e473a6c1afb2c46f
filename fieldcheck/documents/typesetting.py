"""Text into lines, by the rules of Chinese setting: what may not begin a line, or end one, and what holds together.

Lengths are points. Nothing here draws; `drawing` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fieldcheck.documents import fonts

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕〗〞”’…—～％℃·,.;:?!)]}%°‰′″々ー")
"""避头: these follow what stands before them on its line."""

NOT_AT_END = frozenset("（《〈「『【〔〖〝“‘([{￥$№")
"""避尾: these go with what stands after them."""

WORD_SIGNS = frozenset("-_./:@#&+=%~'*\\,")
"""Signs that hold a number or a Latin word together, between two of its letters."""


@dataclass(frozen=True, slots=True)
class Style:
    """Font and type size of letters."""

    font: str
    size: float


@dataclass(frozen=True, slots=True)
class Text:
    """Letters of one style, `underlined` where they fill a blank of the form."""

    text: str
    bold: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank to be filled by hand: an underlined run, `letters` type sizes wide."""

    letters: float


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A square of one letter's width, ticked or empty."""

    ticked: bool


Inline = Text | Blank | CheckBox


class Unit(NamedTuple):
    """The smallest thing on a line: a letter with its style, a blank or a box, and its width in points."""

    content: str | Blank | CheckBox
    style: Style
    underlined: bool
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A set line: its units, how far it starts from the left edge, and what is added after each unit to fill it."""

    units: tuple[Unit, ...]
    indent: float
    spread: float


@dataclass(frozen=True, slots=True)
class Measure:
    """How a paragraph is set: type size, width of the column, indents (`hanging` for all lines but the first)."""

    size: float
    width: float
    first_indent: float = 0
    hanging: float = 0
    justified: bool = True


def set_paragraph(inlines: Iterable[Inline], measure: Measure) -> list[Line]:
    """Return a paragraph as lines; a newline in a text ends a line, and what follows starts like a new paragraph.

    No line is wider than the column, unless one single unit is; nothing is left out. An empty text is one empty line.
    """
    lines: list[Line] = []
    for part in _parts(_units(inlines, measure.size)):
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


def _units(inlines: Iterable[Inline], size: float) -> Iterator[Unit]:
    for inline in inlines:
        if isinstance(inline, Text):
            style = Style(fonts.BOLD if inline.bold else fonts.SERIF, size)
            for letter in fonts.printable(inline.text):
                width = 0.0 if letter == "\n" else fonts.letter_width(letter, style.font) * size / 1000
                yield Unit(letter, style, inline.underlined, width)
        else:
            letters = inline.letters if isinstance(inline, Blank) else 1.0
            yield Unit(inline, Style(fonts.SERIF, size), False, letters * size)


def _set_part(units: Sequence[Unit], measure: Measure) -> list[Line]:
    lines: list[Line] = []
    indent, current = measure.first_indent, list[Unit]()
    for group in _fitting(_groups(units), measure):
        if current and _width([*current, *group]) > measure.width - indent:
            lines.append(_filled(current, indent, measure))
            indent, current = measure.hanging, []
        current += group
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
    before, after = group[-1].content, unit.content
    if not isinstance(before, str) or not isinstance(after, str):
        return isinstance(after, str) and after in NOT_AT_START
    if after in NOT_AT_START or before in NOT_AT_END or after == " " or fonts.is_invisible(after):
        return True
    if _in_word(before):
        return _in_word(after) or after in WORD_SIGNS
    return before in WORD_SIGNS and _in_word(after) and len(group) > 1 and _before_signs_is_word(group)


def _before_signs_is_word(group: Sequence[Unit]) -> bool:
    for unit in reversed(group):
        if unit.content not in WORD_SIGNS:
            return isinstance(unit.content, str) and _in_word(unit.content)
    return False


def _in_word(letter: str) -> bool:
    """Return whether a letter belongs to a number or a Latin, Greek or Cyrillic word."""
    return letter.isalnum() and ord(letter) < 0x0590


def _filled(units: list[Unit], indent: float, measure: Measure) -> Line:
    """Return a line that another follows: spread to the right edge, unless it would gape."""
    gap = measure.width - indent - _width(units)
    count = sum(1 for unit in units if unit.width) - 1
    spread = gap / count if measure.justified and count > 0 else 0.0
    return Line(tuple(units), indent, spread if 0 <= spread <= measure.size / 4 else 0)
