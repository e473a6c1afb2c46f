"""Service of documents (送达): a record about an issued document, written once, whole or not at all.

A unit that signs for a document on the spot was served by that. Where it refuses, the document is left there with the
reason, a witness and a photo (留置送达). What was recorded by mistake is taken back with a reason, and recorded anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from fieldcheck.model.document import TO_BE_SERVED
from fieldcheck.model.errors import N_, AuthorityError, InputError
from fieldcheck.model.guards import OFFICERS
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.papers import Service, ServiceMethod
from fieldcheck.model.records import Document, Inspection, Officer, Photo, Signing, Site
from fieldcheck.model.values import Moment, Person, PhotoPurpose, SigningResult
from fieldcheck.operations import photos
from fieldcheck.operations.inspections import now_text
from fieldcheck.operations.photos import ReadPhoto, Target
from fieldcheck.store import Changes, Reader, Store, Transaction
from fieldcheck.store.queries import records

METHODS: Mapping[ServiceMethod, str] = {
    ServiceMethod.DIRECT: N_("Handed over"),
    ServiceMethod.LEFT: N_("Left there"),
    ServiceMethod.MAIL: N_("By mail"),
    ServiceMethod.ANNOUNCEMENT: N_("By announcement"),
    ServiceMethod.ELECTRONIC: N_("Electronically"),
}
"""What each way of serving is called."""

ON_THE_SPOT = frozenset({ServiceMethod.DIRECT, ServiceMethod.LEFT})
"""Ways in which officers go to a place."""

RECEIVED = frozenset({ServiceMethod.DIRECT, ServiceMethod.MAIL, ServiceMethod.ELECTRONIC})
"""Ways in which somebody receives the document."""


class NotToBeServed(AuthorityError):
    """A document that is not addressed to the unit."""

    code = "SERVICE_KIND"
    message = N_("{number} is not addressed to the unit and is not served. Serve an order, a decision or an opinion.")


class ServiceReplaced(AuthorityError):
    """A document that a correction replaced."""

    code = "SERVICE_REPLACED"
    message = N_("{number} was replaced by a correction. Serve the correction.")


class AlreadyServed(InputError):
    """A document about which a service is recorded."""

    code = "SERVICE_ALREADY"
    message = N_("{number} is recorded as served. If that is wrong, take the record back first.")


class OtherUnit(InputError):
    """Documents of several units, served in one go."""

    code = "SERVICE_OTHER_UNIT"
    message = N_("{number} goes to another unit than the first document. Record the service of each unit for itself.")


class MethodMissing(InputError):
    """No way of serving that this version knows."""

    code = "SERVICE_METHOD"
    message = N_("How was it served? Choose one of these: {methods}.")


class TimeMissing(InputError):
    """No time of service."""

    code = "SERVICE_TIME"
    message = N_("When was it served? Enter day and time.")


class ServedBeforeIssue(InputError):
    """A time of service before the day of the document."""

    code = "SERVICE_BEFORE_ISSUE"
    message = N_("{number} was issued on {day} and cannot have been served before. Correct the time.")


class PlaceMissing(InputError):
    """Handed over or left, and not said where."""

    code = "SERVICE_PLACE"
    message = N_("Where was it served? Enter the place.")


class OfficersMissing(InputError):
    """Fewer than two certified officers served it."""

    code = "SERVICE_OFFICERS"
    message = N_("Two officers with a certificate number serve a document. Choose both.")


class RecipientMissing(InputError):
    """Handed over to nobody."""

    code = "SERVICE_RECIPIENT"
    message = N_("Who received it? Enter the name.")


class ReasonMissing(InputError):
    """Left without a reason."""

    code = "SERVICE_REASON"
    message = N_("Why was it not received? Enter the reason for leaving it there.")


class WitnessMissing(InputError):
    """Left without a witness."""

    code = "SERVICE_WITNESS"
    message = N_("Who saw that it was left there? Enter the name of a witness.")


class PhotoMissing(InputError):
    """Left without a photo."""

    code = "SERVICE_PHOTO"
    message = N_("A document that is left there needs a photo of that. Add one.")


class TakingBackUnexplained(InputError):
    """A record of service that is taken back without a reason."""

    code = "SERVICE_TAKEN_BACK"
    message = N_("Say why the record of service is taken back.")


def standing(reader: Reader, document: str) -> Service | None:
    """Return what is recorded about the service of a document, the newest of several, or None."""
    return max(records.children(reader, Service, document), key=lambda one: one.id, default=None)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the service of one document.

    `signed` says that the unit signed for it on the spot; `beside` are the documents of the visit that were not served
    either, and may be served together with it.
    """

    document: Document
    service: Service | None
    signed: bool
    replaced: bool
    beside: tuple[Document, ...]


def known(reader: Reader, document: str) -> Known:
    """Return what is known of the service of a document. Raises RecordNotFound."""
    found = records.get(reader, Document, document)
    of_visit = records.children(reader, Document, found.inspection or "")
    replaced = {one.supersedes for one in of_visit}
    others = (one for one in of_visit if one.id != document and one.id not in replaced and one.kind in TO_BE_SERVED)
    return Known(
        document=found,
        service=standing(reader, document),
        signed=_is_signed(reader, document),
        replaced=document in replaced,
        beside=tuple(one for one in others if not (standing(reader, one.id) or _is_signed(reader, one.id))),
    )


def _is_signed(reader: Reader, document: str) -> bool:
    return any(one.result == SigningResult.SIGNED for one in records.children(reader, Signing, document))


def photos_of(reader: Reader, document: Document, purpose: PhotoPurpose) -> list[Photo]:
    """Return the photos bound to a document for this purpose, oldest first."""
    of_visit = records.children(reader, Photo, document.inspection or "")
    return [photo for photo in of_visit if photo.document == document.id and photo.purpose == purpose]


