"""The evidence of one document: photo bytes → hazard → document → package → receipt, every link checked.

What is withheld from this store, or not here, is said so; it is never taken for good.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from fieldcheck.exchange import keys
from fieldcheck.exchange.contents import PackageInfo
from fieldcheck.model import strokes
from fieldcheck.model.canonical import Json, sha256_hex
from fieldcheck.model.codec import decoder
from fieldcheck.model.document import OF_ONE_RECORD, TO_BE_SERVED, DocumentKind, DocumentNumber
from fieldcheck.model.errors import N_
from fieldcheck.model.journal import Change, chain
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.papers import Service, ServiceMethod, masked_identity
from fieldcheck.model.records import Document, Finding, Photo, Signing
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.operations import imported_files, peers, service, trust
from fieldcheck.store import Reader, blobs, devices, local
from fieldcheck.store.queries import details, exchange, records
from fieldcheck.store.reader import one_view


class State(StrEnum):
    """What a link of the chain is worth: checked, broken, not to be checked here, or changed since."""

    GOOD = "good"
    BROKEN = "broken"
    NOT_HERE = "not_here"
    CHANGED = "changed"
    OPEN = "open"


MESSAGES: Mapping[str, str] = {
    "photo": N_("Photo {sha256} of problem {number}: the original bytes are here and have this hash."),
    "photo_freed": N_("Photo {sha256} of problem {number}: the original lies in the bureau's store, not here."),
    "photo_missing": N_("Photo {sha256} of problem {number}: the bytes are not here. They have not arrived."),
    "photo_altered": N_("Photo {sha256} of problem {number}: the bytes here have another hash. They were altered."),
    "no_photo": N_("The document names no photo."),
    "finding": N_("Hazard {position}: it is here, and the document names it."),
    "finding_missing": N_("Hazard {position} is not here: it was deleted, or has not arrived."),
    "paper": N_("The interview or sampling that it was made of is here."),
    "paper_missing": N_("The interview or sampling that it was made of was deleted, or has not arrived."),
    "content": N_("The values that it was made of are here and have the hash {sha256}."),
    "content_missing": N_("The values that it was made of are not here (hash {sha256})."),
    "content_altered": N_("The values that it was made of have another hash than {sha256}. They were altered."),
    "content_differs": N_("The values that it was made of name another document or number than the record."),
    "bytes": N_("The PDF as it was issued is here and has the hash {sha256}."),
    "bytes_missing": N_("The PDF as it was issued is not here (hash {sha256})."),
    "bytes_altered": N_("The PDF here has another hash than {sha256}. It was altered."),
    "qr": N_("The QR code on the paper says: {text}"),
    "journal": N_("Change {seq} of {device} issued it, {at}; the chain of hashes holds at this change."),
    "journal_broken": N_("Change {seq} of {device} issued it, and the chain of hashes does not hold there."),
    "journal_not_here": N_("The change that issued it is not here: this store was sent the record alone."),
    "signed_end": N_("The chain is signed by {device} up to change {seq}."),
    "signed_end_broken": N_("The signature of {device} at change {seq} does not hold."),
    "not_signed_end": N_("The chain is not signed up to this change yet: that is done when a package is written."),
    "package_out": N_("Package {number} for {name}, written {at}, carries it."),
    "package_in": N_("Package {number} from {name} brought it."),
    "not_sent": N_("No package that carries it is remembered here."),
    "receipt": N_("{name} confirmed that it has change {seq}."),
    "receipt_open": N_("{name} has not confirmed yet that it arrived."),
    "signed": N_("Signed by {name}, {at}."),
    "refused": N_("Signing was refused, {at}; witness: {name}."),
    "not_signed": N_("Nothing was recorded about signing it."),
    "strokes": N_("What was drawn on the screen is here and has the hash {sha256}."),
    "strokes_missing": N_("What was drawn on the screen is not here (hash {sha256})."),
    "strokes_altered": N_("What was drawn on the screen has another hash than {sha256}, or cannot be read."),
    "served_direct": N_("Served {at}, handed over to {name}."),
    "served_left": N_("Left there {at}; witness: {name}."),
    "served_mail": N_("Served by mail {at}."),
    "served_announcement": N_("Served by announcement {at}."),
    "served_electronic": N_("Served electronically {at}."),
    "not_served": N_("Nothing was recorded about serving it."),
    "service_photo": N_("Photo {sha256} of leaving it there: the original bytes are here and have this hash."),
    "service_photo_freed": N_("Photo {sha256} of leaving it there: the original lies in the bureau's store, not here."),
    "service_photo_missing": N_("Photo {sha256} of leaving it there: the bytes are not here. They have not arrived."),
    "service_photo_altered": N_("Photo {sha256} of leaving it there: the bytes here have another hash."),
    "signed_page": N_("Page {number} of the signed paper: its bytes are here and have the hash {sha256}."),
    "signed_page_freed": N_("Page {number} of the signed paper lies in the bureau's store, not here (hash {sha256})."),
    "signed_page_missing": N_("Page {number} of the signed paper is not here (hash {sha256}). It has not arrived."),
    "signed_page_altered": N_("Page {number} of the signed paper has another hash than {sha256}. It was altered."),
    "scan": N_("The file that the pages were drawn from is here and has the hash {sha256}."),
    "scan_missing": N_("The file that the pages were drawn from is not here (hash {sha256})."),
    "scan_altered": N_("The file that the pages were drawn from has another hash than {sha256}. It was altered."),
    "changed_after_issue": N_("{kind}: changed after it was issued: {field}, {before} → {after}, {who}, {at}."),
    "changed_after_signing": N_("{kind}: changed after it was signed: {field}, {before} → {after}, {who}, {at}."),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: `code` is a key of MESSAGES, which `details` fill."""

    code: str
    state: State
    details: dict[str, object] = field(default_factory=dict)

    def message(self) -> str:
        """Return the English text with its placeholders, the key of the translation."""
        return MESSAGES[self.code]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The chain of one document, from its photos to the receipts and what was changed since."""

    document: Document
    links: tuple[Link, ...]

    @property
    def broken(self) -> bool:
        """Return whether a link does not hold."""
        return any(link.state is State.BROKEN for link in self.links)


def walk(reader: Reader, document: str) -> Evidence:
    """Return the evidence of a document. Raises RecordNotFound."""
    with one_view(reader):
        found = records.get(reader, Document, document)
        made = _made_by(reader, found)
        links = [
            *_photos(reader, found),
            *_findings(reader, found),
            *_paper(reader, found),
            *_content(reader, found),
            _bytes(reader, "bytes", found.sha256 or ""),
            *_journal(reader, made),
            *_packages(reader, made),
            *_signings(reader, found),
            *_services(reader, found),
            *_pages(reader, found),
            *_changes(reader, found, made),
        ]
        return Evidence(found, tuple(links))


def _made_by(reader: Reader, document: Document) -> Change | None:
    """Return the change that issued the document, or None where this store was sent the record alone."""
    return next((change for change in details.history(reader, document.id) if "kind" in change.set), None)


def _short(sha256: str) -> str:
    return sha256[:16]


def _bytes(reader: Reader, name: str, sha256: str, **named: object) -> Link:
    """Return whether bytes are here and are what their hash says."""
    told: dict[str, object] = {"sha256": _short(sha256), **named}
    if blobs.is_freed(reader, sha256) and f"{name}_freed" in MESSAGES:
        return Link(f"{name}_freed", State.NOT_HERE, told)
    if not exchange.blob_sizes(reader, [sha256]):
        return Link(f"{name}_missing", State.NOT_HERE, told)
    same = sha256_hex(blobs.get(reader, sha256)) == sha256
    return Link(name, State.GOOD, told) if same else Link(f"{name}_altered", State.BROKEN, told)


def _kept_content(reader: Reader, document: Document) -> dict[str, Json] | None:
    """Return the values that the document was made of, where they are here and whole."""
    sha256 = document.content_sha256 or ""
    if not exchange.blob_sizes(reader, [sha256]):
        return None
    kept = blobs.get(reader, sha256)
    if sha256_hex(kept) != sha256:
        return None
    read = json.loads(kept)
    return read if isinstance(read, dict) else None


def _photos(reader: Reader, document: Document) -> Iterator[Link]:
    content = _kept_content(reader, document) or {}
    listed = content.get("photos")
    photos = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if not photos:
        yield Link("no_photo", State.GOOD)
    for one in photos:
        yield _bytes(reader, "photo", str(one.get("sha256") or ""), number=one.get("problem_number") or "—")


def _findings(reader: Reader, document: Document) -> Iterator[Link]:
    for position, entity in enumerate(document.findings or (), 1):
        here = records.find(reader, Finding, entity) is not None
        code = "finding" if here else "finding_missing"
        yield Link(code, State.GOOD if here else State.NOT_HERE, {"position": position})


def _paper(reader: Reader, document: Document) -> Iterator[Link]:
    """Yield whether the interview or sampling is here, for a kind that is made of one."""
    kind = OF_ONE_RECORD.get(DocumentKind(document.kind)) if document.kind in set(DocumentKind) else None
    if kind is not None:
        here = records.find(reader, KINDS[kind].record, document.about or "") is not None
        yield Link("paper" if here else "paper_missing", State.GOOD if here else State.NOT_HERE)


def _content(reader: Reader, document: Document) -> Iterator[Link]:
    sha256 = document.content_sha256 or ""
    yield _bytes(reader, "content", sha256)
    content = _kept_content(reader, document)
    if content is None:
        return
    number = document.number
    kept = content.get("number")
    named = str(decoder(DocumentNumber)(kept)) if kept is not None else ""
    if (content.get("document_id"), named) != (document.id, str(number or "")):
        yield Link("content_differs", State.BROKEN)
        return
    yield Link("qr", State.GOOD, {"text": f"{number or ''}|{document.id}|{_short(sha256)}"})


def _journal(reader: Reader, made: Change | None) -> Iterator[Link]:
    if made is None:
        yield Link("journal_not_here", State.NOT_HERE)
        return
    device = devices.find(reader, made.device)
    assert device is not None, "a change has its device"
    told: dict[str, object] = {"device": device.name or device.id[-8:], "seq": made.seq, "at": made.at}
    before = exchange.chain_hash(reader, made.device, made.seq - 1)
    holds = chain(before, bytes.fromhex(sha256_hex(made.body()))) == exchange.chain_hash(reader, made.device, made.seq)
    yield Link("journal", State.GOOD, told) if holds else Link("journal_broken", State.BROKEN, told)
    yield _signed_end(reader, device, made.seq)


def _signed_end(reader: Reader, device: devices.Device, seq: int) -> Link:
    """Return whether the device signed an end of its chain that holds this change."""
    head = device.head
    if head is None or head.seq < seq or device.public_key is None:
        return Link("not_signed_end", State.OPEN)
    told: dict[str, object] = {"device": device.name or device.id[-8:], "seq": head.seq}
    here = head.seq <= device.seq and exchange.chain_hash(reader, device.id, head.seq) == head.hash
    good = here and keys.head_is_signed(device.public_key, device.id, head.seq, head.hash, head.signature)
    return Link("signed_end", State.GOOD, told) if good else Link("signed_end_broken", State.BROKEN, told)


def _packages(reader: Reader, made: Change | None) -> Iterator[Link]:
    if made is None:
        return
    found = [*_outgoing(reader, made), *_incoming(reader, made)]
    yield from found or [Link("not_sent", State.OPEN)]
    above = trust.bureau_of(reader)
    if above is not None:
        receipt = peers.peer(reader, above.certificate.device).receipt
        has = receipt.vector.get(made.device, (0, ""))[0] if receipt is not None else 0
        told: dict[str, object] = {"name": above.certificate.name, "seq": made.seq}
        good = has >= made.seq
        yield Link("receipt", State.GOOD, told) if good else Link("receipt_open", State.OPEN, told)


def _outgoing(reader: Reader, made: Change) -> Iterator[Link]:
    for kept in local.states(reader, "sent.").values():
        info = msgspec.convert(kept, PackageInfo)
        if any(part.device == made.device and part.first <= made.seq <= part.last for part in info.merged):
            names = ", ".join(address.name for address in info.addressees if address.device is not None)
            yield Link("package_out", State.GOOD, {"number": info.number, "name": names, "at": info.clock})


def _incoming(reader: Reader, made: Change) -> Iterator[Link]:
    for came in imported_files.carrying(reader, made.device, made.seq):
        yield Link("package_in", State.GOOD, {"number": came.number, "name": came.sender})


def _signings(reader: Reader, document: Document) -> Iterator[Link]:
    found = records.children(reader, Signing, document.id)
    if not found:
        yield Link("not_signed", State.OPEN)
    for signing in found:
        person = signing.signer or signing.witness
        told: dict[str, object] = {"name": person.name if person else "—", "at": signing.at or ""}
        yield Link(signing.result if signing.result in ("signed", "refused") else "signed", State.GOOD, told)
        if signing.strokes:
            yield _strokes(reader, signing.strokes)


def _services(reader: Reader, document: Document) -> Iterator[Link]:
    known = service.known(reader, document.id)
    if document.kind in TO_BE_SERVED and not (known.service or known.signed or known.replaced):
        yield Link("not_served", State.OPEN)
    for served in records.children(reader, Service, document.id):
        person = served.witness if served.method == ServiceMethod.LEFT else served.recipient
        told: dict[str, object] = {"name": person.name if person else "—", "at": served.at or ""}
        method = served.method if served.method in set(ServiceMethod) else ServiceMethod.DIRECT
        yield Link(f"served_{method}", State.GOOD, told)
    for photo in service.photos_of(reader, document, PhotoPurpose.SERVICE):
        yield _bytes(reader, "service_photo", photo.sha256 or "")


def _pages(reader: Reader, document: Document) -> Iterator[Link]:
    """Yield each page of the signed paper that was scanned or photographed back in."""
    pages = service.photos_of(reader, document, PhotoPurpose.SIGNED_PAGE)
    for number, photo in enumerate(pages, 1):
        yield _bytes(reader, "signed_page", photo.sha256 or "", number=number)
    for sha256 in dict.fromkeys(photo.source_sha256 for photo in pages if photo.source_sha256):
        yield _bytes(reader, "scan", sha256)


def _strokes(reader: Reader, sha256: str) -> Link:
    link = _bytes(reader, "strokes", sha256)
    if link.state is State.GOOD and strokes.decoded(blobs.get(reader, sha256)) is None:
        return Link("strokes_altered", State.BROKEN, link.details)
    return link


def _changes(reader: Reader, document: Document, made: Change | None) -> Iterator[Link]:
    """Yield what was changed after the document was issued, in its hazards, its visit and their photos."""
    signed = min((signing.at for signing in records.children(reader, Signing, document.id) if signing.at), default=None)
    if made is None:
        return
    photos = [p.id for p in records.children(reader, Photo, document.inspection or "") if p.finding]
    for entity in (*(document.findings or ()), document.inspection or "", document.about or "", *photos):
        known: dict[str, Json] = {}
        for change in details.history(reader, entity):
            later = change.seq > made.seq if change.device == made.device else change.at > made.at
            for name, value in change.set.items():
                if later and known.get(name) != value:
                    code = "changed_after_signing" if _after(change, signed) else "changed_after_issue"
                    yield Link(code, State.CHANGED, _changed(reader, change, name, known.get(name)))
            known |= change.set


def _after(change: Change, signed: str | None) -> bool:
    """Return whether a change was written after the paper was signed, as the clocks read."""
    return signed is not None and datetime.fromisoformat(change.at) > datetime.fromisoformat(signed)


def _changed(reader: Reader, change: Change, name: str, before: Json) -> dict[str, object]:
    """Return what there is to say about a field that a change set."""
    device = devices.find(reader, change.device)
    return {
        "kind": change.kind,
        "field": name,
        "before": _value(name, before),
        "after": _value(name, change.set[name]),
        "who": change.author,
        "device": device.name if device is not None else change.device[-8:],
        "at": change.at,
    }


def _value(name: str, value: Json) -> str:
    if name == "identity_number" and isinstance(value, str):
        return masked_identity(value)
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
