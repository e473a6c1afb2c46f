"""What a bureau knows of each laptop: when it was heard last, what has not come, what it was not sent, its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldcheck.exchange import certificates
from fieldcheck.operations import numbers, packages, peers, revocations, trust
from fieldcheck.operations.numbers import SeriesLeft
from fieldcheck.operations.packages import Outgoing
from fieldcheck.operations.revocations import Revoked
from fieldcheck.store import Reader, Store
from fieldcheck.store.devices import Device
from fieldcheck.store.queries import conflicts


@dataclass(frozen=True, slots=True)
class Standing:
    """One laptop, as its bureau sees it.

    Attributes:
        towns, sectors: its area; an empty one means all.
        heard_at: when a package of it was imported last (UTC), or None; `number`, the newest that was.
        missing: numbers of packages that have not come, and that ones that came wait for.
        changes: how many changes of it are here.
        waiting: what it was not sent yet; None where it is revoked.
        series: the numbers that it has left, as far as its documents have come here.
        revoked: since when and why nothing that it writes counts any more, or None.
        refused: how many of its changes here do not count, by kind and `Breach`.
    """

    device: str
    name: str
    role: str
    towns: tuple[str, ...]
    sectors: tuple[str, ...]
    heard_at: str | None
    number: int
    missing: tuple[int, ...]
    changes: int
    waiting: Outgoing | None
    series: tuple[SeriesLeft, ...]
    revoked: Revoked | None
    refused: tuple[tuple[str, str, int], ...] = ()


def outstanding(store: Store) -> list[Standing]:
    """Return what is known of each laptop that this bureau took in, in the order of that. Raises BureauOnly."""
    trust.require_bureau(store.reader())
    return standings(store.reader(), packages.outgoing(store))


def standings(reader: Reader, outgoing: Sequence[Outgoing]) -> list[Standing]:
    """Return the same where what waits for each addressee was read already."""
    waiting = {one.to: one for one in outgoing}
    gone = {one.device: one for one in revocations.revoked(reader)}
    refused = conflicts.refused_by_device(reader)
    found = (
        _standing(reader, device, waiting.get(device.id), gone.get(device.id)) for device in packages.below(reader)
    )
    return [replace(one, refused=tuple(refused.get(one.device, ()))) for one in found]


def _standing(reader: Reader, device: Device, waiting: Outgoing | None, revoked: Revoked | None) -> Standing:
    certificate = certificates.decode(device.certificate or b"")
    known = peers.peer(reader, device.id)
    return Standing(
        device=device.id,
        name=device.name,
        role=certificate.role,
        towns=certificate.scope.towns,
        sectors=certificate.scope.sectors,
        heard_at=known.received_at,
        number=known.received,
        missing=known.missing,
        changes=device.seq,
        waiting=waiting,
        series=tuple(numbers.series(reader, device.id)),
        revoked=revoked,
    )
