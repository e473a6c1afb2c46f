"""Packages in, first pass: every byte is checked, what is in it is counted, and nothing is written.

The second pass (`applying`) reads the same file again and compares each piece with what was checked, so that nothing
is applied that was not verified, and no plain text lies on the disk between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldcheck.exchange import certificates, keys, layout, reader, revocations
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.contents import BlobEntry, PackageInfo, Range, Revocation, Sender, Signature
from fieldcheck.exchange.errors import (
    CertificateWrong,
    ChainForked,
    ChainForkedBefore,
    DeviceRevoked,
    FormerChainForked,
    FormerForked,
    HeadWrong,
    PackageError,
    PackageMalformed,
    PackageTooLarge,
    RevocationWrong,
    SenderNotAllowed,
    SignatureWrong,
    StoreCopied,
    UnknownSigner,
)
from fieldcheck.exchange.reader import Progress, Seal
from fieldcheck.model.authority import Writer
from fieldcheck.model.journal import genesis
from fieldcheck.model.values import Role
from fieldcheck.operations import gaps
from fieldcheck.operations.foretelling import Foretelling
from fieldcheck.operations.known import Known, replaces
from fieldcheck.store import snapshots
from fieldcheck.store.lines import Arrived

MOST_KINDS = 200
"""Kinds of records in one package; this version knows about a dozen."""


@dataclass(slots=True)
class Checked:
    """A package whose every byte was verified.

    Attributes:
        pieces: SHA-256 of the member up to the end of each piece of lines, in the order in which they came.
        chain: certificates that lead to a trusted device, and those of the ranges, each issuer before what it issued.
        kinds: changes by kind, withheld ones left out; `new_kinds`, those that were not here.
        revocations: those of devices that somebody here vouches for, signed by a bureau above them.
    """

    path: Path
    signature: Signature
    info: PackageInfo
    pieces: list[bytes] = field(default_factory=list)
    chain: list[Certificate] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    new_kinds: Counter[str] = field(default_factory=Counter)
    new_changes: int = 0
    revocations: list[Revocation] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """Return how many changes the package carries."""
        return sum(part.last - part.first + 1 for part in self.info.merged)


def _before(every: Mapping[str, Certificate], device: str) -> frozenset[str]:
    """Return the devices whose place an enterprise's one took, at first or second hand."""
    found: list[str] = []
    while device in every and (former := every[device].replaces) is not None and former not in found:
        found.append(former)
        device = former
    return frozenset(found)


def check(
    path: Path,
    known: Known,
    progress: Progress,
    *,
    foretelling: Foretelling | None = None,
    seal: Seal | None = None,
) -> Checked:
    """Return what is in the package at `path`.

    `foretelling` takes what is new in it, `seal` the sealed bytes that were checked.

    Raises every error of `fieldcheck.exchange.errors`, ChangeNotUnderstood, SnapshotNotUnderstood.
    """
    checking = _Checking(path, known, foretelling)
    reader.read(path, known.identities, checking, progress, seal)
    return checking.result()


