"""Packages in: told what they are, previewed, imported; one that cannot be taken never stands in the way of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from fieldcheck.exchange.errors import PackageError, SequenceGap
from fieldcheck.exchange.reader import Progress, Seal
from fieldcheck.model.errors import StoreError, printed
from fieldcheck.operations import (
    applying,
    arriving,
    enrolment,
    identity,
    imported_files,
    package_log,
    peers,
    receiving,
    revocations,
    trust,
)
from fieldcheck.operations.foretelling import Foretelling
from fieldcheck.operations.known import Known
from fieldcheck.operations.package_log import Entry
from fieldcheck.operations.packages import ignore
from fieldcheck.operations.receiving import Checked
from fieldcheck.operations.room import NotEnoughRoom
from fieldcheck.operations.verdicts import (
    Cancelled,
    Description,
    Judged,
    Outcome,
    Preview,
    Report,
    Step,
    Stopped,
    Verdict,
)
from fieldcheck.store import Reader, Store, Transaction, clock, devices, snapshots
from fieldcheck.store.arrival import Counts
from fieldcheck.store.queries import exchange, numbers


def known_here(reader: Reader, identities: Sequence[str] = ()) -> Known:
    """Return what a store knows when it reads a package, with more age secret keys than its own. Raises NotEnrolled."""
    trust.own_certificate(reader)
    every = devices.every(reader)
    return Known(
        identities=(*devices.identities(reader), *identities),
        device=devices.own(reader).id,
        held=devices.held(reader),
        trusted=trust.trusted(reader),
        certificates=trust.known(reader),
        vector=exchange.known_vector(reader),
        revoked={device.id: device.revoked_after for device in every if device.revoked_after is not None},
        hash_at=partial(exchange.chain_hash, reader),
        arrived=lambda device: peers.peer(reader, device).arrived,
        withheld=partial(exchange.withheld, reader),
        line=partial(exchange.line_of, reader),
    )


def describe(checked: Checked) -> Description:
    """Return what a package that was checked says of itself."""
    info, certificate = checked.info, checked.signature.certificate
    return Description(
        path=checked.path,
        package=info.package,
        direction=info.direction,
        number=info.number,
        sender=info.sender.device,
        sender_name=certificate.name,
        sender_role=certificate.role,
        words=trust.fingerprint_of(certificate),
        addressees=tuple(address.name for address in info.addressees if address.device is not None),
        clock=info.clock,
        clock_days=_days_apart(info.clock),
        devices=tuple((part.certificate.name, part.first, part.last) for part in info.merged),
        changes=checked.changes,
        kinds=dict(checked.kinds),
        records=info.records or 0,
        blobs=len(info.blobs),
        blob_bytes=sum(entry.size for entry in info.blobs),
        enrolment=info.enrolment is not None,
        withheld=sum(part.withheld for part in info.merged),
    )


def _days_apart(sent: str) -> int:
    """Return how many whole days the sender's clock is ahead (behind: negative); only a clock ahead is certain."""
    try:
        difference = datetime.fromisoformat(sent) - datetime.fromisoformat(clock())
    except (ValueError, TypeError):
        return 0
    return int(difference.total_seconds() / 86400)


def inspect(path: Path, identities: Sequence[str], progress: Progress = ignore) -> Description:
    """Return what a package holds and who signed it, without a store: with age secret keys that open the seal.

    Every byte is verified; whether the signer is to be trusted is not known then. Raises PackageError.
    """
    return describe(receiving.check(path, Known(tuple(identities)), progress))


def inspect_for(store: Store, path: Path, progress: Progress = ignore) -> Description:
    """Return the same with the keys of a store; where it is enrolled, the signer must be one that it trusts.

    Raises PackageError.
    """
    reader = store.reader()
    identities = tuple(devices.identities(reader))
    if not trust.is_enrolled(reader):
        return inspect(path, identities, progress)
    known = Known(identities, trusted=trust.trusted(reader), certificates=trust.known(reader))
    return describe(receiving.check(path, known, progress))


def preview(store: Store, path: Path, progress: Progress = ignore) -> Preview:
    """Return what importing a package would do; nothing is written. Raises NotEnrolled, PackageError, StoreError."""
    reader = store.reader()
    known = known_here(reader)
    description = imported_files.recognised(reader, path, Description, progress)
    if description is not None:
        return Preview(description, 0, {}, {}, 0, (), 0, nothing_new=True)
    foretelling = Foretelling(reader)
    with identity.noting_forks(store):
        checked = receiving.check(path, known, progress, foretelling=foretelling)
    missing = exchange.not_here(reader, [entry.sha256 for entry in checked.info.blobs])
    return Preview(
        description=describe(checked),
        new_changes=checked.new_changes,
        new_kinds=dict(checked.new_kinds),
        new_records=dict(foretelling.new_records),
        changed_records=len(foretelling.changed),
        conflicts=foretelling.conflicts(),
        new_blobs=len(missing),
        nothing_new=_nothing_new(reader, checked),
        refused=tuple((kind, reason, count) for (kind, reason), count in sorted(foretelling.refused.items())),
    )


def _nothing_new(reader: Reader, checked: Checked) -> bool:
    snapshot = checked.info.snapshot
    newer = snapshot is not None and snapshot.number > snapshots.newest(reader)[0]
    missing = exchange.not_here(reader, [entry.sha256 for entry in checked.info.blobs])
    return not (checked.new_changes or newer or missing)


