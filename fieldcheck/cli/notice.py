"""fieldcheck notice STORE INSPECTION --kind … --out FILE."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.model.document import OF_ONE_RECORD, DocumentKind
from fieldcheck.operations import documents, files
from fieldcheck.operations.entities import id_of
from fieldcheck.store import Reader
from fieldcheck.translation import _


@click.command("notice")
@click.argument("store", type=PathArgument)
@click.argument("inspection")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]), required=True)
@click.option("--about", default="", help="The interview or sampling that the document is made of.")
@click.option("--out", type=PathArgument, required=True, help="Where the PDF goes.")
def command(store: Path, inspection: str, kind: str, about: str, out: Path) -> None:
    """Issue a document of INSPECTION on the first call; write the same bytes ever after."""
    wanted = DocumentKind(kind)
    with opened(store) as found:
        reader = found.reader()
        entity, paper = id_of(reader, "inspection", inspection), _paper(reader, wanted, about)
        document = documents.issued(reader, entity, wanted, paper)
        document_id = document.id if document else documents.issue(found, entity, wanted, about=paper).main
        files.write_new(out, documents.pdf(found.reader(), document_id))
    click.echo(_written(out))


def _paper(reader: Reader, kind: DocumentKind, about: str) -> str:
    """Return the id of the interview or sampling; empty for a kind of which a visit has one."""
    return id_of(reader, OF_ONE_RECORD[kind], about) if about and kind in OF_ONE_RECORD else ""


def _written(path: Path) -> str:
    return _("Wrote {path}.").format(path=path)
