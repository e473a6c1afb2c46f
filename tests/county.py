"""A county for tests: a bureau and its laptops, enrolled by the real operations, and packages between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fieldcheck.model.values import Role
from fieldcheck.operations import enrolment, imports, packages, stores, trust
from fieldcheck.operations.imports import Verdict
from fieldcheck.operations.packages import Exported
from fieldcheck.store import Store
from tests.bureau import BUREAU, OFFICERS
from tests.stores import CHEAP, PASSPHRASE


class County:
    """A bureau with laptops; `folder` is the stick on which packages travel."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.folder = folder / "stick"
        self.folder.mkdir()
        self._root, self._closing = folder, closing
        made = stores.create(folder / "bureau.fcstore", PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP)
        self.bureau = closing.enter_context(made)

    def new_laptop(self, name: str) -> Store:
        """Return a laptop that belongs to nobody yet."""
        path = self._root / f"{name}.fcstore"
        return self._closing.enter_context(stores.create_to_join(path, PASSPHRASE, Role.INSPECTOR, name, cost=CHEAP))

    def laptop(self, name: str, *towns: str, sectors: tuple[str, ...] = ()) -> Store:
        """Return a laptop that was taken in."""
        store = self.new_laptop(name)
        asked = enrolment.read_request(enrolment.request(store, name))
        written = enrolment.approve(self.bureau, asked, self.folder, towns=towns, sectors=sectors)
        enrolment.accept(store, written.path, enrolment.offer(store, written.path).words)
        return store

    def up(self, laptop: Store, *, again: bool = False) -> Exported:
        """Write a laptop's package for the bureau."""
        return packages.export(laptop, bureau_name(self.bureau), self.folder, again=again)

    def down(self, laptop: Store, *, again: bool = False) -> Exported:
        """Write the bureau's package for a laptop."""
        return packages.export(self.bureau, trust.own_certificate(laptop.reader()).device, self.folder, again=again)

    def send_up(self, laptop: Store) -> Verdict:
        """Let a laptop's package arrive at the bureau."""
        return take(self.bureau, self.up(laptop).path)

    def send_down(self, laptop: Store) -> Verdict:
        """Let the bureau's package arrive at a laptop."""
        return take(laptop, self.down(laptop).path)


def bureau_name(bureau: Store) -> str:
    """Return what the bureau is called."""
    return trust.own_certificate(bureau.reader()).name


def take(store: Store, path: Path) -> Verdict:
    """Import one package."""
    return imports.import_packages(store, [path])[0]


@contextmanager
def county(folder: Path) -> Iterator[County]:
    """Open a county; its stores are closed at the end."""
    with ExitStack() as closing:
        yield County(folder, closing)


def record_digests(store: Store) -> dict[tuple[str, str], str]:
    """Return the digest of each record."""
    return {(one.kind, one.entity): one.sha256 for one in stores.digest_records(store)}
