"""The drop folder: a shared folder that comes and goes, in which packages wait for their addressees.

What arrives is imported, what waits is written, and nothing is ever done to another's package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from fieldcheck.exchange.errors import PackageNotReadable, PackageTruncated
from fieldcheck.exchange.writer import Progress
from fieldcheck.model.errors import FieldCheckError, printed
from fieldcheck.operations import drop_layout, drop_sending, enrolment, imports, local, photos, requests, trust
from fieldcheck.operations.drop_layout import FolderUnreachable, Found
from fieldcheck.operations.enrolment import Offer
from fieldcheck.operations.packages import Exported, ignore
from fieldcheck.operations.requests import Request
from fieldcheck.operations.verdicts import Cancelled, Outcome, Report, Verdict
from fieldcheck.store import Reader, Store, clock, devices

TAKEN = "drop.taken"
"""Local state: by name, size and time of each package in the inbox that was read, and the code of its error."""
LOOKED = "drop.looked"
"""Local state of a laptop that waits to be taken in: the same of each package that may be its answer, and its offer."""
CHOSEN = "drop.folder"
"""Local state: the folder that the window looks after, as text."""
CONTACT = "drop.contact"
"""Local state: the folder that was looked at last, whether it was there, and since when that has been so."""

_HALF = (PackageTruncated.code, PackageNotReadable.code)


@dataclass(frozen=True, slots=True)
class Applicant:
    """A laptop's request that lies in the folder; a person compares the words and approves it, never the program."""

    path: Path
    request: Request


