"""Packages out: what is not yet sent, to whom, since when; written whole, and the same one written again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fieldcheck.exchange import certificates, layout, writer
from fieldcheck.exchange.contents import Addressee, PackageInfo
from fieldcheck.exchange.writer import Progress
from fieldcheck.model.errors import N_, InputError, NotFoundError
from fieldcheck.operations import downward, marks, package_log, payloads, peers, room, trust, upward
from fieldcheck.operations.package_log import Entry
from fieldcheck.operations.payloads import Content
from fieldcheck.store import Reader, Store, Transaction, devices
from fieldcheck.store.reader import one_view

SUFFIX = ".fcpkg"


class NothingToSend(InputError):
    """The addressee was sent everything already."""

    code = "NOTHING_TO_SEND"
    message = N_("{name} was sent everything up to package {number}. If that file is lost, write it again.")


class PackageUnknown(NotFoundError):
    """No package of this number was written."""

    code = "PACKAGE_UNKNOWN"
    message = N_("No package {number} for {name} was written from this store. The last one is {last}.")


class PackageArrived(InputError):
    """The addressee confirmed a package, and nothing of it is needed any more."""

    code = "PACKAGE_ARRIVED"
    message = N_("Package {number} has arrived at {name}: it need not be written again.")


class FolderMissing(NotFoundError):
    """Where packages should go there is no folder."""

    code = "PACKAGE_FOLDER"
    message = N_("There is no folder {path}. Put the stick in, or choose another folder.")


class Overtaken(InputError):
    """Another program wrote a package for the same addressee while this one was being written."""

    code = "PACKAGE_OVERTAKEN"
    message = N_("Another program wrote package {number} for {name} at the same moment. Export again.")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What waits for one addressee.

    Attributes:
        to: device id of the addressee; `name` is what it is called.
        direction: "upward" to the bureau, "downward" to a laptop.
        changes: how many changes it was not yet sent; `photos` how many of them bring a photo.
        since: when the first of them was written (UTC), or None where there is none.
        number: of the last package that was written for it, 0 where there is none; `sent_at`, when.
        receipt_at: when it last said what it has, or None.
        unconfirmed: changes that were sent and that no receipt names yet.
    """

    to: str
    name: str
    direction: str
    changes: int
    photos: int
    since: str | None
    number: int
    sent_at: str | None
    receipt_at: str | None
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Exported:
    """A package on the disk: who it is for, and what it holds.

    `receipt` is the number of the receipt in a downward one: a laptop that answers with it has taken the package in.
    """

    path: Path
    to: str
    name: str
    number: int
    changes: int
    records: int
    blobs: int
    size: int
    sha256: str
    receipt: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """An addressee: `keys` are sealed to, the first of them its own."""

    device: str
    name: str
    direction: str
    keys: tuple[Addressee, ...]


def ignore(done: int, total: int) -> None:
    """Take progress and do nothing with it."""


def targets(reader: Reader) -> list[Target]:
    """Return everybody whom this store writes packages for: the bureau above it first, then its laptops."""
    found: list[Target] = []
    above = trust.bureau_of(reader)
    if above is not None and trust.signs_upward(reader):
        own = above.certificate
        keys = [Addressee(own.device, own.name, own.recipient)]
        if above.escrow:
            keys.append(Addressee(None, f"{own.name} (escrow)", above.escrow))
        found.append(Target(own.device, own.name, "upward", tuple(keys)))
    if trust.is_bureau(reader):
        found += [_below(device) for device in below(reader) if device.revoked_after is None]
    return found


def below(reader: Reader) -> list[devices.Device]:
    """Return the devices that this store took in, revoked ones included, in the order of that."""
    issuers = devices.held(reader)
    return [device for device in devices.every(reader) if _is_below(device, issuers)]


def _is_below(device: devices.Device, issuers: Collection[str]) -> bool:
    """Return whether this store, under its present or a former identity, took the device in."""
    if device.certificate is None or device.id in issuers:
        return False
    return certificates.decode(device.certificate).issuer in issuers


def _below(device: devices.Device) -> Target:
    address = Addressee(device.id, device.name, device.recipient or "")
    return Target(device.id, device.name, "downward", (address,))


def target_named(reader: Reader, name: str) -> Target:
    """Return the addressee with this name, or whose id begins so. Raises NotEnrolled, DeviceUnknown."""
    trust.own_certificate(reader)
    every = targets(reader)
    for matches in (
        [target for target in every if target.name == name],
        [target for target in every if name and target.device.startswith(name)],
    ):
        if len(matches) == 1:
            return matches[0]
    known = ", ".join(f"{target.name} ({target.device[-8:]})" for target in every) or "—"
    raise trust.DeviceUnknown(name=name, known=known)


def outgoing(store: Store) -> list[Outgoing]:
    """Return what waits for each addressee."""
    reader = store.reader()
    return [_waiting(reader, target) for target in targets(reader)]


def _waiting(reader: Reader, target: Target) -> Outgoing:
    known = peers.peer(reader, target.device)
    parts = (
        upward.unsent(reader, known) if target.direction == "upward" else downward.unsent(reader, target.device, known)
    )
    confirmed = {device: end[0] for device, end in known.receipt.vector.items()} if known.receipt else {}
    unconfirmed = sum(max(0, seq - confirmed.get(device, 0)) for device, seq in known.sent.items())
    return Outgoing(
        to=target.device,
        name=target.name,
        direction=target.direction,
        changes=parts.changes,
        photos=parts.photos,
        since=parts.since,
        number=known.number,
        sent_at=known.sent_at,
        receipt_at=known.receipt_at,
        unconfirmed=unconfirmed if target.direction == "upward" else 0,
    )


