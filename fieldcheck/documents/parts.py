"""Parts that the documents share: the heading, rows of fields, signature lines, the place of the seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, fonts, texts
from fieldcheck.documents.flow import InkLine, Row, baseline, draw, height, ink_lines, paragraph, space, together
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.texts import chinese_date, fill, moment
from fieldcheck.documents.typesetting import Blank, CheckBox, Inline, Line, Measure, Size, Style, Text, set_paragraph
from fieldcheck.model.document import WITHOUT_NUMBER, DocumentContent, OfficerLine, PersonLine
from fieldcheck.model.strokes import SignedAs
from fieldcheck.model.values import VisitKind

BESIDE, BESIDE_GAP = 0.62, 6.0
"""What stands beside the seal: its part of the column at the most, and the points that part it from the bureau."""

OFFICERS = 2
"""Officer lines that are printed at the least."""

SIGNING_EVERY_PAGE = 4
"""Officers whose lines stand at the foot of every page; further ones sign below the text."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label of the form and what fills it: an empty value is a blank to be filled by hand."""

    label: str
    value: str | Sequence[Inline]
    least: float = 60.0


def body_size(layout: Layout, content: DocumentContent) -> Size:
    """Return the type size of the body: 四号, or 小四 where there are many problems."""
    return layout.small if len(content.problems) > layout.many_problems else layout.body


def is_enforcement(content: DocumentContent) -> bool:
    """Return whether the visit is an act of enforcement: only then documents bear the head of such acts (P12)."""
    return content.visit_kind in (VisitKind.ENFORCEMENT, VisitKind.RECHECK)


def number_line(content: DocumentContent, series: str) -> list[Inline]:
    """Return the number as it is printed: of a draft with blanks, of a document whose number comes later 待编号.

    Nothing for a kind that has none.
    """
    if content.kind in WITHOUT_NUMBER:
        return []
    if content.number is not None:
        return [Text(str(content.number))]
    if content.draft:
        return [Text(f"（　　）{series}〔　　　　〕　　号")]
    return [Text(texts.common().number_pending)]


def number_text(content: DocumentContent) -> str:
    """Return the number for the QR code and the properties of the file; empty for a kind that has none."""
    if content.kind in WITHOUT_NUMBER and not content.draft:
        return ""
    common = texts.common()
    if content.number is not None:
        return str(content.number)
    return common.draft if content.draft else common.number_pending


def heading(layout: Layout, title: str, number: Sequence[Inline], supersedes: str) -> list[Row]:
    """Return the title in 二号 with the number below it, and which document this one replaces."""
    named = centred_rows(layout, [Text(title, bold=True)], layout.title)
    rows = [*named, space(4), *_number_rows(layout, number, layout.number)]
    if supersedes:
        note = texts.common().supersedes.format(number=supersedes)
        rows += centred_rows(layout, [Text(note)], layout.small)
    return [*rows, space(6)]


def continuation_heading(layout: Layout, title: str, number: Sequence[Inline]) -> list[Row]:
    """Return the heading of a further page: the same title and number."""
    name = title + texts.common().continuation
    named = centred_rows(layout, [Text(name, bold=True)], layout.continuation)
    return [*named, *_number_rows(layout, number, layout.small), space(6)]


def _number_rows(layout: Layout, number: Sequence[Inline], size: Size) -> list[Row]:
    return centred_rows(layout, number, size) if number else []


def centred_rows(layout: Layout, inlines: Sequence[Inline], size: Size) -> list[Row]:
    """Return centred lines."""
    measure = layout.measure(size, justified=False)
    return [_centred(line, measure) for line in set_paragraph(inlines, measure)]


def _centred(line: Line, measure: Measure) -> Row:
    width = _line_width(line)

    def ink(canvas: Canvas, x: float, top: float) -> None:
        drawing.line(canvas, x + (measure.width - width) / 2, top - baseline(measure.size), line)

    return Row(measure.size.leading, ink, keep=True)


def field_rows(layout: Layout, fields: Sequence[Field], size: Size) -> list[Row]:
    """Return fields side by side, each underlined to its end; what does not fit goes on to further rows."""
    measure = layout.measure(size, justified=False)
    rows: list[Row] = []
    waiting: list[Field] = []
    for field in fields:
        if waiting and _width([*waiting, field], measure) > measure.width:
            rows += _set_fields(waiting, measure)
            waiting = []
        waiting.append(field)
    return [*rows, *_set_fields(waiting, measure)]


def _width(fields: Sequence[Field], measure: Measure) -> float:
    return sum(_label_width(field, measure) + max(field.least, _value_width(field, measure)) for field in fields)


def _label_width(field: Field, measure: Measure) -> float:
    return fonts.text_width(field.label, measure.faces.regular, measure.size.points)


def _value_width(field: Field, measure: Measure) -> float:
    return _line_width(set_paragraph(_value(field), replace(measure, width=1e6))[0]) + measure.size.points * 0.75


