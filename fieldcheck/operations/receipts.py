"""What a service receipt (文书送达回执) says: the services of the documents of a visit, those made together in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fieldcheck.model.document import Material, OfficerLine, PersonLine, Served, ServiceReceipt
from fieldcheck.model.errors import N_
from fieldcheck.model.papers import Service
from fieldcheck.model.records import Document, Officer
from fieldcheck.model.values import Person
from fieldcheck.operations.document_sources import Sources
from fieldcheck.store import Reader
from fieldcheck.store.queries import records

NOTHING_SERVED = N_("no document of this visit was served yet. Record first how one was served.")


def refusal(source: Sources, day: date) -> str:
    """Return why a visit has no receipt, or nothing."""
    return "" if source.services else NOTHING_SERVED


def of(reader: Reader, source: Sources) -> ServiceReceipt:
    """Return what the receipt of a visit says."""
    together: dict[Service, list[Document]] = {}
    for paper, service in source.services.values():
        together.setdefault(replace(service, id="", document=None), []).append(paper)
    ordered = sorted(together.items(), key=lambda one: one[0].at or "")
    return ServiceReceipt(tuple(_served(reader, how, papers) for how, papers in ordered))


def _served(reader: Reader, how: Service, papers: list[Document]) -> Served:
    known = records.many(reader, Officer, list(how.officers or ()))
    officers = (known[entity] for entity in how.officers or () if entity in known)
    return Served(
        method=how.method or "",
        at=how.at or "",
        place=how.place or "",
        officers=tuple(OfficerLine(one.name or "", one.certificate_number or "") for one in officers),
        recipient=_line(how.recipient),
        reason=how.reason or "",
        witness=_line(how.witness),
        papers=tuple(Material(paper.kind or "", str(paper.number or "")) for paper in papers),
    )


def _line(person: Person | None) -> PersonLine:
    return PersonLine() if person is None else PersonLine(person.name, person.post, person.phone)