class _Checking:
    """The receiver of the first pass."""

    def __init__(self, path: Path, known: Known, foretelling: Foretelling | None) -> None:
        self._path, self._known, self._foretelling = path, known, foretelling
        self._signature: Signature | None = None
        self._checked: Checked | None = None
        self._kept: set[Certificate] = set()
        self._hash = b""
        self._withheld = 0
        self._record = ("", "")

    def result(self) -> Checked:
        """Return what was checked."""
        assert self._checked is not None, "a package was read whole"
        return self._checked

    def signed(self, signature: Signature) -> None:
        """Let the signer in where its certificate is one that is known, or can be judged by what follows."""
        own = self._known.certificates.get(signature.device)
        if own is not None and own.public_key != signature.certificate.public_key:
            raise SignatureWrong(path=self._path, device=signature.certificate.name)
        self._signature = signature

    def begin(self, info: PackageInfo) -> None:
        """Check who wrote it and where its ranges begin and end, before anything of them is read."""
        assert self._signature is not None, "the signature comes first"
        self._checked = Checked(self._path, self._signature, info)
        certificate = self._signature.certificate
        if info.sender != Sender(certificate.device, certificate.name, certificate.role):
            raise SenderNotAllowed(path=self._path, device=certificate.name, member="sender")
        offered = {certificate.device: certificate for certificate in info.certificates}
        self._lead_to_trust(certificate, offered)
        self._check_direction(info, certificate)
        self._check_receipt(info)
        self._check_revoked(info)
        for part in info.ranges:
            self._check_range(part, offered)
        for one in info.revocations:
            self._check_revocation(one, offered)
        if self._foretelling is not None:
            self._foretelling.begin(self._writers())

    def _writers(self) -> dict[str, Writer]:
        """Return what authority will know of the devices of the ranges once the package is imported."""
        every = dict(self._known.certificates)
        every |= {one.device: one for one in self.result().chain if replaces(one, self._known)}
        last = dict(self._known.revoked)
        for one in self.result().revocations:
            last[one.device] = min(one.last_seq, last.get(one.device, one.last_seq))
        merged = (part.device for part in self.result().info.merged)
        return {device: Writer(every[device].role, last.get(device), _before(every, device)) for device in merged}

    def _check_direction(self, info: PackageInfo, signer: Certificate) -> None:
        """Raise SenderNotAllowed where someone else than the bureau above sends what only that may send.

        An inspector's laptop is trusted with its own journal, and its certificate leads to the same bureau: without
        this it could send another laptop snapshots in the bureau's name.
        """
        down = (info.snapshot, info.enrolment)
        if info.direction == "upward" and down == (None, None):
            return
        trusted = self._known.trusted
        above = signer.role == Role.BUREAU if trusted is None else self._is_above(signer, trusted)
        if info.direction == "upward" or not above or signer.device == self._known.device:
            member = "enrolment" if info.enrolment is not None else "snapshot"
            raise SenderNotAllowed(path=self._path, device=signer.name, member=member)

    def _is_above(self, signer: Certificate, trusted: Mapping[str, bytes]) -> bool:
        """Return whether the signer is the bureau above, or took its place."""
        if signer.device in trusted:
            return True
        known = {**{one.device: one for one in self.result().chain}, **self._known.certificates}
        chain = certificates.chain_of(signer, known, trusted)
        return chain is not None and certificates.takes_place(chain)

    def _check_revoked(self, info: PackageInfo) -> None:
        """Raise DeviceRevoked where a revoked device sends nothing of its own that still counts.

        What others carry of its journal is merged whatever it is: it is listed as refused, and stops no package.
        """
        last = self._known.revoked.get(info.sender.device)
        own = (part.first for part in info.ranges if part.device == info.sender.device)
        if last is not None and not any(first <= last for first in own):
            raise DeviceRevoked(path=self._path, device=info.sender.name)

    def _check_receipt(self, info: PackageInfo) -> None:
        """Raise StoreCopied where the bureau has changes of this store's own device that are not here.

        A former device may have gone on elsewhere: of it the bureau has more where the store was put back from a
        backup. Raises FormerForked where it has others, and no range (see `_compare`) names the first of them.
        """
        if info.receipt is None or info.direction != "downward":
            return
        former = self._known.held - {part.device for part in info.ranges}
        for device, (seq, end) in sorted(info.receipt.vector.items()):
            if self._is_here(device, seq, end):
                continue
            if device == self._known.device:
                raise StoreCopied(path=self._path)
            if device in former and seq <= self._known.vector.get(device, 0):
                raise self._former_forked(device, None)

    def _is_here(self, device: str, seq: int, end: str) -> bool:
        """Return whether the chain of a device has this hash after change `seq` here; yes where that is not known."""
        hash_at = self._known.hash_at
        if not seq or hash_at is None:
            return True
        return seq <= self._known.vector.get(device, 0) and hash_at(device, seq).hex() == end

    def _former_forked(self, device: str, common: int | None) -> FormerForked:
        known = self._known.certificates.get(device)
        name = known.name if known is not None else device
        return FormerForked(path=self._path, device=name, id=device, common=common)

    def _check_revocation(self, one: Revocation, offered: Mapping[str, Certificate]) -> None:
        """Keep a revocation of a device that is known. Raises RevocationWrong."""
        try:
            every = {**offered, **self._known.certificates}
            line = self._known.line(one.issuer)
            chain = revocations.chain_of(one, every, self._known.trusted or {}, line)
        except CertificateWrong as error:
            raise RevocationWrong(path=self._path, device=error.details["device"]) from error
        if chain is not None:
            self._keep_chain(chain)
            self.result().revocations.append(one)

    def _lead_to_trust(self, certificate: Certificate, offered: Mapping[str, Certificate]) -> None:
        """Keep the certificates from a trusted device down to this one. Raises UnknownSigner, CertificateWrong."""
        if certificate in self._kept:
            return
        trusted = self._known.trusted
        if trusted is None:
            trusted = {certificate.issuer: self._issuer_key(certificate, offered)}
        chain = certificates.chain_of(certificate, {**offered, **self._known.certificates}, trusted)
        if chain is None:
            raise UnknownSigner(path=self._path, device=certificate.device, name=certificate.name)
        self._keep_chain(chain)

    def _keep_chain(self, chain: Sequence[Certificate]) -> None:
        for one in reversed(chain):
            if one not in self._kept:
                self._kept.add(one)
                self.result().chain.append(one)

    def _issuer_key(self, certificate: Certificate, offered: Mapping[str, Certificate]) -> bytes:
        issuer = certificate if certificate.issuer == certificate.device else offered.get(certificate.issuer)
        if issuer is None:
            raise UnknownSigner(path=self._path, device=certificate.device, name=certificate.name)
        return bytes.fromhex(issuer.public_key)

    def _check_range(self, part: Range, offered: Mapping[str, Certificate]) -> None:
        if part.certificate.device != part.device or part.first > part.last:
            raise self._malformed(layout.PACKAGE, f"range {part.device} {part.first} {part.last}")
        self._lead_to_trust(part.certificate, offered)
        self._check_key(part)
        here = self._known.vector.get(part.device, 0)
        name = part.certificate.name
        if self._known.hash_at is not None and part.first > here + 1:
            raise gaps.before(self._path, part, here, self.result().info, self._known.arrived)
        self._check_start(part, here)
        public_key = bytes.fromhex(part.certificate.public_key)
        signed = keys.head_bytes(part.device, part.last, bytes.fromhex(part.head))
        if not keys.is_signed(public_key, keys.HEAD, signed, bytes.fromhex(part.signature)):
            raise HeadWrong(path=self._path, device=name)

    def _check_key(self, part: Range) -> None:
        own = self._known.certificates.get(part.device)
        if own is not None and own.public_key != part.certificate.public_key:
            raise CertificateWrong(device=part.certificate.name, reason="public_key")

    def _malformed(self, member: str, reason: str) -> PackageMalformed:
        return PackageMalformed(path=self._path, member=member, reason=reason)

    def _check_start(self, part: Range, here: int) -> None:
        """Raise ChainForkedBefore where the range goes on from another chain than the one that is here."""
        previous = bytes.fromhex(part.previous)
        if part.first == 1:
            expected = genesis(part.device, bytes.fromhex(part.certificate.public_key))
        elif self._known.hash_at is not None:
            expected = self._known.hash_at(part.device, part.first - 1)
        else:
            expected = previous
        if previous != expected:
            raise ChainForkedBefore(path=self._path, device=part.certificate.name, seq=part.first - 1)
        # A store that finds changes of its own device that it does not have was copied or restored.
        if part.device == self._known.device and part.last > here:
            raise ChainForked(path=self._path, device=part.certificate.name, seq=here + 1)

    def blob(self, entry: BlobEntry) -> None:
        """Do nothing: the bytes are checked where they are read."""

    def blob_bytes(self, data: bytes) -> None:
        """Do nothing: the bytes are checked where they are read."""

    def blob_end(self) -> None:
        """Do nothing: the bytes are checked where they are read."""

    def lines(self, part: Range, first: int, lines: Sequence[bytes], read: bytes) -> None:
        """Chain and decode a piece of a range; its end must be what the device signed."""
        if not lines:
            return
        result = self.result()
        if first == part.first:
            self._hash, self._withheld = bytes.fromhex(part.previous), 0
        arrived = Arrived(part.device, first, lines, self._hash)
        self._hash = arrived.hashes[-1]
        self._withheld += len(arrived.withheld)
        if first + len(lines) - 1 == part.last:
            self._check_end(part)
        self._compare(part, first, arrived)
        result.pieces.append(read)
        if result.info.merged:
            self._count(part.device, first, arrived)

    def _check_end(self, part: Range) -> None:
        """Raise HeadWrong where a range does not end in what its device signed."""
        if self._hash.hex() != part.head:
            raise HeadWrong(path=self._path, device=part.certificate.name)
        if self._withheld != part.withheld:
            reason = f"{self._withheld} withheld changes instead of {part.withheld}"
            raise self._malformed(layout.journal_name(part.device), reason)

    def _compare(self, part: Range, first: int, arrived: Arrived) -> None:
        """Raise ChainForked where a change that is here already is another one, FormerForked where it is one's own."""
        here, hash_at = self._known.vector.get(part.device, 0), self._known.hash_at
        last = min(here, first + len(arrived.hashes) - 1)
        if hash_at is not None and last >= first and hash_at(part.device, last) != arrived.hashes[last - first]:
            wrong = next(n for n in range(first, last + 1) if hash_at(part.device, n) != arrived.hashes[n - first])
            raise self._forked(part, wrong)

    def _forked(self, part: Range, wrong: int) -> PackageError:
        info, name = self.result().info, part.certificate.name
        if info.direction == "downward":
            return self._former_forked(part.device, wrong - 1)
        if part.device != info.sender.device and info.sender.role != Role.BUREAU:
            return FormerChainForked(path=self._path, device=name, id=part.device, seq=wrong)
        return ChainForked(path=self._path, device=name, seq=wrong)

    def _count(self, device: str, first: int, arrived: Arrived) -> None:
        result = self.result()
        result.kinds.update(body.kind for body in arrived.bodies if body is not None)
        if len(result.kinds) > MOST_KINDS:
            reason = f"{len(result.kinds)} kinds of records"
            raise PackageTooLarge(path=self._path, member=layout.journal_name(device), reason=reason)
        old = min(max(0, self._known.vector.get(device, 0) + 1 - first), len(arrived.bodies))
        late = self._known.withheld(device, first, first + old - 1) if old else ()
        revealed = [arrived.bodies[seq - first] for seq in sorted(late)]
        new = [*(body for body in revealed if body is not None), *arrived.bodies[old:]]
        result.new_changes += len(new)
        bodies = [body for body in new if body is not None]
        result.new_kinds.update(body.kind for body in bodies)
        if self._foretelling is not None:
            self._foretelling.take(bodies, of_several=len(result.info.merged) > 1)

    def records(self, lines: Sequence[bytes], read: bytes) -> None:
        """Decode snapshot lines. Raises SnapshotNotUnderstood, PackageMalformed."""
        result = self.result()
        snapshot = result.info.snapshot
        assert snapshot is not None, "records come with a snapshot"
        taken: list[tuple[str, str]] = []
        for data in lines:
            line = snapshots.decode(data, snapshot.vector)
            if (line.kind, line.entity) <= self._record:
                raise self._malformed(layout.RECORDS, f"{line.kind} {line.entity} is out of order")
            self._record = (line.kind, line.entity)
            taken.append(self._record)
        if self._foretelling is not None:
            self._foretelling.take_records(taken)
        result.pieces.append(read)

    def finished(self) -> None:
        """Everything was verified."""