def _value(field: Field) -> list[Inline]:
    return [Text(field.value)] if isinstance(field.value, str) else list(field.value)


def _set_fields(fields: Sequence[Field], measure: Measure) -> list[Row]:
    """Return the rows of fields that stand side by side: more than one row only where a single one is long."""
    spare = max(0.0, measure.width - _width(fields, measure)) / len(fields)
    rows: list[list[Row]] = []
    left = 0.0
    for field in fields:
        label = _label_width(field, measure)
        room = min(measure.width - label, max(field.least, _value_width(field, measure)) + spare)
        rows.append(_field(field, left, label, room, measure))
        left += label + room
    depth = max(len(column) for column in rows)
    leading = measure.size.leading
    return [_beside([column[index] for column in rows if index < len(column)], leading) for index in range(depth)]


def _field(field: Field, left: float, label: float, room: float, measure: Measure) -> list[Row]:
    size = measure.size.points
    lines = set_paragraph(_value(field), replace(measure, width=room - size / 2))
    drop = baseline(measure.size)

    def row(index: int) -> Row:
        def ink(canvas: Canvas, x: float, top: float) -> None:
            y, start = top - drop, x + left
            if index == 0:
                drawing.text(canvas, start, y, field.label, Style(measure.faces.regular, size))
            drawing.line(canvas, start + label + size / 4, y, lines[index])
            drawing.rule(canvas, start + label, start + label + room - 2, y - drawing.UNDERLINE_DEPTH)

        return Row(measure.size.leading, ink)

    return [row(index) for index in range(len(lines))]


def _beside(rows: Sequence[Row], leading: float) -> Row:
    def ink(canvas: Canvas, x: float, top: float) -> None:
        for row in rows:
            row.draw(canvas, x, top)

    return Row(leading, ink)


def principal_fields(labels: tuple[str, str, str], person: PersonLine) -> list[Field]:
    """Return name, post and phone of a person under the form's labels, as one row where they fit."""
    name, post, phone = labels
    return [Field(name, person.name, 50), Field(post, person.post, 50), Field(phone, person.phone, 80)]


def period(content: DocumentContent) -> list[Inline]:
    """Return when the visit began and ended; blanks for an end that is not known."""
    common = texts.common()
    started, ended = content.started_at, content.ended_at
    begun: list[Inline] = [Text(moment(started) + common.to)]
    if ended is None:
        time = fill(common.time, hour=Blank(2), minute=Blank(2))
        return [*begun, Blank(2), Text("月"), Blank(2), Text("日"), *time]
    short = moment(ended).removeprefix(f"{started.year}年")
    return [*begun, Text(short)]


def officers_named(content: DocumentContent) -> str:
    """Return the officers with their certificate numbers."""
    return "、".join(f"{o.name}（{o.certificate_number}）" for o in content.officers if o.name)


def letter_rows(
    layout: Layout,
    content: DocumentContent,
    addressee: Sequence[Inline],
    sentences: Sequence[Sequence[Inline]],
    closing: Sequence[Sequence[Inline]],
) -> list[Row]:
    """Return the body of a letter: whom it is for, a paragraph a sentence; the closing sentences stay on one page.

    A sentence that ends in a colon stays with the one that it announces.
    """
    size = body_size(layout, content)
    indented = layout.indented(size)
    rows = paragraph(addressee, layout.measure(size))
    for sentence in sentences:
        rows += paragraph(sentence, indented, keep=announces(sentence))
    return [*rows, *together([row for one in closing for row in paragraph(one, indented)])]


def announces(sentence: Sequence[Inline]) -> bool:
    """Return whether a sentence ends in a colon: what it announces follows on the same page."""
    last = sentence[-1]
    return isinstance(last, Text) and last.text.endswith("：")


def signature_row(
    layout: Layout,
    label: str,
    after: Sequence[Inline] = (),
    *,
    signed_as: SignedAs = SignedAs.UNIT,
    name: str = "",
    width: float | None = None,
) -> list[Row]:
    """Return a line to sign on, with what is printed behind it; on two lines where one would be too short to sign.

    `signed_as` and `name` say whose line it is, where that is known.
    """
    style = Style(layout.faces.regular, layout.small.points)
    start = fonts.text_width(label, *style)
    measure = layout.measure(layout.least, width, justified=False)
    wide = measure.width
    lines = set_paragraph(after, measure)
    behind = _line_width(lines[0])
    fits = len(lines) == 1 and wide - start - behind >= layout.signature_length
    end = wide - behind - (measure.size.points / 2 if behind else 0) if fits else wide

    def ink(canvas: Canvas, x: float, top: float) -> None:
        y = top - signature_drop(layout)
        drawing.text(canvas, x, y, label, style)
        drawing.rule(canvas, x + start, x + end, y - drawing.UNDERLINE_DEPTH)
        if fits:
            drawing.line(canvas, x + wide - behind, y, lines[0])

    row = Row(layout.signature_height, ink, ink=(InkLine(signed_as, name, 0, layout.signature_height),))
    return [row] if fits else [row, *paragraph(after, measure)]


