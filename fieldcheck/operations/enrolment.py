"""Enrolment: a laptop asks, two people compare eight words, the bureau answers with all that the laptop needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from fieldcheck.exchange import certificates
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import Enrolment as Answer
from fieldcheck.exchange.errors import CertificateWrong, PackageError
from fieldcheck.exchange.writer import Progress
from fieldcheck.model.errors import N_, printed
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import Role
from fieldcheck.operations import (
    applying,
    approving,
    arriving,
    downward,
    handing_back,
    identity,
    marks,
    numbers,
    package_log,
    packages,
    peers,
    receiving,
    revocations,
    trust,
)
from fieldcheck.operations.known import Known
from fieldcheck.operations.numbers import Grant
from fieldcheck.operations.package_log import Entry
from fieldcheck.operations.packages import Exported, ignore
from fieldcheck.operations.receiving import Checked
from fieldcheck.operations.requests import (
    Replaced,
    Request,
    asked,
    check_name,
    open_request,
    read_request,
    request,
    write_request,
)
from fieldcheck.operations.trust import Bureau, fingerprint, own_fingerprint
from fieldcheck.store import DeviceIdentity, Reader, Store, Transaction, devices, snapshots
from fieldcheck.store.arrival import Counts
from fieldcheck.store.queries import conflicts, exchange
from fieldcheck.store.reader import one_view
from fieldcheck.store.trust import certify_own, finish_folding
from fieldcheck.translation import _

__all__ = [
    "Offer",
    "Request",
    "accept",
    "approve",
    "asked",
    "fingerprint",
    "offer",
    "open_request",
    "own_fingerprint",
    "read_request",
    "renew",
    "request",
    "write_request",
]


class NotAnAnswer(PackageError):
    """A package that enrols nobody, or somebody else."""

    code = "PACKAGE_NO_ENROLMENT"
    message = N_("{path} is not the bureau's answer to this laptop's request. Ask the bureau for the answer package.")


class WordsDiffer(PackageError):
    """The fingerprint that the person was told is not that of the package."""

    code = "FINGERPRINT_DIFFERS"
    message = N_(
        "The words of the bureau in {path} are {found}, not those that you were told. Nothing was imported; "
        "ask the bureau by telephone."
    )


class AlreadyEnrolled(PackageError):
    """The laptop belongs to another bureau."""

    code = "ENROLLED_ELSEWHERE"
    message = N_("This store already belongs to {name}. A laptop that changes its bureau starts a new store.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A bureau's answer, verified but not yet trusted: `words` are what inspector and clerk compare by voice."""

    path: Path
    bureau: str
    words: tuple[str, ...]
    name: str
    role: str
    towns: tuple[str, ...]
    sectors: tuple[str, ...]


def approve(
    store: Store,
    asked: Request,
    folder: Path,
    *,
    name: str = "",
    role: Role | None = None,
    towns: Sequence[str] = (),
    sectors: Sequence[str] = (),
    site: str = "",
    grants: Sequence[Grant] | None = None,
    replaces: str = "",
    end_replaced: bool = False,
    author: str = "",
) -> Exported:
    """Take a laptop in and write the answer package into `folder`, sealed for it.

    `name` and `role` are those of the request where they are left out; `grants` the standard blocks. Approving again
    issues a new certificate, for another area for example. `replaces` is the device whose place it takes (name, or
    the beginning of the id; else what the request says): what that one wrote is sent to it. With `end_replaced` that
    one is revoked: what it still had to send comes with the new one. An enterprise's computer is taken in for `site`
    alone: it has no area and no numbers, and is sent its own matters (see `for_enterprise`).
    Raises BureauOnly, SiteMissing, ReplacesOther, RecordNotFound (the site), DeviceUnknown, NameMissing, SeriesUnknown,
    CountWrong, CertificateWrong (known with another key, or its sectors are none), FolderMissing, PackageNotWritten.
    """
    trust.require_bureau(store.reader())
    approving.check_site(store.reader(), asked.name, role or asked.role, site)
    served = role or asked.role
    wanted = _standard_grants(store.reader(), served) if grants is None or served is Role.ENTERPRISE else grants
    for one in wanted:
        numbers.check(one)
    subject = certificates.Subject(
        asked.device,
        check_name(name or asked.name),
        role or asked.role,
        asked.public_key,
        asked.recipient,
        tuple(towns),
        tuple(sectors),
        site or None,
    )
    _check_subject(store, subject)
    former = _replaced(store.reader(), asked, replaces)
    if served is Role.ENTERPRISE:
        approving.check_replaced(store.reader(), subject.name, site, former)
        subject = replace(subject, replaces=approving.named_before(store.reader(), asked.device, former))
    if not folder.is_dir():
        raise packages.FolderMissing(path=folder)
    issued = _issue(store, subject, wanted, former, author)
    if former is not None and end_replaced:
        _end(store, former, subject.name, author)
    return _answer(store, issued, folder)


