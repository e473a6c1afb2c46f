"""The sample: a county after a few working days, made by the operations that a person's clicks call.

A bureau with two laptops: enrolled, visits recorded, packages sent up and back, one conflict decided and one left open.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.records import Document, Finding, Site
from fieldcheck.model.values import Role
from fieldcheck.operations import (
    conflicts,
    documents,
    enrolment,
    files,
    imports,
    local,
    packages,
    photos,
    profile,
    sites,
    stores,
    trust,
)
from fieldcheck.operations.demo_data import (
    DECIDED_FIELD,
    DECISION_REASON,
    LAPTOP_NAMES,
    OFFICERS,
    OPEN_FIELD,
    PROFILE,
    SITES,
    VISITS,
    VISITS_OF,
    Dispute,
)
from fieldcheck.operations.demo_visits import ordinary, record
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store
from fieldcheck.store.key import COST
from fieldcheck.store.queries import records

__all__ = ["BUREAU", "LAPTOPS", "PASSPHRASE", "STORE", "FolderInUse", "counts", "make", "open_finished", "ordinary"]

PASSPHRASE = "demo"
BUREAU = "bureau.fcstore"
LAPTOPS = ("laptop-1.fcstore", "laptop-2.fcstore")
STORE = LAPTOPS[0]
PACKAGES = "packages"
DONE = "sample-finished"
"""Local state of the bureau's store: how many packages were written for it and merged, once the sample is whole."""

Progress = Callable[[int, int], None]


class FolderInUse(InputError):
    """The folder holds something else, or a sample that was stopped half-way."""

    code = "DEMO_FOLDER"
    message = N_("{path} holds files that are not a finished sample. Choose an empty folder, or delete them.")


def counts(store: Store) -> dict[str, int]:
    """Return how many sites, inspections, findings, photos and documents a store lists, and packages came to it."""
    found = records.counts(store.reader())
    standing = sum(not finding.withdrawn for finding in records.everything(store.reader(), Finding))
    done = local.get_state(store.reader(), DONE)
    exchanged = done if isinstance(done, dict) else {}
    return {
        "sites": found["site"],
        "inspections": found["inspection"],
        "findings": standing,
        "photos": found["photo"],
        "documents": found["document"],
        **{name: int(str(exchanged.get(name, 0))) for name in ("packages", "merged")},
    }


def open_finished(folder: Path) -> Store | None:
    """Return the bureau's store of the finished sample in `folder`, open, or None where it is empty or not there.

    Raises FolderInUse.
    """
    path = folder / BUREAU
    if not path.exists():
        if folder.exists() and any(folder.iterdir()):
            raise FolderInUse(path=folder)
        return None
    store = stores.open_store(path, PASSPHRASE)
    if local.get_state(store.reader(), DONE) is None:
        store.close()
        raise FolderInUse(path=folder)
    return store


def make(folder: Path, progress: Progress = lambda done, total: None, *, cost: int = COST) -> Store:
    """Make the sample in an empty folder; return the bureau's store, open. Raises what the operations raise."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / PACKAGES).mkdir(exist_ok=True)
    with ExitStack() as on_failure, tempfile.TemporaryDirectory(prefix=".sent-", dir=folder) as sent:
        bureau = on_failure.enter_context(
            stores.create(folder / BUREAU, PASSPHRASE, Role.BUREAU, PROFILE, OFFICERS, cost=cost)
        )
        for values in SITES:
            sites.create(bureau, values)
        with ExitStack() as closing:
            laptops = [
                closing.enter_context(_laptop(bureau, folder / file, name, Path(sent), cost))
                for file, name in zip(LAPTOPS, LAPTOP_NAMES, strict=True)
            ]
            merged = _work(bureau, laptops, folder / PACKAGES, progress)
            _answer(bureau, laptops, Path(sent))
        _write_documents(bureau, folder / "documents")
        written = len(list((folder / PACKAGES).glob(f"*{packages.SUFFIX}")))
        local.set_state(bureau, DONE, {"packages": written, "merged": merged})
        on_failure.pop_all()
    return bureau


def _laptop(bureau: Store, path: Path, name: str, folder: Path, cost: int) -> Store:
    """Return a new laptop that the bureau took in."""
    store = stores.create_to_join(path, PASSPHRASE, Role.INSPECTOR, name, cost=cost)
    asked = enrolment.read_request(enrolment.request(store, name))
    answer = enrolment.approve(bureau, asked, folder)
    enrolment.accept(store, answer.path, enrolment.offer(store, answer.path).words)
    return store


def _work(bureau: Store, laptops: list[Store], folder: Path, progress: Progress) -> int:
    """Let each laptop record its visits and send them: in the middle, and at the end; return how many were merged."""
    merged = done = 0
    for laptop, visits in zip(laptops, VISITS_OF, strict=True):
        for place, index in enumerate(visits, 1):
            progress(done, len(VISITS))
            record(laptop, _site(laptop, VISITS[index].site), VISITS[index], seed=index * 100)
            done += 1
            if place == len(visits) // 2:
                merged += _send(laptop, bureau, folder)
    _dispute(laptops)
    for laptop in laptops:
        merged += _send(laptop, bureau, folder)
    photos.fill_thumbnails(bureau)
    progress(done, len(VISITS))
    return merged


def _site(store: Store, name: str) -> str:
    found = sites.by_name(store.reader(), name)
    assert found is not None, "every laptop was sent the register"
    return found.id


def _send(laptop: Store, bureau: Store, folder: Path) -> int:
    to = trust.own_certificate(bureau.reader()).device
    written = packages.export(laptop, to, folder)
    return sum(verdict.outcome is Outcome.IMPORTED for verdict in imports.import_packages(bureau, [written.path]))


def _dispute(laptops: list[Store]) -> None:
    """Let both laptops correct the same two fields, neither knowing of the other."""
    for number, laptop in enumerate(laptops):
        author = profile.officers(laptop.reader())[number].id
        for dispute in (OPEN_FIELD, DECIDED_FIELD):
            sites.edit_site(laptop, _site(laptop, dispute.site), {dispute.field: dispute.values[number]}, author)


def _answer(bureau: Store, laptops: list[Store], folder: Path) -> None:
    """Decide one of the conflicts, and send every laptop what it needs."""
    author = profile.officers(bureau.reader())[0].id
    decided = _conflict(bureau, DECIDED_FIELD)
    conflicts.decide(bureau, decided, DECIDED_FIELD.values[0], DECISION_REASON, author)
    for laptop in laptops:
        written = packages.export(bureau, trust.own_certificate(laptop.reader()).device, folder)
        imports.import_packages(laptop, [written.path])


def _conflict(bureau: Store, dispute: Dispute) -> conflicts.Conflict:
    site = _site(bureau, dispute.site)
    return next(
        conflict
        for conflict in conflicts.conflicts_of(bureau.reader(), "site", site)
        if conflict.field == dispute.field
    )


def _write_documents(store: Store, folder: Path) -> None:
    reader = store.reader()
    for document in records.everything(reader, Document):
        site = records.get(reader, Site, document.site or "")
        name = f"{document.number or document.id} {site.name}.pdf".replace("/", "-")
        files.write_new(folder / name, documents.pdf(reader, document.id))