def export(store: Store, to: str, folder: Path, progress: Progress = ignore, *, again: bool = False) -> Exported:
    """Write the next package for `to` (its name, or the beginning of its id) into `folder`.

    Upward it holds all that was not yet sent; with `again`, all that no receipt confirms. Downward it holds all that
    the laptop needs; with `again`, bytes that it was sent before too.
    Raises NotEnrolled, DeviceUnknown, NothingToSend, FolderMissing, NotEnoughRoom, PackageNotWritten, BlobMissing,
    Overtaken, and what `progress` raises: it is called with 0 of 0 while the content is collected.
    """
    reader = store.reader()
    target = target_named(reader, to)
    with one_view(reader):
        known = peers.peer(reader, target.device)
        if target.direction == "upward":
            content = upward.content(reader, known, again=again, tick=partial(progress, 0, 0))
            if not (content.ranges or content.blobs or upward.asks_anew(reader, target.device, known)):
                raise NothingToSend(name=target.name, number=known.number)
        else:
            content = downward.content(reader, target.device, known, again=again, tick=partial(progress, 0, 0))
        made = write_and_remember(store, reader, target, content, folder, progress)
    marks.write(store)
    return made


def write_and_remember(
    store: Store, reader: Reader, target: Target, content: Content, folder: Path, progress: Progress
) -> Exported:
    """Write a package with this content, and remember that it was, in the store; the mark is the caller's to write.

    Raises FolderMissing, NotEnoughRoom, PackageNotWritten, Overtaken; nothing is left behind then.
    """
    info, written = _write(reader, target, content, folder, progress)
    made = _exported(target, info, written, content)
    try:
        _remember(store, target, info, content, _entry(made))
    except Overtaken:
        writer.remove(written.path)
        raise
    return made


def _entry(made: Exported, *, again: bool = False) -> Entry:
    """Return what the history of packages says of one that was written."""
    return Entry(
        outgoing=True,
        again=again,
        device=made.to,
        name=made.name,
        number=made.number,
        changes=made.changes,
        records=made.records,
        files=made.blobs,
        size=made.size,
        file=made.path.name,
    )


def _write(
    reader: Reader, target: Target, content: Content, folder: Path, progress: Progress
) -> tuple[PackageInfo, writer.Written]:
    own = trust.upward_certificate(reader) if target.direction == "upward" else trust.own_certificate(reader)
    info = payloads.info(own, target.direction, target.keys, content)
    signer = writer.Signer(own, devices.own_identity(reader).private_key)
    if not folder.is_dir():
        raise FolderMissing(path=folder)
    room.require(folder, layout.tar_size([member.size for member in content.members]) + layout.MAXIMUM_SMALL)
    # Part of the package's id is in the name: two programs never write to one name, be they called the same or not.
    path = _free_path(folder, f"{plain(own.name)}-{plain(target.name)}-{info.number:04d}-{info.package[-6:]}")
    return info, writer.write(path, info, content.members, signer, progress)


def rewrite(store: Store, to: str, number: int, folder: Path, progress: Progress = ignore) -> Exported:
    """Write a package that was sent upward once more, with the same id, number and content.

    Raises NotEnrolled, DeviceUnknown, PackageUnknown, PackageArrived, FolderMissing, NotEnoughRoom, PackageNotWritten,
    BlobMissing.
    """
    reader = store.reader()
    target = target_named(reader, to)
    kept, known = peers.sent(reader, target.device, number), peers.peer(reader, target.device)
    if kept is None and target.direction == "upward" and known.confirms(number):
        raise PackageArrived(number=number, name=target.name)
    if kept is None or target.direction != "upward":
        raise PackageUnknown(number=number, name=target.name, last=known.number)
    content = upward.same_content(reader, known, kept, partial(progress, 0, 0))
    info, written = _write(reader, target, content, folder, progress)
    made = _exported(target, info, written, content)
    package_log.keep_one(store, _entry(made, again=True))
    return made


def _remember(store: Store, target: Target, info: PackageInfo, content: Content, entry: Entry) -> None:
    def work(transaction: Transaction) -> str:
        known = peers.peer(transaction, target.device)
        if known.number >= info.number:
            raise Overtaken(number=info.number, name=target.name)
        peers.set_peer(transaction, target.device, content.sent(known))
        if target.direction == "upward":
            peers.keep_sent(transaction, target.device, info)
        for part in info.ranges:
            head = devices.SignedHead(part.last, bytes.fromhex(part.head), bytes.fromhex(part.signature))
            devices.keep_head(transaction.connection, part.device, head)
        if info.receipt is not None and target.direction == "downward":
            payloads.keep_number(transaction, info.receipt.number)
        package_log.keep(transaction, entry)
        return target.device

    store.write(work)


def _exported(target: Target, info: PackageInfo, written: writer.Written, content: Content) -> Exported:
    return Exported(
        path=written.path,
        to=target.device,
        name=target.name,
        number=info.number,
        changes=sum(part.last - part.first + 1 for part in info.merged),
        records=info.records or 0,
        blobs=len(content.blobs),
        size=written.size,
        sha256=written.sha256,
        receipt=info.receipt.number if info.receipt is not None and target.direction == "downward" else None,
    )


def plain(name: str) -> str:
    """Return a name as every file system takes it."""
    return "".join("_" if letter in '\\/:*?"<>|' or ord(letter) < 32 else letter for letter in name).strip(" .") or "_"


def _free_path(folder: Path, stem: str) -> Path:
    path, count = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem} ({count}){SUFFIX}"
    return path