def _replaced(reader: Reader, asked: Request, name: str) -> Replaced | None:
    """Return the device that is replaced: the one that the clerk names, else the one that the request names."""
    if not name:
        return asked.replaces
    found = trust.resolve(reader, name)
    named = asked.replaces is not None and asked.replaces.device == found.id
    return asked.replaces if named else Replaced(found.id, found.seq)


def _end(store: Store, former: Replaced, name: str, author: str) -> None:
    """Revoke a device that was replaced: what is here of it counts, and what the new one brings of it."""
    known = devices.find(store.reader(), former.device)
    if known is None or known.certificate is None:
        return
    last, reason = max(known.seq, former.seq), _("replaced by {name}").format(name=name)

    def work(transaction: Transaction) -> str:
        revocations.append(transaction, known, reason, last)
        return known.id

    store.write(work, author)
    finish_folding(store)


def _standard_grants(reader: Reader, role: Role) -> list[Grant]:
    """Return what an inspector gets where nothing else is said; a bureau numbers by its own series."""
    return [] if role is not Role.INSPECTOR else numbers.standard_grants(reader, date.today().year)


def _check_subject(store: Store, subject: certificates.Subject) -> None:
    known = devices.find(store.reader(), subject.device)
    if known is not None and (known.own or known.public_key not in (None, subject.public_key)):
        raise CertificateWrong(device=subject.name, reason="public_key")
    unknown = [code for code in subject.sectors if code not in BY_CODE]
    if unknown:
        raise CertificateWrong(device=subject.name, reason=", ".join(unknown))


def _issue(
    store: Store, subject: certificates.Subject, grants: Sequence[Grant], former: Replaced | None, author: str
) -> Certificate:
    issued: list[Certificate] = []

    def work(transaction: Transaction) -> str:
        own = devices.own_identity(transaction)
        certificate = certificates.issue(subject, own.id, own.private_key, transaction.now)
        trust.keep(transaction, certificate)
        values = {
            "device": subject.device,
            "name": subject.name,
            "role": subject.role,
            "towns": subject.towns,
            "sectors": subject.sectors,
            "certificate": certificate.encoded().decode(),
            **({} if former is None else {"replaces": former.device}),
        }
        # What a former device of this bureau wrote of the same laptop would stand beside it for ever.
        standing = conflicts.joined(conflicts.seen(transaction, "enrolment", subject.device).values())
        transaction.append("enrolment", subject.device, "", values, standing)
        for wanted in grants:
            numbers.append(transaction, subject.device, wanted)
        issued.append(certificate)
        return subject.device

    store.write(work, author)
    return issued[0]


def _answer(store: Store, issued: Certificate, folder: Path) -> Exported:
    reader = store.reader()
    target = packages.target_named(reader, issued.device)
    known = peers.peer(reader, target.device)
    succeeds = [one.device for one in trust.succeeded(reader)]
    answer = Answer(issued, trust.own_certificate(reader), trust.escrow(reader), succeeds)
    with one_view(reader):
        content = downward.content(reader, target.device, known, again=True, enrolment=answer)
        made = packages.write_and_remember(store, reader, target, content, folder, ignore)
    # After the view that the content comes from: the mark says how far the store is by now.
    marks.write(store)
    return made


def offer(store: Store, path: Path) -> Offer:
    """Return what the bureau's answer says, for the person to compare. Raises PackageError, NotAnAnswer."""
    checked = _checked_answer(store, path)
    answer = checked.info.enrolment
    assert answer is not None, "an answer enrols"
    return Offer(
        path=path,
        bureau=answer.bureau.name,
        words=trust.fingerprint_of(answer.bureau),
        name=answer.certificate.name,
        role=answer.certificate.role,
        towns=answer.certificate.scope.towns,
        sectors=answer.certificate.scope.sectors,
    )


def _checked_answer(store: Store, path: Path) -> Checked:
    """Return the answer with every signature in it checked against the bureau that it names."""
    reader = store.reader()
    own = devices.own_identity(reader)
    known = Known(
        tuple(devices.identities(reader)),
        own.id,
        devices.held(reader),
        vector=exchange.known_vector(reader),
        hash_at=partial(exchange.chain_hash, reader),
    )
    with identity.noting_forks(store):
        checked = receiving.check(path, known, ignore)
    _check_answer(own, checked, path)
    return checked