@dataclass(frozen=True, slots=True)
class Synced:
    """What one visit to the folder did.

    Attributes:
        written: packages that were put there; `removed`, own ones that a receipt covers.
        verdicts: what became of each package that was read.
        incomplete: packages that are still being copied, or were cut off: they are read again once they have changed.
        requests: laptops that ask to be taken in.
        answers: what bureaus answered to this laptop's request; a person compares the words before one is accepted.
        request: where this laptop's own request lies, while it belongs to no bureau.
        errors: what could not be written, and why; the rest was done all the same.
    """

    written: tuple[Exported, ...] = ()
    removed: tuple[Path, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    incomplete: tuple[Path, ...] = ()
    requests: tuple[Applicant, ...] = ()
    answers: tuple[Offer, ...] = ()
    request: Path | None = None
    errors: tuple[FieldCheckError, ...] = ()

    @property
    def moved(self) -> bool:
        """Return whether anything in the folder was read or written, or should have been."""
        return bool(self.written or self.removed or self.verdicts or self.incomplete or self.errors)

    @property
    def arrived(self) -> int:
        """Return how many packages brought something new."""
        return sum(verdict.outcome is Outcome.IMPORTED for verdict in self.verdicts)


def sync(
    store: Store,
    folder: Path,
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
    progress: Progress = ignore,
    *,
    gently: bool = False,
) -> Synced:
    """Import what lies in this store's inbox, write what waits for others, and say what a person has to look at.

    `gently` is for the program's own visits every minute: it collects changes for a while before it writes, and does
    not read again what could not be taken. Raises FolderUnreachable, NotEnrolled.
    """
    top = _reached(store, folder)
    if not trust.is_enrolled(store.reader()):
        return _ask(store, top)
    verdicts, incomplete = _take_in(store, top, report, cancelled, again=not gently)
    sent = drop_sending.send(store, top, progress, cancelled, gently=gently)
    return Synced(
        written=sent.written,
        removed=(*sent.removed, *_own_request_removed(store, top)),
        verdicts=tuple(verdicts),
        incomplete=tuple(incomplete),
        requests=tuple(asking(store, top)),
        errors=sent.errors,
    )


def glance(store: Store, folder: Path) -> Synced | None:
    """Return what a person has to look at, where a gentle `sync` has no package to move; None where it has.

    Cheap enough to be done every minute. Raises FolderUnreachable, NotEnrolled.
    """
    top, reader = _reached(store, folder), store.reader()
    if not trust.is_enrolled(reader):
        return _ask(store, top)
    files = _inbox(reader, top)
    if _unread(files, _taken(reader)) or drop_sending.due(store, gently=True):
        return None
    return Synced(requests=tuple(asking(store, top)))


def asking(store: Store, top: Path) -> list[Applicant]:
    """Return the requests in the folder of laptops that are not enrolled yet, where this is a bureau's store."""
    reader = store.reader()
    if not trust.is_bureau(reader):
        return []
    known = trust.known(reader)
    found: list[Applicant] = []
    for file in drop_layout.waiting_requests(top):
        request = _request(file.path)
        if request is not None and request.device not in known:
            found.append(Applicant(file.path, request))
    return found


def _request(path: Path) -> Request | None:
    """Return a request that is whole and is named as its device: its answer goes to the inbox of that name."""
    try:
        found = requests.open_request(path)
    except FieldCheckError:
        # Half copied, or no request at all: anybody may put a file here, and nobody waits for this one.
        return None
    return found if found.device == path.stem else None


def _reached(store: Store, folder: Path) -> Path:
    """Return the root of the folder, and remember whether it was there. Raises FolderUnreachable."""
    try:
        top = drop_layout.root(folder)
    except FolderUnreachable:
        _remember_contact(store, folder, reachable=False)
        raise
    _remember_contact(store, folder, reachable=True)
    return top


def _remember_contact(store: Store, folder: Path, *, reachable: bool) -> None:
    known = contact(store.reader(), folder)
    if known is None or known.reachable is not reachable:
        local.set_state(store, CONTACT, {"folder": str(folder), "reachable": reachable, "since": clock()})


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether a folder was there when it was last looked at, and since when (UTC) that has been so."""

    reachable: bool
    since: str


def contact(reader: Reader, folder: Path) -> Contact | None:
    """Return what is known of a folder, or None where another one was looked at last."""
    kept = local.get_state(reader, CONTACT)
    if not isinstance(kept, dict) or kept.get("folder") != str(folder):
        return None
    return Contact(bool(kept["reachable"]), str(kept["since"]))


def chosen(reader: Reader) -> Path | None:
    """Return the folder that the window looks after, or None."""
    kept = local.get_state(reader, CHOSEN)
    return Path(kept) if isinstance(kept, str) and kept else None


def choose(store: Store, folder: Path | None) -> None:
    """Let the window look after this folder, or after none."""
    local.set_state(store, CHOSEN, None if folder is None else str(folder))


def _ask(store: Store, top: Path) -> Synced:
    """Put this laptop's request into the folder, and look for answers to it. Raises NotEnrolled."""
    own = devices.own(store.reader())
    if not own.name:
        raise trust.NotEnrolled
    answers = _answers(store, drop_layout.waiting_packages(top, own.id))
    path = top / drop_layout.REQUESTS / f"{own.id}{requests.SUFFIX}"
    if _request(path) is None:
        try:
            drop_layout.made(path.parent)
            requests.write_request(store, own.name, path)
        except FieldCheckError as error:
            return Synced(answers=tuple(answers), errors=(error,))
    return Synced(answers=tuple(answers), request=path)


class _Looked(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a package that may be an answer: its facts as they were, and what it offers."""

    size: int
    modified: int
    offer: dict[str, object] | None


def _answers(store: Store, files: Sequence[Found]) -> list[Offer]:
    """Return what bureaus answered; a file is opened again only once it has changed: it holds a whole register."""
    before = msgspec.convert(local.get_state(store.reader(), LOOKED) or {}, dict[str, _Looked])
    found: list[Offer] = []
    looked: dict[str, _Looked] = {}
    for file in files:
        name = printed(file.path.name)
        kept = before.get(name)
        if kept is None or (kept.size, kept.modified) != (file.size, file.modified):
            kept = _look(store, file)
        if kept is not None:
            looked[name] = kept
        if kept is not None and kept.offer is not None:
            found.append(msgspec.convert({**kept.offer, "path": str(file.path)}, Offer, dec_hook=_as_path))
    if looked != before:
        local.set_state(store, LOOKED, msgspec.to_builtins(looked))
    return found


def _look(store: Store, file: Found) -> _Looked | None:
    try:
        offer = enrolment.offer(store, file.path)
    except FieldCheckError as error:
        # What is still being copied, or cannot be read just now, is looked at again; what is no answer stays none.
        return None if error.code in _HALF else _Looked(file.size, file.modified, None)
    return _Looked(file.size, file.modified, msgspec.to_builtins(offer, enc_hook=printed))


def _as_path(_kind: type, value: object) -> Path:
    return Path(str(value))


def _own_request_removed(store: Store, top: Path) -> list[Path]:
    """Take this laptop's request away, which was answered."""
    path = top / drop_layout.REQUESTS / f"{devices.own(store.reader()).id}{requests.SUFFIX}"
    return [path] if drop_sending.removed(path) else []


def _take_in(
    store: Store, top: Path, report: Report, cancelled: Cancelled, *, again: bool
) -> tuple[list[Verdict], list[Path]]:
    """Import what was not read yet; with something new, what could not be taken before may fit now."""
    reader = store.reader()
    files = _inbox(reader, top)
    taken = _taken(reader)
    tried = _unread(files, taken)
    if tried or again:
        tried += [file for file in files if file not in tried and taken[printed(file.path.name)].error]
    verdicts = imports.import_packages(store, [file.path for file in tried], report, cancelled) if tried else []
    if verdicts:
        photos.fill_thumbnails(store, cancelled)
    judged = [_judged(file, verdict) for file, verdict in zip(tried, verdicts, strict=True)]
    _remember_taken(store, files, taken, judged)
    half = [one.file.path for one in judged if one.half]
    return [one.verdict for one in judged if not one.half], half


class _Taken(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a package in the inbox: its facts as they were, and the error where it was not taken."""

    size: int
    modified: int
    error: str | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """A package that was read: `half`, where it is not whole yet."""

    file: Found
    verdict: Verdict
    half: bool


def _judged(file: Found, verdict: Verdict) -> _Judged:
    code = verdict.error.code if verdict.error is not None else ""
    half = code in _HALF or (bool(code) and (not file.size or drop_layout.look(file.path) != file))
    return _Judged(file, verdict, half)


def _inbox(reader: Reader, top: Path) -> list[Found]:
    """Return what lies in this store's inbox, and in those of the devices that it was before. By name: they differ."""
    found = [file for device in devices.held(reader) for file in drop_layout.waiting_packages(top, device)]
    return sorted(found, key=lambda file: file.path.name)


def _unread(files: Sequence[Found], taken: Mapping[str, _Taken]) -> list[Found]:
    """Return the files that were not read as they are now."""
    return [file for file in files if not _is_known(file, taken.get(printed(file.path.name)))]


def _is_known(file: Found, kept: _Taken | None) -> bool:
    return kept is not None and (kept.size, kept.modified) == (file.size, file.modified)


def _taken(reader: Reader) -> dict[str, _Taken]:
    return msgspec.convert(local.get_state(reader, TAKEN) or {}, dict[str, _Taken])


def _remember_taken(store: Store, files: Sequence[Found], taken: dict[str, _Taken], judged: Sequence[_Judged]) -> None:
    """Remember what was read, and forget what no longer lies there."""
    now = {printed(file.path.name) for file in files}
    kept = {name: one for name, one in taken.items() if name in now}
    for one in judged:
        if one.verdict.outcome is not Outcome.STOPPED:
            error = one.verdict.error
            kept[printed(one.file.path.name)] = _Taken(one.file.size, one.file.modified, error.code if error else None)
    if kept != taken:
        local.set_state(store, TAKEN, msgspec.to_builtins(kept))
