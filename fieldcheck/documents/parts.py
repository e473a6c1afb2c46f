"""Parts that the documents share: the heading, rows of fields, signature lines, the place of the seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fieldcheck.documents import drawing, fonts, texts
from fieldcheck.documents.flow import Row, baseline, draw, height, paragraph, space, together
from fieldcheck.documents.texts import chinese_date, fill, moment
from fieldcheck.documents.typesetting import Blank, CheckBox, Inline, Line, Measure, Style, Text, set_paragraph
from fieldcheck.model.document import DocumentContent, OfficerLine, PersonLine

COLUMN = 156 * mm
"""The width of the type area: A4 less 28 mm for binding and 26 mm on the right."""

TITLE, NUMBER, BODY, SMALLER, SMALLEST = 22.0, 14.0, 14.0, 12.0, 10.5
"""二号, 四号, 四号, 小四, 五号."""

LEADING = {BODY: 26.0, SMALLER: 22.0, SMALLEST: 19.0}

MANY_PROBLEMS = 12
"""More problems than this are set in 小四."""

SIGNATURE_HEIGHT, SIGNATURE_DROP = 24.0, 18.0
"""Of a line to sign: its height, and how far down its baseline lies."""

LEAST_SIGNATURE = 80.0
"""The shortest rule that a name is signed on."""

SEAL = 45 * mm
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


def body_size(content: DocumentContent) -> float:
    """Return the type size of the body: 四号, or 小四 where there are many problems."""
    return SMALLER if len(content.problems) > MANY_PROBLEMS else BODY


def number_line(content: DocumentContent, series: str) -> list[Inline]:
    """Return the number as it is printed: of a draft with blanks, of a document whose number comes later 待编号."""
    if content.number is not None:
        return [Text(str(content.number))]
    if content.draft:
        return [Text(f"（　　）{series}〔　　　　〕　　号")]
    return [Text(texts.common().number_pending)]


def number_text(content: DocumentContent) -> str:
    """Return the number for the QR code and the properties of the file."""
    common = texts.common()
    if content.number is not None:
        return str(content.number)
    return common.draft if content.draft else common.number_pending


def heading(title: str, number: Sequence[Inline], supersedes: str) -> list[Row]:
    """Return the title in 二号 with the number below it, and which document this one replaces."""
    rows = [*centred_rows([Text(title, bold=True)], TITLE, 36), space(4), *centred_rows(number, NUMBER, 26)]
    if supersedes:
        note = texts.common().supersedes.format(number=supersedes)
        rows += centred_rows([Text(note)], SMALLER, LEADING[SMALLER])
    return [*rows, space(6)]


def continuation_heading(title: str, number: Sequence[Inline]) -> list[Row]:
    """Return the heading of a further page: the same title and number."""
    name = title + texts.common().continuation
    return [*centred_rows([Text(name, bold=True)], 15, 26), *centred_rows(number, SMALLER, 22), space(6)]


def centred_rows(inlines: Sequence[Inline], size: float, leading: float) -> list[Row]:
    """Return centred lines."""
    return [_centred(line, size, leading) for line in set_paragraph(inlines, Measure(size, COLUMN, justified=False))]


def _centred(line: Line, size: float, leading: float) -> Row:
    width = _line_width(line)

    def ink(canvas: Canvas, x: float, top: float) -> None:
        drawing.line(canvas, x + (COLUMN - width) / 2, top - baseline(leading, size), line)

    return Row(leading, ink, keep=True)


def field_rows(fields: Sequence[Field], size: float) -> list[Row]:
    """Return fields side by side, each underlined to its end; what does not fit goes on to further rows."""
    rows: list[Row] = []
    waiting: list[Field] = []
    for field in fields:
        if waiting and _width([*waiting, field], size) > COLUMN:
            rows += _set_fields(waiting, size)
            waiting = []
        waiting.append(field)
    return [*rows, *_set_fields(waiting, size)]


def _width(fields: Sequence[Field], size: float) -> float:
    return sum(_label_width(field, size) + max(field.least, _value_width(field, size)) for field in fields)


def _label_width(field: Field, size: float) -> float:
    return fonts.text_width(field.label, fonts.SERIF, size)


def _value_width(field: Field, size: float) -> float:
    return _line_width(set_paragraph(_value(field), Measure(size, 1e6))[0]) + size * 0.75


def _value(field: Field) -> list[Inline]:
    return [Text(field.value)] if isinstance(field.value, str) else list(field.value)


def _set_fields(fields: Sequence[Field], size: float) -> list[Row]:
    """Return the rows of fields that stand side by side: more than one row only where a single one is long."""
    leading = LEADING[size]
    spare = max(0.0, COLUMN - _width(fields, size)) / len(fields)
    rows: list[list[Row]] = []
    left = 0.0
    for field in fields:
        label = _label_width(field, size)
        room = min(COLUMN - label, max(field.least, _value_width(field, size)) + spare)
        rows.append(_field(field, left, label, room, size))
        left += label + room
    depth = max(len(column) for column in rows)
    return [_beside([column[index] for column in rows if index < len(column)], leading) for index in range(depth)]


def _field(field: Field, left: float, label: float, room: float, size: float) -> list[Row]:
    lines = set_paragraph(_value(field), Measure(size, room - size / 2, justified=False))
    drop = baseline(LEADING[size], size)

    def row(index: int) -> Row:
        def ink(canvas: Canvas, x: float, top: float) -> None:
            y, start = top - drop, x + left
            if index == 0:
                drawing.text(canvas, start, y, field.label, Style(fonts.SERIF, size))
            drawing.line(canvas, start + label + size / 4, y, lines[index])
            drawing.rule(canvas, start + label, start + label + room - 2, y - drawing.UNDERLINE_DEPTH)

        return Row(LEADING[size], ink)

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
    content: DocumentContent,
    addressee: Sequence[Inline],
    sentences: Sequence[Sequence[Inline]],
    closing: Sequence[Sequence[Inline]],
) -> list[Row]:
    """Return the body of a letter: whom it is for, a paragraph a sentence; the closing sentences stay on one page.

    A sentence that ends in a colon stays with the one that it announces.
    """
    size = body_size(content)
    indented = Measure(size, COLUMN, first_indent=2 * size)
    rows = paragraph(addressee, Measure(size, COLUMN), LEADING[size])
    for sentence in sentences:
        rows += paragraph(sentence, indented, LEADING[size], keep=_announces(sentence))
    return [*rows, *together([row for one in closing for row in paragraph(one, indented, LEADING[size])])]


def _announces(sentence: Sequence[Inline]) -> bool:
    last = sentence[-1]
    return isinstance(last, Text) and last.text.endswith("：")


def signature_row(label: str, after: Sequence[Inline] = (), *, width: float = COLUMN) -> list[Row]:
    """Return a line to sign on, with what is printed behind it; on two lines where one would be too short to sign."""
    start = fonts.text_width(label, fonts.SERIF, SMALLER)
    measure = Measure(SMALLEST, width, justified=False)
    lines = set_paragraph(after, measure)
    behind = _line_width(lines[0])
    fits = len(lines) == 1 and width - start - behind >= LEAST_SIGNATURE
    end = width - behind - (SMALLEST / 2 if behind else 0) if fits else width

    def ink(canvas: Canvas, x: float, top: float) -> None:
        y = top - SIGNATURE_DROP
        drawing.text(canvas, x, y, label, Style(fonts.SERIF, SMALLER))
        drawing.rule(canvas, x + start, x + end, y - drawing.UNDERLINE_DEPTH)
        if fits:
            drawing.line(canvas, x + width - behind, y, lines[0])

    row = Row(SIGNATURE_HEIGHT, ink)
    return [row] if fits else [row, *paragraph(after, measure, LEADING[SMALLEST])]


def _line_width(line: Line) -> float:
    return sum(unit.width for unit in line.units)


def officer_rows(label: str, certificate: str, officers: Sequence[OfficerLine]) -> list[Row]:
    """Return a line to sign, with the certificate number, for each of the officers that sign every page.

    Two lines are printed at the least: an officer who is not known yet fills them by hand.
    """
    missing = [OfficerLine("", "")] * (OFFICERS - len(officers))
    return _officer_rows(label, certificate, [*officers[:SIGNING_EVERY_PAGE], *missing])


def further_officer_rows(label: str, certificate: str, officers: Sequence[OfficerLine]) -> list[Row]:
    """Return the lines of the officers that no foot of a page has room for: they follow the body."""
    further = officers[SIGNING_EVERY_PAGE:]
    return [space(8), *_officer_rows(label, certificate, further)] if further else []


def _officer_rows(label: str, certificate: str, officers: Sequence[OfficerLine]) -> list[Row]:
    rows: list[Row] = []
    for officer in officers:
        rows += signature_row(label, [Text(certificate), *_certificate(officer)])
    return rows


def _certificate(officer: OfficerLine) -> list[Inline]:
    number: Inline = Text(officer.certificate_number) if officer.certificate_number else Blank(8)
    return [number, Text(f"（{officer.name}）")] if officer.name else [number]


def date_row(inlines: Sequence[Inline]) -> Row:
    """Return a date at the right edge, four letters in."""
    size = SMALLER
    line = set_paragraph(inlines, Measure(size, COLUMN, justified=False))[0]
    width = _line_width(line)

    def ink(canvas: Canvas, x: float, top: float) -> None:
        drawing.line(canvas, x + COLUMN - width - 4 * size, top - SIGNATURE_DROP, line)

    return Row(SIGNATURE_HEIGHT, ink)


def seal_row(content: DocumentContent, mark: str, unit_signer: str, note: str) -> Row:
    """Return the place of the seal: a free square of 45 mm at the right over the bureau's name and the date.

    At the left of it the unit signs, with a note below. No seal is drawn: it is pressed on paper.
    """
    size = BODY
    signing = fonts.text_width(unit_signer, fonts.SERIF, SMALLER) + LEAST_SIGNATURE
    day = set_paragraph(chinese_date(content.issued_on), Measure(size, COLUMN, justified=False))
    lines = [*_sealing(content.bureau, mark, COLUMN - signing - BESIDE_GAP), *day]
    widths = [_line_width(line) for line in lines]
    room = max(SEAL, *widths)
    beside = _beside_seal(unit_signer, note, min(COLUMN * BESIDE, COLUMN - room - BESIDE_GAP))
    tall = max(SEAL, height(beside), LEADING[size] * len(lines))

    def ink(canvas: Canvas, x: float, top: float) -> None:
        draw(canvas, x, top, beside)
        y = top - tall / 2 + LEADING[size] * (len(lines) - 1) / 2 - size / 3
        for line, width in zip(lines, widths, strict=True):
            drawing.line(canvas, x + COLUMN - room / 2 - width / 2, y, line)
            y -= LEADING[size]

    return Row(tall, ink)


def _sealing(bureau: str, mark: str, width: float) -> list[Line]:
    """Return the bureau's name with the mark of its seal, which has a line of its own where both do not fit in one."""
    measure = Measure(BODY, width, justified=False)
    whole = set_paragraph([*texts.inlines(bureau), Text(mark)], measure)
    if len(whole) == 1 or not mark:
        return whole
    return set_paragraph([*texts.inlines(bureau), Text(f"\n{mark}")], measure)


def _beside_seal(unit_signer: str, note: str, width: float) -> list[Row]:
    rows = [space(6), *signature_row(unit_signer, width=width)]
    if note:
        rows += [space(8), *paragraph([Text(note)], Measure(SMALLEST, width, justified=False), LEADING[SMALLEST])]
    return rows


def tick(label: str, *, ticked: bool) -> list[Inline]:
    """Return a check box with its label."""
    return [CheckBox(ticked), Text(" " + label)]
