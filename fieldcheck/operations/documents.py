"""Documents: previewed as often as one likes, issued once, then frozen (P8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from fieldcheck import documents
from fieldcheck.model import authority
from fieldcheck.model.document import (
    OF_ONE_RECORD,
    DocumentContent,
    DocumentKind,
    DocumentNumber,
    content_bytes,
)
from fieldcheck.model.errors import N_, AuthorityError, DocumentError, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Document, Profile, Signing
from fieldcheck.model.strokes import Drawn, encoded
from fieldcheck.model.values import Person, SigningResult
from fieldcheck.operations import (
    case_numbers,
    document_content,
    document_details,
    marks,
    photo_stamps,
    photos,
    profile,
    trust,
)
from fieldcheck.operations.addressing import AS_PROPOSED, Addressed
from fieldcheck.operations.document_content import LISTING, Picture, listed_findings
from fieldcheck.operations.document_sources import Sources, in_force, named, sources
from fieldcheck.operations.inspections import now_text
from fieldcheck.operations.made_document import MadeDocument
from fieldcheck.operations.review import Gap, Weight
from fieldcheck.store import Changes, Reader, Store, Transaction, blobs
from fieldcheck.store.queries import records
from fieldcheck.translation import _


class OrderRefused(AuthorityError):
    """An order where the law or the remit allows none (P12)."""

    code = "ORDER_REFUSED"
    message = N_(
        "No rectification order can be issued here: {reason} Issue a problem list instead; it names {authority}."
    )


REFUSALS = {
    authority.Refusal.VISIT_KIND: N_("only an enforcement visit, or the recheck of one, can end in an order."),
    authority.Refusal.VISIT_SECTOR: N_("the sector of this visit is not in the bureau's remit."),
    authority.Refusal.FORM_SECTOR: N_("the sector of these findings is not in the bureau's remit."),
}


class NothingToOrder(DocumentError):
    """No finding stands that the document could name."""

    code = "DOCUMENT_NOTHING_TO_LIST"
    message = N_("There is no finding for this document to name. Issue an inspection record instead.")


class VisitIncomplete(DocumentError):
    """The review names gaps that stop the documents."""

    code = "DOCUMENT_VISIT_INCOMPLETE"
    message = N_("The visit is not complete: {count} gaps stop the documents ({first}). The review page lists them.")


class AlreadyIssued(DocumentError):
    """The visit has this document; a correction names the old one."""

    code = "DOCUMENT_ALREADY_ISSUED"
    message = N_("This document was issued as {number}. What is issued stays; issue a correction that names it.")


class RefusalIncomplete(InputError):
    """A refusal without reason or witness."""

    code = "REFUSAL_INCOMPLETE"
    message = N_("A refusal to sign needs its reason and the name of a witness (安全生产法 68). Fill in both.")


def check_allowed(
    reader: Reader,
    inspection: str,
    kind: DocumentKind,
    day: date | None = None,
    about: str = "",
    addressed: Addressed = AS_PROPOSED,
) -> Sources:
    """Return what a document of this kind is made of, on a day (today); `about` and `addressed` as in `issue`.

    Raises OrderRefused, NothingToOrder, DocumentNotAllowed, RecordNotFound.
    """
    source = sources(reader, inspection, about if kind in OF_ONE_RECORD else "", addressed)
    check(source, kind, day)
    return source


def check(source: Sources, kind: DocumentKind, day: date | None = None) -> None:
    """Raise an error where the law or its order allows no document of this kind on a day (today).

    Raises OrderRefused, NothingToOrder, DocumentNotAllowed.
    """
    if kind is DocumentKind.INSPECTION_RECORD:
        return
    if kind is DocumentKind.RECTIFICATION_ORDER and not listed_findings(source, kind):
        _refuse_order(source)
    if kind is not DocumentKind.RECTIFICATION_ORDER and kind not in LISTING:
        document_details.check(source, kind, day or date.today())
        return
    if not listed_findings(source, kind):
        raise NothingToOrder
    document_details.check(source, kind, day or date.today())


def _refuse_order(source: Sources) -> None:
    visit = source.review.inspection
    for finding in source.review.findings:
        reason = source.review.refusals[finding.id]
        name = authority.competent_authority(finding.sector or visit.sector)
        raise OrderRefused(reason=REFUSALS[reason], authority=name or "—")
    remit = source.profile.sectors or ()
    reason_without = authority.refusal(visit.visit_kind, None, visit.sector, None, remit)
    if reason_without is not None and not visit.recheck_of:
        name = authority.competent_authority(visit.sector)
        raise OrderRefused(reason=REFUSALS[reason_without], authority=name or "—")


def warm_up() -> None:
    """Read the library and the fonts, half a second, ahead of the first document. Raises DataMissing."""
    documents.warm_up()


def draft(
    reader: Reader,
    inspection: str,
    kind: DocumentKind,
    *,
    stamped: bool = False,
    about: str = "",
    addressed: Addressed = AS_PROPOSED,
) -> DocumentContent:
    """Return the document as it would be issued now, as a draft. Raises OrderRefused, NothingToOrder."""
    source = check_allowed(reader, inspection, kind, about=about, addressed=addressed)
    old = replaced(reader, source, kind)
    return document_content.content(
        reader,
        source,
        kind,
        document_id=inspection,
        number=None,
        draft=True,
        issued_on=date.today(),
        supersedes=named(old),
        picture=_picture(None, stamped=stamped),
    )


def _picture(number: DocumentNumber | None, *, stamped: bool) -> Picture:
    """Return how the photos of a document are drawn: as they are, or with a stamp that bears its number."""
    return partial(photo_stamps.printed, number=number) if stamped else photos.printed


def preview(
    reader: Reader,
    inspection: str,
    kind: DocumentKind,
    *,
    stamped: bool = False,
    about: str = "",
    addressed: Addressed = AS_PROPOSED,
) -> bytes:
    """Return the PDF with the mark 草稿; with `stamped` its photos bear stamps.

    Raises OrderRefused, NothingToOrder, BlobMissing.
    """
    return documents.render(draft(reader, inspection, kind, stamped=stamped, about=about, addressed=addressed))


def issued(reader: Reader, inspection: str, kind: DocumentKind, about: str = "") -> Document | None:
    """Return the visit's document of this kind (`about` as in `issue`) that no correction has replaced, or None."""
    return in_force(reader, inspection, kind, about)