def target(document: Document, purpose: PhotoPurpose) -> Target:
    """Return what photos of this purpose show: the signed page of a document, or that it was left."""
    return Target(document.inspection or "", document=document.id, purpose=purpose)


def proposed(reader: Reader, document: str) -> Service:
    """Return the service as far as it can be told from the visit and the signing; a refusal brings its reason.

    Raises RecordNotFound.
    """
    found = records.get(reader, Document, document)
    visit = records.find(reader, Inspection, found.inspection or "")
    site = records.find(reader, Site, found.site or "")
    signings = records.children(reader, Signing, document)
    signing = signings[-1] if signings else None
    refused = signing is not None and signing.result == SigningResult.REFUSED
    return Service(
        id="",
        document=document,
        method=ServiceMethod.LEFT if refused else ServiceMethod.DIRECT,
        at=Moment(now_text()),
        place=(site.address if site else None) or (visit.place_inspected if visit else None),
        officers=visit.officers if visit else None,
        recipient=(signing.signer if signing else None) or (visit.site_manager if visit else None),
        reason=signing.reason if signing is not None and refused else None,
        witness=signing.witness if signing is not None and refused else None,
    )


def record(
    store: Store, documents: Sequence[str], how: Service, pictures: Sequence[ReadPhoto] = (), author: str = ""
) -> Changes:
    """Record that documents of one unit were served together, as `how` says: all of them, or none.

    What the way of serving does not ask for is left out. `pictures` show that they were left; they are kept in the
    same change, bound to the first document. `main` is the id of its record. Raises RecordNotFound, NotToBeServed,
    ServiceReplaced, AlreadyServed, OtherUnit and an error for each part that is missing: see `missing`.
    """

    def work(transaction: Transaction) -> str:
        served = [records.get(transaction, Document, entity) for entity in dict.fromkeys(documents)]
        for document in served:
            _check_document(transaction, document, served[0])
        for picture in pictures:
            photos.append(transaction, target(served[0], PhotoPurpose.SERVICE), picture)
        for error in missing(transaction, served, how):
            raise error
        first, *_others = [_append(transaction, document.id, _asked_for(how)) for document in served]
        return first

    return store.write(work, author)


def _asked_for(how: Service) -> Service:
    """Return a service without what its way does not ask for: who would not receive a document is no recipient."""
    recipient = how.recipient if how.method in RECEIVED else None
    left = how.method == ServiceMethod.LEFT
    return replace(how, recipient=recipient, reason=how.reason if left else None, witness=how.witness if left else None)


def _append(transaction: Transaction, document: str, how: Service) -> str:
    entity = new_id()
    values = {field.name: getattr(how, field.name) for field in fields(how) if field.name != "id"}
    kept = {name: value for name, value in values.items() if value is not None}
    transaction.append("service", entity, document, {**kept, "document": document})
    return entity


def _check_document(reader: Reader, document: Document, first: Document) -> None:
    number = str(document.number or document.id)
    if document.kind not in TO_BE_SERVED:
        raise NotToBeServed(number=number)
    of_visit = records.children(reader, Document, document.inspection or "")
    if document.id in {one.supersedes for one in of_visit}:
        raise ServiceReplaced(number=number)
    if standing(reader, document.id) is not None:
        raise AlreadyServed(number=number)
    if document.site != first.site:
        raise OtherUnit(number=number)


def missing(reader: Reader, documents: Sequence[Document], how: Service) -> Iterator[InputError]:
    """Yield an error for each part that the service of these documents lacks."""
    if how.method not in set(ServiceMethod):
        yield MethodMissing(methods=", ".join(ServiceMethod))
    yield from _time_missing(documents, how)
    if how.method in ON_THE_SPOT and not (how.place or "").strip():
        yield PlaceMissing()
    known = records.many(reader, Officer, sorted(set(how.officers or ())))
    if len([one for one in known.values() if (one.certificate_number or "").strip()]) < OFFICERS:
        yield OfficersMissing()
    if how.method == ServiceMethod.DIRECT and not _is_named(how.recipient):
        yield RecipientMissing()
    if how.method == ServiceMethod.LEFT:
        yield from _left_missing(reader, documents, how)


def _time_missing(documents: Sequence[Document], how: Service) -> Iterator[InputError]:
    try:
        day = datetime.fromisoformat(KINDS["service"].fields["at"].decode(how.at or "")).date()
    except ValueError:
        yield TimeMissing()
        return
    for document in documents:
        if document.issued_on is not None and day < document.issued_on:
            yield ServedBeforeIssue(number=str(document.number or document.id), day=document.issued_on.isoformat())


def _left_missing(reader: Reader, documents: Sequence[Document], how: Service) -> Iterator[InputError]:
    if not (how.reason or "").strip():
        yield ReasonMissing()
    if not _is_named(how.witness):
        yield WitnessMissing()
    if not any(photos_of(reader, document, PhotoPurpose.SERVICE) for document in documents):
        yield PhotoMissing()


def _is_named(person: Person | None) -> bool:
    return person is not None and bool(person.name.strip())


def take_back(store: Store, *services: str, reason: str, author: str = "") -> Changes:
    """Take back records of service that were made by mistake, all or none; they stay in the history with the reason.

    `main` is the id of the first. Raises RecordNotFound, TakingBackUnexplained, NotAuthorised.
    """
    if not reason.strip():
        raise TakingBackUnexplained

    def work(transaction: Transaction) -> str:
        for entity in services:
            records.get(transaction, Service, entity)
            transaction.delete("service", entity, reason)
        return services[0]

    return store.write(work, author)