def _check_answer(own: DeviceIdentity, checked: Checked, path: Path) -> None:
    answer = checked.info.enrolment
    if answer is None or answer.certificate.device != own.id:
        raise NotAnAnswer(path=path)
    if answer.certificate.public_key != own.public_key.hex() or answer.certificate.recipient != own.recipient:
        raise NotAnAnswer(path=path)
    if checked.signature.device != answer.bureau.device or checked.signature.certificate != answer.bureau:
        raise NotAnAnswer(path=path)
    bureau_key = bytes.fromhex(answer.bureau.public_key)
    if certificates.chain_of(answer.certificate, {}, {answer.bureau.device: bureau_key}) is None:
        raise CertificateWrong(device=answer.certificate.name, reason="issuer")
    if (own.role is Role.BUREAU) != (answer.certificate.role == Role.BUREAU):
        raise CertificateWrong(device=answer.certificate.name, reason="role")


def accept(store: Store, path: Path, words: Sequence[str], progress: Progress = ignore) -> Counts:
    """Trust the bureau whose eight words a person compared, and take in all that its answer brings.

    Raises PackageError, NotAnAnswer, WordsDiffer, AlreadyEnrolled; nothing is changed then.
    """
    checked = _checked_answer(store, path)
    answer = checked.info.enrolment
    assert answer is not None, "an answer enrols"
    found = trust.fingerprint_of(answer.bureau)
    if tuple(words) != found:
        raise WordsDiffer(path=path, found=" ".join(found))
    # A bureau that was put back from a backup may take in again whom it does not know, before it can send a package.
    trust.follow(store, answer.bureau, checked.info.certificates)
    above = trust.bureau_of(store.reader())
    if above is not None and above.certificate.device not in (answer.bureau.device, *answer.succeeds):
        raise AlreadyEnrolled(name=above.certificate.name)
    succeeds = above is not None and above.certificate.device != answer.bureau.device

    def work(transaction: Transaction) -> str:
        _join(transaction, answer, checked)
        # An enterprise was shown an excerpt of what the lost bureau wrote, and writes nothing of it itself.
        if succeeds and answer.certificate.role != Role.ENTERPRISE:
            _leave_the_lost(transaction, answer.bureau.device, checked)
        return answer.certificate.device

    store.write(work)
    finish_folding(store)
    known = Known(tuple(devices.identities(store.reader())), answer.certificate.device)
    counts = applying.apply(store, checked, known, progress)
    handing_back.finish(store)
    arriving.remember(store, checked.info)
    package_log.keep_one(store, _entry(checked, counts))
    return counts


def _entry(checked: Checked, counts: Counts) -> Entry:
    """Return what the history of packages says of an answer that was taken in."""
    info = checked.info
    return Entry(
        outgoing=False,
        device=info.sender.device,
        name=info.sender.name,
        number=info.number,
        changes=counts.changes,
        records=info.records or 0,
        files=counts.blobs,
        size=checked.path.stat().st_size,
        file=printed(checked.path.name),
        outcome=package_log.IMPORTED,
    )


def _leave_the_lost(transaction: Transaction, bureau: str, checked: Checked) -> None:
    """Take no more of its numbers, and write again what only it wrote."""
    lost = {one for one, kept in trust.known(transaction).items() if kept.role == Role.BUREAU} - {bureau}
    numbers.close_blocks(transaction)
    snapshot = checked.info.snapshot
    handing_back.begin(transaction, lost, snapshot.number if snapshot is not None else 0)


def renew(store: Store, checked: Checked) -> None:
    """Take another area, or the bureau's new escrow key, from an answer that the bureau above has written again.

    Its words were compared when it was joined. An answer older than what is here changes nothing. Raises NotAnAnswer,
    CertificateWrong.
    """
    reader, info = store.reader(), checked.info
    answer, above = info.enrolment, trust.bureau_of(reader)
    if answer is None or above is None or above.certificate.device != answer.bureau.device:
        return
    if info.snapshot is None or info.snapshot.number <= snapshots.newest(reader)[0]:
        return
    _check_answer(devices.own_identity(reader), checked, checked.path)

    def work(transaction: Transaction) -> str:
        _join(transaction, answer, checked)
        return answer.certificate.device

    store.write(work)
    finish_folding(store)


def _join(transaction: Transaction, answer: Answer, checked: Checked) -> None:
    """Trust the bureau above. A store that is a bureau itself stays the beginning of the chain for what is below it."""
    former = trust.former_of(answer.bureau, checked.info.certificates)
    if trust.is_bureau(transaction):
        trust.keep_bureau(transaction, Bureau(answer.bureau, answer.escrow, answer.certificate, former))
        return
    certify_own(transaction, trust.certified(answer.certificate))
    trust.keep_bureau(transaction, Bureau(answer.bureau, answer.escrow, former=former))