def replaced(reader: Reader, source: Sources, kind: DocumentKind) -> Document | None:
    """Return the document that a correcting interview or sampling takes the place of, or None."""
    about = source.about
    if about is None or not about.corrects:
        return None
    return in_force(reader, source.review.inspection.id, kind, about.corrects)


def _old(reader: Reader, source: Sources, kind: DocumentKind, *, correct: bool) -> Document | None:
    """Return the document that a new one replaces. Raises AlreadyIssued.

    An interview or a sampling that was issued is corrected by another one, which names it.
    """
    about = source.about
    if kind is DocumentKind.TRANSFER_LETTER:
        standing = source.letters.get(document_details.addressee(source))
    else:
        standing = issued(reader, source.review.inspection.id, kind, about.id if about else "")
    if standing is not None and (about is not None or not correct):
        raise AlreadyIssued(number=named(standing))
    return standing or replaced(reader, source, kind)


def issue(
    store: Store,
    inspection: str,
    kind: DocumentKind,
    author: str = "",
    *,
    correct: bool = False,
    stamped: bool = False,
    today: Callable[[], date] = date.today,
    about: str = "",
    addressed: Addressed = AS_PROPOSED,
) -> Changes:
    """Issue a document: number, bytes and hash are kept for ever. `main` is the document's id.

    With `correct` a document that is already issued is superseded by a new one that names it; with `stamped` the
    photos that it prints bear stamps, the originals never. `about` is the interview or sampling that it is made of,
    for a kind of which a visit has several; `addressed` says whom a slip or a letter goes to: a visit has one letter
    for each authority.
    The PDF is made outside the transaction with the number that is next; where another write took that number
    meanwhile, it is made again.
    Raises DocumentNotAllowed, OrderRefused, NothingToOrder, VisitIncomplete, AlreadyIssued, NumbersExhausted.
    """
    if trust.own_site(store.reader()):
        raise document_details.DocumentNotAllowed(reason=document_details.OF_AN_ENTERPRISE)
    while True:
        reader = store.reader()
        source = check_allowed(reader, inspection, kind, today(), about, addressed)
        _check_complete(source, kind)
        old = _old(reader, source, kind, correct=correct)
        entity, day = new_id(), today()
        number = case_numbers.next_for(reader, source.profile, kind, day.year, inspection).number
        content = document_content.content(
            reader,
            source,
            kind,
            document_id=entity,
            number=number,
            draft=False,
            issued_on=day,
            supersedes=named(old),
            picture=_picture(number, stamped=stamped),
        )
        pdf = documents.render(content)
        made = MadeDocument(entity, inspection, source, content, pdf, old)
        changes = _keep(store, made, author)
        if changes is not None:
            marks.write(store)
            return changes


