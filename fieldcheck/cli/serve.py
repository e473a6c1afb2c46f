"""fieldcheck serve STORE DOCUMENT… [--method …] [--photo FILE] | --take-back REASON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from fieldcheck.cli.common import PathArgument, opened
from fieldcheck.model.papers import Service, ServiceMethod
from fieldcheck.model.values import Person
from fieldcheck.operations import files, photos, service
from fieldcheck.operations.entities import id_of
from fieldcheck.operations.photos import NewPhoto
from fieldcheck.store import Reader, Store
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.translation import _


@click.command("serve")
@click.argument("store", type=PathArgument)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--method", type=click.Choice([method.value for method in ServiceMethod]), help="How it was served.")
@click.option("--at", metavar="TIME", help="When: ISO with offset. Now where it is left out.")
@click.option("--place", help="Where. The site's address where it is left out.")
@click.option("--officer", "officers", multiple=True, metavar="ID", help="Who served it; those of the visit otherwise.")
@click.option("--recipient", metavar="NAME", help="Who received it.")
@click.option("--reason", help="Why it was left there.")
@click.option("--witness", metavar="NAME", help="Who saw that it was left there.")
@click.option("--photo", "pictures", type=PathArgument, multiple=True, help="A photo of leaving it there.")
@click.option("--take-back", metavar="REASON", help="Take back what was recorded by mistake.")
def command(store: Path, documents: tuple[str, ...], take_back: str | None, **given: object) -> None:
    """Record that documents were served together; what is left out is taken from the visit."""
    with opened(store) as found:
        entities = [id_of(found.reader(), "document", document) for document in documents]
        if take_back is not None:
            wrong = [_standing(found.reader(), entity) for entity in dict.fromkeys(entities)]
            made = service.take_back(found, *wrong, reason=take_back).main
        else:
            made = _served(found, entities, given)
    click.echo(_("Saved {kind} {id}.").format(kind="service", id=made))


def _standing(reader: Reader, document: str) -> str:
    found = service.standing(reader, document)
    if found is None:
        raise RecordNotFound(kind="service", entity=document)
    return found.id


def _served(store: Store, documents: list[str], given: dict[str, object]) -> str:
    how = _told(store.reader(), service.proposed(store.reader(), documents[0]), given)
    pictures = given["pictures"]
    assert isinstance(pictures, tuple)
    read = photos.read([NewPhoto(path.name, files.read(path)) for path in pictures])
    return service.record(store, documents, how, read).main


def _told(reader: Reader, how: Service, given: dict[str, object]) -> Service:
    """Return what was proposed with what the words on the command line say in its place."""
    officers = given["officers"]
    assert isinstance(officers, tuple)
    values: dict[str, Any] = {name: given[name] for name in ("method", "at", "place", "reason") if given[name]}
    values |= {name: Person(str(given[name])) for name in ("recipient", "witness") if given[name]}
    if officers:
        values["officers"] = tuple(id_of(reader, "officer", one) for one in officers)
    return replace(how, **values)
