"""fieldcheck notice STORE INSPECTION --kind … --out FILE."""

from __future__ import annotations

from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import documents, files
from fieldcheck.operations.entities import id_of
from fieldcheck.translation import _


@click.command("notice")
@click.argument("store", type=PathArgument)
@click.argument("inspection")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]), required=True)
@click.option("--out", type=PathArgument, required=True, help="Where the PDF goes.")
def command(store: Path, inspection: str, kind: str, out: Path) -> None:
    """Issue a document of INSPECTION on the first call; write the same bytes ever after."""
    wanted = DocumentKind(kind)
    with opened(store) as found:
        entity = id_of(found.reader(), "inspection", inspection)
        document = documents.issued(found.reader(), entity, wanted)
        document_id = document.id if document else documents.issue(found, entity, wanted).main
        files.write_new(out, documents.pdf(found.reader(), document_id))
    click.echo(_written(out))


def _written(path: Path) -> str:
    return _("Wrote {path}.").format(path=path)