class _NumberTaken(Exception):
    """Another write took the number between rendering and keeping."""


def _keep(store: Store, made: MadeDocument, author: str) -> Changes | None:
    def work(transaction: Transaction) -> str:
        current = records.get(transaction, Profile, profile.PROFILE)
        kind, year = made.content.kind, made.content.issued_on.year
        if case_numbers.next_for(transaction, current, kind, year, made.inspection).number != made.content.number:
            raise _NumberTaken
        sha256 = blobs.put(transaction, made.pdf)
        content_sha256 = blobs.put(transaction, content_bytes(made.content))
        transaction.append("document", made.entity, made.inspection, made.values(sha256, content_sha256))
        return made.entity

    try:
        return store.write(work, author)
    except _NumberTaken:
        return None


BEFORE_THE_VISIT = frozenset({"bureau_answer", "visit_kind", "sector", "officers", "recheck_of"})
"""What a scheme, or a paper of the visit under way, cannot do without; the rest is found out on the visit."""


def blocking(source: Sources, kind: DocumentKind) -> list[Gap]:
    """Return the gaps that stop a document of this kind."""
    if kind is DocumentKind.SERVICE_RECEIPT:
        # What it names was issued already.
        return []
    gaps = [gap for gap in source.review.gaps if gap.weight is Weight.BLOCKS]
    if kind is DocumentKind.INSPECTION_SCHEME or kind in OF_ONE_RECORD:
        return [gap for gap in gaps if gap.code in BEFORE_THE_VISIT]
    again = kind is DocumentKind.RECTIFICATION_ORDER and source.ordered_again
    if kind is DocumentKind.RECHECK_OPINION or again:
        # What was looked at are the hazards of the earlier visit: no form is needed.
        return [gap for gap in gaps if gap.code != "no_form"]
    return gaps


def _check_complete(source: Sources, kind: DocumentKind) -> None:
    gaps = blocking(source, kind)
    if gaps:
        first = _(gaps[0].message()).format(**gaps[0].details)
        raise VisitIncomplete(count=len(gaps), first=first)


def pdf(reader: Reader, document: str) -> bytes:
    """Return the bytes as they were issued. Raises RecordNotFound, BlobMissing."""
    return blobs.get(reader, records.get(reader, Document, document).sha256 or "")


def record_signing(
    store: Store,
    document: str,
    result: SigningResult,
    *,
    signer: Person | None = None,
    reason: str = "",
    witness: Person | None = None,
    drawn: Sequence[Drawn] = (),
    at: str = "",
    author: str = "",
) -> Changes:
    """Record that the paper was signed, or that signing was refused; `main` is the record's id (法 68).

    `drawn` are the signatures from the pad, kept as one file of bytes whose hash the record names.
    `at` is the moment, ISO with offset; now where empty. Written once; a second record stands beside the first.
    Raises RecordNotFound, RefusalIncomplete.
    """
    if result is SigningResult.REFUSED and not (reason.strip() and witness is not None and witness.name.strip()):
        raise RefusalIncomplete
    entity = new_id()

    def work(transaction: Transaction) -> str:
        found = records.get(transaction, Document, document)
        values = {
            "document": document,
            "inspection": found.inspection,
            "result": result,
            "at": at or now_text(),
            "signer": signer,
            "reason": reason or None,
            "witness": witness,
            "strokes": blobs.put(transaction, encoded(tuple(drawn))) if drawn else None,
        }
        kept = {name: value for name, value in values.items() if value is not None}
        transaction.append("signing", entity, document, kept)
        return entity

    return store.write(work, author)


def signings(reader: Reader, document: str) -> list[Signing]:
    """Return what was recorded about signing a document, oldest first."""
    return records.children(reader, Signing, document)