def import_packages(
    store: Store,
    paths: Sequence[Path],
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
    *,
    judged: Judged = lambda verdict: None,
    identities: Sequence[str] = (),
) -> list[Verdict]:
    """Import packages, in an order that fills gaps; return what became of each, in the order of `paths`.

    `identities` are age secret keys that may open them beside those of the store. Raises NotEnrolled. What is wrong
    with one package is in its verdict, and changes nothing. Where one is stopped, those after it are not begun.
    """
    known_here(store.reader())
    verdicts: dict[Path, Verdict] = {}
    waiting = list(dict.fromkeys(paths))
    stopped = False
    while waiting:
        tried = len(waiting)
        for path in list(waiting):
            steps = _Steps(path, len(verdicts) + 1, len(paths), report, cancelled)
            verdict = Verdict(path, Outcome.STOPPED) if stopped else _import(store, path, steps, identities)
            stopped = verdict.outcome is Outcome.STOPPED
            verdicts[path] = verdict
            judged(verdict)
            if verdict.outcome is not Outcome.WAITING:
                waiting.remove(path)
                _log(store, verdict)
        if len(waiting) == tried:
            break
    for path in waiting:
        _log(store, verdicts[path])
    return [verdicts[path] for path in paths]


def _log(store: Store, verdict: Verdict) -> None:
    """Let the history of packages say what became of this one; one that was stopped is read again anyway."""
    if verdict.outcome is Outcome.STOPPED:
        return
    entry = _entry(verdict)

    def work(transaction: Transaction) -> str:
        if verdict.outcome is Outcome.WAITING:
            arriving.remember_waiting(transaction, entry.device, entry.number)
        package_log.keep(transaction, entry)
        return entry.id

    try:
        store.write(work)
    except StoreError:
        # A full disk, above all: the verdict says so, and goes on without its line in the history.
        return


def _entry(verdict: Verdict) -> Entry:
    error, described = verdict.error, verdict.description
    entry = Entry(
        outgoing=False,
        device=described.sender if described else "",
        name=described.sender_name if described else "",
        number=described.number if described else 0,
        changes=verdict.changes,
        records=described.records if described else 0,
        files=verdict.blobs,
        size=verdict.size,
        file=printed(verdict.path.name),
        outcome=verdict.outcome.value,
        error=error.code if error else "",
    )
    return _waiting(entry, verdict.path, error) if isinstance(error, SequenceGap) else entry


def _waiting(entry: Entry, path: Path, gap: SequenceGap) -> Entry:
    """Return the entry of a package that waits, with all that is needed to take it in once the gap closed."""
    return msgspec.structs.replace(
        entry,
        device=str(gap.details["sender_device"]),
        name=str(gap.details["sender"]),
        number=int(str(gap.details["number"])),
        folder=printed(str(path.absolute().parent)),
        ends=msgspec.convert(gap.details["ends"], dict[str, int]),
    )


class _Steps:
    """Progress of one package, and the person's wish to stop."""

    def __init__(self, path: Path, number: int, total: int, report: Report, cancelled: Cancelled) -> None:
        self._path, self._number, self._total = path, min(number, total), total
        self._report, self._cancelled = report, cancelled
        self.size = 0

    def checking(self, done: int, size: int) -> None:
        """Report the first pass. Raises Stopped."""
        self._say(done, size, applying=False)

    def applying(self, done: int, size: int) -> None:
        """Report the second pass. Raises Stopped."""
        self._say(done, size, applying=True)

    def _say(self, done: int, size: int, *, applying: bool) -> None:
        if self._cancelled():
            raise Stopped
        self.size = size
        self._report(Step(self._path, self._number, self._total, applying, done, size))


def _import(store: Store, path: Path, steps: _Steps, identities: Sequence[str]) -> Verdict:
    reader = store.reader()
    description: Description | None = None
    seal = Seal()
    try:
        known = known_here(reader, identities)
        description = imported_files.recognised(reader, path, Description, steps.checking)
        if description is not None:
            return Verdict(path, Outcome.NOTHING_NEW, description, size=steps.size)
        with identity.noting_forks(store):
            checked = receiving.check(path, known, steps.checking, seal=seal)
        description = describe(checked)
        if checked.info.direction == "downward":
            trust.follow(store, checked.signature.certificate, checked.info.certificates)
        nothing = _nothing_new(reader, checked)
        before = _twice(reader)
        enrolment.renew(store, checked)
        counts = Counts() if nothing else applying.apply(store, checked, known, steps.applying)
        revoked = revocations.receive(store, checked.revocations, checked.chain)
        arriving.remember(store, checked.info)
        imported_files.remember(store, checked.info, seal, description)
    except Stopped:
        return Verdict(path, Outcome.STOPPED, description)
    except SequenceGap as error:
        return Verdict(path, Outcome.WAITING, description, error=error)
    except (PackageError, StoreError, NotEnoughRoom) as error:
        return Verdict(path, Outcome.REFUSED, description, error=error)
    verdict = _verdict(path, description, counts, nothing and not revoked, steps.size)
    return replace(verdict, twice=tuple(sorted(_twice(reader) - before)))


def _twice(reader: Reader) -> set[str]:
    return {str(number) for number in numbers.twice(reader)}


def _verdict(path: Path, description: Description, counts: Counts, nothing: bool, size: int) -> Verdict:
    return Verdict(
        path=path,
        outcome=Outcome.NOTHING_NEW if nothing else Outcome.IMPORTED,
        description=description,
        changes=counts.changes,
        records=dict(counts.records),
        refused=counts.refused,
        conflicts=counts.conflicts,
        blobs=counts.blobs,
        size=size,
    )
