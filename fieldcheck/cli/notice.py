"""fieldcheck notice STORE INSPECTION --kind … --out FILE."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.model.document import OF_ONE_RECORD, DocumentKind
from fieldcheck.model.records import Document
from fieldcheck.operations import documents, files
from fieldcheck.operations.addressing import Addressed
from fieldcheck.operations.document_sources import sources
from fieldcheck.operations.entities import id_of
from fieldcheck.store import Reader
from fieldcheck.translation import _


@click.command("notice")
@click.argument("store", type=PathArgument)
@click.argument("inspection")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]), required=True)
@click.option("--about", default="", help="The interview or sampling that the document is made of.")
@click.option("--recipient", default="", help="Whom a slip goes to; the authority of a letter.")
@click.option("--reply-by", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Last day for an answer: list, slip.")
@click.option("--out", type=PathArgument, required=True, help="Where the PDF goes.")
def command(
    store: Path, inspection: str, kind: str, about: str, recipient: str, reply_by: datetime | None, out: Path
) -> None:
    """Issue a document of INSPECTION on the first call; write the same bytes ever after."""
    wanted = DocumentKind(kind)
    with opened(store) as found:
        reader = found.reader()
        entity, paper = id_of(reader, "inspection", inspection), _paper(reader, wanted, about)
        addressed = Addressed(recipient, reply_by.date() if reply_by else None)
        document = _issued(reader, entity, wanted, paper, recipient)
        document_id = (
            document.id
            if document is not None
            else documents.issue(found, entity, wanted, about=paper, addressed=addressed).main
        )
        files.write_new(out, documents.pdf(found.reader(), document_id))
    click.echo(_written(out))


def _issued(reader: Reader, inspection: str, kind: DocumentKind, about: str, recipient: str) -> Document | None:
    """Return the document that stands; of letters the one to the authority that is named."""
    if kind is DocumentKind.TRANSFER_LETTER and recipient:
        return sources(reader, inspection).letters.get(recipient)
    return documents.issued(reader, inspection, kind, about)


def _paper(reader: Reader, kind: DocumentKind, about: str) -> str:
    """Return the id of the interview or sampling; empty for a kind of which a visit has one."""
    return id_of(reader, OF_ONE_RECORD[kind], about) if about and kind in OF_ONE_RECORD else ""


def _written(path: Path) -> str:
    return _("Wrote {path}.").format(path=path)
