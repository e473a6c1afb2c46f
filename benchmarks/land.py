"""A bureau and its laptops, enrolled as people do it, and journals of many hazards for packages between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from benchmarks import world
from fieldcheck.model.form import Item
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.values import Role
from fieldcheck.operations import enrolment, forms, packages, stores, trust
from fieldcheck.store import Store, Transaction
from fieldcheck.store.transaction import Seen

AT_ONCE = 2000
"""Changes in one transaction while a store is filled."""
FINDINGS_OF_A_VISIT = 20
BUREAU = "bureau.fcstore"

Line = tuple[str, str, str, Mapping[str, object], Seen | None]
"""A change to be made: kind, id, what it belongs to, the fields, the changes of others that it takes the place of."""


def bureau(folder: Path) -> Store:
    """Return a new open store of a bureau."""
    path = folder / BUREAU
    return stores.create(path, world.PASSPHRASE, Role.BUREAU, world.BUREAU, world.OFFICERS, cost=world.CHEAP)


def laptop(county: Store, folder: Path, name: str, *towns: str) -> Store:
    """Return a new open store of a laptop that the bureau took in."""
    store = stores.create_to_join(folder / f"{name}.fcstore", world.PASSPHRASE, Role.INSPECTOR, name, cost=world.CHEAP)
    asked = enrolment.read_request(enrolment.request(store, name))
    written = enrolment.approve(county, asked, folder, towns=towns)
    enrolment.accept(store, written.path, enrolment.offer(store, written.path).words)
    written.path.unlink()
    return store


def send_up(store: Store, folder: Path, *, again: bool = False) -> Path:
    """Write what a laptop has for its bureau; return the package."""
    target = packages.targets(store.reader())[0]
    return packages.export(store, target.device, folder, again=again).path


def open_again(path: Path) -> Store:
    """Return a store that was made before."""
    return stores.open_store(path, world.PASSPHRASE)


def device(store: Store) -> str:
    """Return the id of the device that a store writes as."""
    return trust.own_certificate(store.reader()).device


def write(store: Store, lines: Iterable[Line]) -> int:
    """Append changes through the store's own transactions; return how many."""
    count, held = 0, list[Line]()
    for line in lines:
        held.append(line)
        if len(held) == AT_ONCE:
            count += _append(store, held)
            held.clear()
    return count + _append(store, held)


def _append(store: Store, lines: list[Line]) -> int:
    def work(transaction: Transaction) -> str:
        for kind, entity, of, values, seen in lines:
            transaction.append(kind, entity, of, values, seen)
        return ""

    store.write(work)
    return len(lines)


def hazards(count: int) -> Iterator[Line]:
    """Yield hazards, twenty to an inspection, with the wording, the basis and the deadline that a form gives them."""
    inspection = site = ""
    for number in range(count):
        if number % FINDINGS_OF_A_VISIT == 0:
            inspection, site = new_id(), new_id()
        yield "finding", new_id(), inspection, hazard(inspection, site, number), None


@cache
def _items() -> tuple[Item, ...]:
    return tuple(item for item in forms.shipped()["machinery"].items() if item.finding)


def hazard(inspection: str, site: str, number: int) -> dict[str, object]:
    """Return the fields of one hazard."""
    item = _items()[number % len(_items())]
    assert item.finding is not None, "only such items were taken"
    return {
        "inspection": inspection,
        "site": site,
        "form": "machinery",
        "item": item.id,
        "description": item.finding.wording,
        "measure": item.finding.measure,
        "basis": item.basis,
        "category": item.category,
        "location": f"{1 + number % 7}车间{1 + number % 40}号工位",
        "deadline": date(2026, 6, 1) + timedelta(days=number % 30),
        "sector": "industry_trade",
    }
