"""The sheet of a document that the bureau seals: orders, decisions, opinions, lists, letters."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.documents import appendix
from fieldcheck.documents.flow import Row, space
from fieldcheck.documents.parts import (
    body_size,
    continuation_heading,
    further_officer_rows,
    heading,
    number_line,
    officer_rows,
    seal_row,
    signature_row,
)
from fieldcheck.documents.sheet import Sheet, room, words_filler
from fieldcheck.documents.texts import Wording
from fieldcheck.model.document import DocumentContent


def compose(
    content: DocumentContent,
    wording: Wording,
    body: Sequence[Row],
    *,
    unit_first: bool = False,
    repeated: Sequence[Row] = (),
) -> Sheet:
    """Return `body` as a sheet: officers and the unit sign every page, the seal stands on the last.

    With `unit_first` the unit signs above the officers, else below them, on the last page beside the seal.
    A wording without a line for officers, a letter between authorities, has none. `repeated` are rows below the
    heading of each further page, as the head of a table.

    Raises WordingWrong, DataMissing.
    """
    layout = wording.layout
    number = number_line(content, wording.series)
    continuation = [*continuation_heading(layout, wording.title, number), *repeated]
    signing = content.officers if wording.officer else ()
    officers = officer_rows(layout, wording.officer, wording.certificate, signing) if wording.officer else []
    unit = signature_row(layout, wording.unit_signer)
    signed = [space(8), *unit, *officers] if unit_first else [space(8), *officers, *unit]
    photo_pages = appendix.pages(layout, content.photos, room(layout, continuation, signed))
    note = appendix.note(photo_pages, content.photos)
    return Sheet(
        layout=layout,
        title=wording.title,
        running=wording.header,
        heading=heading(layout, wording.title, number, content.supersedes),
        continuation=continuation,
        body=[*body, *further_officer_rows(layout, wording.officer, wording.certificate, signing)],
        closing=signed,
        last_closing=[
            *(signed if unit_first else [space(8), *officers]),
            seal_row(layout, content, wording.seal, "" if unit_first else wording.unit_signer, note),
        ],
        copies=wording.copies,
        filler=words_filler(layout, 3 * body_size(layout, content).leading),
        appendix=photo_pages,
    )
