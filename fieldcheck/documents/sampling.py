"""抽样取证凭证: from whom what was taken as evidence, when, where; each page has the head of the table."""

from __future__ import annotations

from fieldcheck.documents import sealed, wordings
from fieldcheck.documents.flow import Row, paragraph, space
from fieldcheck.documents.layouts import Layout
from fieldcheck.documents.parts import Field, field_rows, principal_fields
from fieldcheck.documents.sheet import Sheet
from fieldcheck.documents.table import Table
from fieldcheck.documents.texts import SamplingWording, moment
from fieldcheck.documents.typesetting import Text
from fieldcheck.model.document import DocumentContent, Sampled

SHARES = (14, 62, 52, 28)
"""How wide the columns are, one against the other."""


def table(layout: Layout) -> Table:
    """Return how the table is set, as wide as the column of the page."""
    return Table(layout, [layout.column * share / sum(SHARES) for share in SHARES])


def compose(content: DocumentContent) -> Sheet:
    """Return the voucher as a sheet. Raises WordingWrong, DataMissing."""
    wording = wordings.of(content, SamplingWording)
    head = table(wording.layout).head((wording.number, wording.name, wording.specification, wording.quantity))
    return sealed.compose(content, wording, body(content, wording, head), repeated=head)


def body(content: DocumentContent, wording: SamplingWording, head: list[Row]) -> list[Row]:
    """Return the fields in the order of the form, the sentence that names the law, and the table."""
    details = content.details
    assert isinstance(details, Sampled), "a voucher names what was taken"
    labels = (wording.site_manager, wording.post, wording.phone)
    groups = (
        [Field(wording.unit, content.unit_name)],
        principal_fields(labels, content.site_manager),
        [Field(wording.time, moment(content.started_at))],
        [Field(wording.place, content.place_inspected)],
    )
    layout = wording.layout
    rows = [row for group in groups for row in field_rows(layout, group, layout.small)]
    rows += [space(6), *paragraph([Text(wording.opening)], layout.indented(layout.small), keep=True), space(4), *head]
    for number, item in enumerate(details.items, 1):
        rows += table(layout).entry((str(number), item.name, item.specification, item.quantity))
    return rows
