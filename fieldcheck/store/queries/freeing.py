"""Which bytes a laptop can give up: photos of closed matters that a backup holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fieldcheck.store.queries import hazard_filters
from fieldcheck.store.queries.hazard_filters import Standing
from fieldcheck.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Bytes:
    """The original bytes of a photo."""

    sha256: str
    size: int


_OPEN, _ = hazard_filters.clause(Standing.OPEN, "")
_UNENDED = f"SELECT 1 FROM finding f{hazard_filters.JOINED} WHERE NOT f._deleted AND ({_OPEN} OR h.since >= ?1) AND "
"""Hazards that are open, or ended on the day `?1` or after it; the empty time of one that is void is before any day."""

_CLOSED = (
    "EXISTS (SELECT 1 FROM inspection i WHERE i.id = p.inspection AND NOT i._deleted "
    'AND (SELECT max(d.issued_on) FROM document d WHERE d."of" = i.id AND NOT d._deleted) < ?1 '
    f'AND NOT EXISTS ({_UNENDED} f."of" = i.id)) AND NOT EXISTS ({_UNENDED} f.id = p.finding)'
)

_PHOTOS = (
    f"SELECT p.sha256, b.size, d.id, p._seq, {_CLOSED} "
    "FROM photo p JOIN blob b ON b.sha256 = p.sha256 JOIN device d ON d.number = p._device"
)

_OTHERS = (
    "SELECT sha256 FROM document WHERE sha256 IS NOT NULL UNION SELECT content_sha256 FROM document "
    "WHERE content_sha256 IS NOT NULL UNION SELECT sha256 FROM form WHERE sha256 IS NOT NULL"
)


def originals(
    reader: Reader,
    before: str,
    backup: Mapping[str, int],
    missing: Collection[str],
    among: Collection[str] | None = None,
) -> list[Bytes]:
    """Return the originals of photos that lie here, by hash, of which every record belongs to a closed matter.

    With `among` only these, by SHA-256, are looked at.
    A matter is closed where the last document of the visit was issued, and every hazard that it found or that the photo
    shows ended, before the day `before` (ISO). Every record that names the bytes must be covered by `backup`, sequence
    numbers by device, and none may be `missing` there.
    """
    sizes: dict[str, int] = {}
    kept = set(missing) | {row[0] for row in reader.rows(_OTHERS)}
    only = "" if among is None else f" WHERE p.sha256 IN ({', '.join('?' * len(among))})"
    for sha256, size, device, seq, closed in reader.rows(_PHOTOS + only, (before, *(among or ()))):
        sizes[sha256] = size
        if not closed or backup.get(device, 0) < seq:
            kept.add(sha256)
    return [Bytes(sha256, sizes[sha256]) for sha256 in sorted(sizes.keys() - kept)]
