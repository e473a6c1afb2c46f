"""A ruled table as rows: each entry stays on one page where a page has room for it. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing
from fieldcheck.documents.flow import Row, baseline
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.typesetting import Line, Text, set_paragraph

PADDING = 4.0


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is set: the widths of its columns; its letters are the small ones of the layout."""

    layout: Layout
    widths: Sequence[float]

    def head(self, names: Sequence[str]) -> list[Row]:
        """Return the row of names, in bold letters; it stays with the entry that follows."""
        return self._entry([self._set(name, width, bold=True) for name, width in self._columns(names)], keep=True)

    def entry(self, texts: Sequence[str]) -> list[Row]:
        """Return one entry; a text that is longer than its column is wide goes on to further lines."""
        return self._entry([self._set(text, width, bold=False) for text, width in self._columns(texts)], keep=False)

    def _columns(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        return list(zip(texts, self.widths, strict=True))

    def _set(self, text: str, width: float, *, bold: bool) -> list[Line]:
        measure = self.layout.measure(self.layout.small, width - 2 * PADDING, justified=False)
        return set_paragraph([Text(text, bold=bold)], measure)

    def _entry(self, cells: Sequence[Sequence[Line]], *, keep: bool) -> list[Row]:
        depth = max(len(lines) for lines in cells)
        return [self._row(cells, index, last=index == depth - 1, keep=keep) for index in range(depth)]

    def _row(self, cells: Sequence[Sequence[Line]], index: int, *, last: bool, keep: bool) -> Row:
        """Return one line of an entry: the first draws the rule above, the last the rule below."""
        edges, size = [0.0, *accumulate(self.widths)], self.layout.small

        def ink(canvas: Canvas, x: float, top: float) -> None:
            canvas.setLineWidth(drawing.RULE_WIDTH)
            for edge in edges:
                canvas.line(x + edge, top, x + edge, top - size.leading)
            if index == 0:
                drawing.rule(canvas, x, x + edges[-1], top)
            if last:
                drawing.rule(canvas, x, x + edges[-1], top - size.leading)
            for lines, edge in zip(cells, edges, strict=False):
                if index < len(lines):
                    drawing.line(canvas, x + edge + PADDING, top - baseline(size), lines[index])

        return Row(size.leading, ink, keep=keep or not last)