def signature_drop(layout: Layout) -> float:
    """Return how far the baseline lies below the upper edge of a line to sign."""
    return layout.signature_height * 0.75


def _line_width(line: Line) -> float:
    return sum(unit.width for unit in line.units)


def officer_rows(layout: Layout, label: str, certificate: str, officers: Sequence[OfficerLine]) -> list[Row]:
    """Return a line to sign, with the certificate number, for each of the officers that sign every page.

    Two lines are printed at the least: an officer who is not known yet fills them by hand.
    """
    missing = [OfficerLine("", "")] * (OFFICERS - len(officers))
    return _officer_rows(layout, label, certificate, [*officers[:SIGNING_EVERY_PAGE], *missing])


def further_officer_rows(layout: Layout, label: str, certificate: str, officers: Sequence[OfficerLine]) -> list[Row]:
    """Return the lines of the officers that no foot of a page has room for: they follow the body."""
    further = officers[SIGNING_EVERY_PAGE:]
    return [space(8), *_officer_rows(layout, label, certificate, further)] if further else []


def _officer_rows(layout: Layout, label: str, certificate: str, officers: Sequence[OfficerLine]) -> list[Row]:
    rows: list[Row] = []
    for officer in officers:
        behind = [Text(certificate), *_certificate(officer)]
        rows += signature_row(layout, label, behind, signed_as=SignedAs.OFFICER, name=officer.name)
    return rows


def _certificate(officer: OfficerLine) -> list[Inline]:
    number: Inline = Text(officer.certificate_number) if officer.certificate_number else Blank(8)
    return [number, Text(f"（{officer.name}）")] if officer.name else [number]


def date_row(layout: Layout, inlines: Sequence[Inline]) -> Row:
    """Return a date at the right edge, four letters in."""
    line = set_paragraph(inlines, layout.measure(layout.small, justified=False))[0]
    left = layout.column - _line_width(line) - 4 * layout.small.points

    def ink(canvas: Canvas, x: float, top: float) -> None:
        drawing.line(canvas, x + left, top - signature_drop(layout), line)

    return Row(layout.signature_height, ink)


def seal_row(layout: Layout, content: DocumentContent, mark: str, unit_signer: str, note: str) -> Row:
    """Return the place of the seal: a free square of 45 mm at the right over the bureau's name and the date.

    At the left of it the unit signs, where it does not sign above, with a note below. No seal is drawn: it is pressed
    on paper.
    """
    size, column = layout.body, layout.column
    signing = fonts.text_width(unit_signer, layout.faces.regular, layout.small.points) + layout.signature_length
    day = set_paragraph(chinese_date(content.issued_on), layout.measure(size, justified=False))
    lines = [*_sealing(layout, content.bureau, mark, column - signing - BESIDE_GAP), *day]
    widths = [_line_width(line) for line in lines]
    room = max(layout.seal_edge * mm, *widths)
    beside = _beside_seal(layout, unit_signer, note, min(beside_seal(layout), column - room - BESIDE_GAP))
    tall = max(layout.seal_edge * mm, height(beside), size.leading * len(lines))

    def ink(canvas: Canvas, x: float, top: float) -> None:
        draw(canvas, x, top, beside)
        y = top - tall / 2 + size.leading * (len(lines) - 1) / 2 - size.points / 3
        for line, width in zip(lines, widths, strict=True):
            drawing.line(canvas, x + column - room / 2 - width / 2, y, line)
            y -= size.leading

    return Row(tall, ink, ink=tuple(ink_lines(beside)))


def beside_seal(layout: Layout) -> float:
    """Return how wide a line is at the most that stands beside the seal."""
    return min(layout.column * BESIDE, layout.column - layout.seal_edge * mm - BESIDE_GAP)


def _sealing(layout: Layout, bureau: str, mark: str, width: float) -> list[Line]:
    """Return the bureau's name with the mark of its seal, which has a line of its own where both do not fit in one."""
    measure = layout.measure(layout.body, width, justified=False)
    whole = set_paragraph([*texts.inlines(bureau), Text(mark)], measure)
    if len(whole) == 1 or not mark:
        return whole
    return set_paragraph([*texts.inlines(bureau), Text(f"\n{mark}")], measure)


def _beside_seal(layout: Layout, unit_signer: str, note: str, width: float) -> list[Row]:
    rows = [space(6), *signature_row(layout, unit_signer, width=width)] if unit_signer else []
    if note:
        rows += [space(8), *paragraph([Text(note)], layout.measure(layout.least, width, justified=False))]
    return rows


def tick(label: str, *, ticked: bool) -> list[Inline]:
    """Return a check box with its label."""
    return [CheckBox(ticked), Text(" " + label)]
