"""A county for tests: a bureau and its laptops, enrolled by the real operations, and packages between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from fieldcheck.model.records import Profile
from fieldcheck.model.values import Role
from fieldcheck.operations import enrolment, imports, packages, photos, stores, trust
from fieldcheck.operations.packages import Exported
from fieldcheck.operations.verdicts import Verdict
from fieldcheck.photos import sample
from fieldcheck.store import Store, devices
from tests.bureau import BUREAU, OFFICERS, add_site, begin, fail
from tests.stores import CHEAP, PASSPHRASE

CITY = Profile(
    id="",
    bureau_name="烟台市应急管理局",
    region_prefix="烟",
    sectors=("industry_trade",),
    government="烟台市",
    court="芝罘区",
)
BUREAU_2 = Profile(
    id="",
    bureau_name="福山区应急管理局",
    region_prefix="福",
    sectors=("industry_trade",),
    government="福山区",
    court="福山区",
)


class County:
    """A bureau with laptops, and where a test asks for it the city above; `folder` is the stick of all packages.

    Attributes:
        city: the bureau above `bureau`, or None until `found_city`.
    """

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.folder = folder / "stick"
        self.folder.mkdir()
        self._root, self._closing = folder, closing
        self.city: Store | None = None
        self.bureau = self.new_bureau("bureau", BUREAU)

    def new_laptop(self, name: str) -> Store:
        """Return a laptop that belongs to nobody yet."""
        path = self._root / f"{name}.fcstore"
        return self._closing.enter_context(stores.create_to_join(path, PASSPHRASE, Role.INSPECTOR, name, cost=CHEAP))

    def laptop(self, name: str, *towns: str, sectors: tuple[str, ...] = ()) -> Store:
        """Return a laptop that was taken in."""
        return self.join(self.bureau, self.new_laptop(name), *towns, sectors=sectors, name=name)

    def enterprise(self, site: str, name: str = "企业", *, replaces: str = "") -> Store:
        """Return the computer of a site's enterprise, taken in by the bureau."""
        path = self._root / f"{name}.fcstore"
        made = stores.create_to_join(path, PASSPHRASE, Role.ENTERPRISE, name, cost=CHEAP)
        self._closing.enter_context(made)
        asked = enrolment.read_request(enrolment.request(made, name))
        ended = bool(replaces)
        written = enrolment.approve(self.bureau, asked, self.folder, site=site, replaces=replaces, end_replaced=ended)
        enrolment.accept(made, written.path, enrolment.offer(made, written.path).words)
        return made

    def found_city(self) -> Store:
        """Return the city's bureau, made at the first call; the bureau belongs to it from then on."""
        if self.city is None:
            self.city = self.new_bureau("city", CITY)
            self.join(self.city, self.bureau)
        return self.city

    def second_bureau(self, *towns: str, sectors: tuple[str, ...] = ()) -> Store:
        """Return another bureau of the city, taken in for an area."""
        made = self.new_bureau("bureau2", BUREAU_2)
        self.join(self.found_city(), made, *towns, sectors=sectors)
        return made

    def new_bureau(self, name: str, profile: Profile) -> Store:
        """Return a bureau that belongs to nobody."""
        path = self._root / f"{name}.fcstore"
        return self._closing.enter_context(stores.create(path, PASSPHRASE, Role.BUREAU, profile, OFFICERS, cost=CHEAP))

    def join(self, above: Store, store: Store, *towns: str, sectors: tuple[str, ...] = (), name: str = "") -> Store:
        """Take a store in at a bureau; taking it in again changes its area."""
        called = name or (bureau_name(store) if trust.is_enrolled(store.reader()) else "一号")
        asked = enrolment.read_request(enrolment.request(store, called))
        written = enrolment.approve(above, asked, self.folder, towns=towns, sectors=sectors)
        enrolment.accept(store, written.path, enrolment.offer(store, written.path).words)
        return store

    def restored(self, backup: Path) -> Store:
        """Return a store as a backup of it holds it."""
        return self._closing.enter_context(Store.open(backup, PASSPHRASE))

    def up(self, store: Store, *, again: bool = False) -> Exported:
        """Write the package of a laptop, or a bureau, for the bureau above it."""
        return packages.export(store, self.above(store), self.folder, again=again)

    def above(self, store: Store) -> str:
        """Return the device of the bureau above a store."""
        above = trust.bureau_of(store.reader())
        assert above is not None, "it belongs to a bureau"
        return above.certificate.device

    def down(self, store: Store, *, again: bool = False) -> Exported:
        """Write the package for a laptop, or a bureau, of the bureau above it."""
        above = self._store_above(store)
        return packages.export(above, devices.own(store.reader()).id, self.folder, again=again)

    def _store_above(self, store: Store) -> Store:
        return self.city if self.city is not None and trust.is_bureau(store.reader()) else self.bureau

    def send_up(self, store: Store) -> Verdict:
        """Let the package of a laptop, or a bureau, arrive above it."""
        return take(self._store_above(store), self.up(store).path)

    def send_down(self, store: Store) -> Verdict:
        """Let the package from above arrive at a laptop, or a bureau."""
        return take(store, self.down(store).path)


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


def city_of(land: County) -> Store:
    """Return the city's store, which was made."""
    assert land.city is not None
    return land.city


def given(store: Store) -> dict[tuple[str, str], str]:
    """Return the digests of the records that travel between bureaus; officers, of whom each has its own, left out."""
    return {key: sha for key, sha in record_digests(store).items() if key[0] not in {*trust.OF_ONE_BUREAU, "officer"}}


def visited(store: Store, site: str | None = None, picture: int | None = None) -> str:
    """Record a visit with two findings, one with a photo where `picture` is given; return the site."""
    place = site or add_site(store)
    inspection = begin(store, "machinery", site=place)
    found = fail(store, inspection, "MEC-10", "MEC-11")
    if picture is not None:
        data = sample.draw(picture, datetime(2026, 6, 1, 9, 30), 37.5, 121.4)
        photos.add(store, photos.Target(inspection, found[0]), [photos.NewPhoto("a.jpg", data)])
    return place
