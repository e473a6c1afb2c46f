"""Which site a record belongs to, and which sites lie in an area: what may be seen above, and what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fieldcheck.model.kinds import KINDS
from fieldcheck.store.reader import Reader

_STEPS = 16
"""A record hangs on its site by a few steps; what goes round in a circle hangs on none."""

_REMEMBERED = 50_000

Row = tuple[int, str, str, str]
"""A change: its sequence number, the kind and id of its record, and what the record belongs to."""


def changes(reader: Reader, device: str, first: int, last: int) -> Iterator[Row]:
    """Yield the changes of a device from `first` to `last` whose content is here."""
    yield from reader.connection.execute(
        'SELECT seq, kind, entity, "of" FROM journal WHERE device = (SELECT number FROM device WHERE id = ?) '
        "AND seq BETWEEN ? AND ? AND body_sha256 IS NULL ORDER BY seq",
        (device, first, last),
    )


def in_area(column: str, wanted: Sequence[str]) -> str:
    """Return the SQL condition that a site's column is one of `wanted`; an unknown one belongs to every area."""
    return f"({column} IS NULL OR {column} IN ({', '.join('?' for _ in wanted)}))" if wanted else "1"


def sites(reader: Reader, towns: Sequence[str], sectors: Sequence[str], *, inside: bool) -> frozenset[str]:
    """Return the sites in an area, deleted ones too, or those outside of it; an empty list means all."""
    condition = f"({in_area('town', towns)} AND {in_area('sector', sectors)})"
    rows = reader.rows(f"SELECT id FROM site WHERE {'' if inside else 'NOT '}{condition}", (*towns, *sectors))
    return frozenset(site for (site,) in rows)


def is_older(reader: Reader, site: str, vector: Mapping[str, int]) -> bool:
    """Return whether something of a site's record is known where `vector` is; without changes here, it may be."""
    rows = reader.rows(
        "SELECT d.id, min(j.seq) FROM journal j JOIN device d ON d.number = j.device WHERE j.entity = ? GROUP BY 1",
        (site,),
    )
    return not rows or any(seq <= vector.get(device, 0) for device, seq in rows)


def count_of(reader: Reader, site: str) -> int:
    """Return how many changes of a site's own record are here."""
    return int(reader.value("SELECT count(*) FROM journal WHERE entity = ?", (site,)))


class Belonging:
    """Follows records to their site through what they are `of`, kinds unknown to this version too."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._sites: dict[str, str | None] = {}

    def site_of(self, kind: str, entity: str, of: str) -> str | None:
        """Return the site that a record belongs to, or None where there is none, or it is not known."""
        if kind == "site":
            return entity
        above = of or self._above(entity)
        if above not in self._sites:
            if len(self._sites) >= _REMEMBERED:
                self._sites.clear()
            self._sites[above] = self._follow(above)
        return self._sites[above]

    def _follow(self, entity: str) -> str | None:
        for _ in range(_STEPS):
            if not entity:
                return None
            if self._reader.row("SELECT 1 FROM site WHERE id = ?", (entity,)) is not None:
                return entity
            entity = self._above(entity)
        return None

    def _above(self, entity: str) -> str:
        """Return what a record belongs to, or an empty text."""
        sent = self._reader.row("SELECT kind FROM snapshot WHERE entity = ?", (entity,))
        if sent is not None and sent[0] in KINDS:
            folded = self._reader.value(f'SELECT "of" FROM "{sent[0]}" WHERE id = ?', (entity,))
            if folded:
                return str(folded)
        found = self._reader.value('SELECT max("of") FROM journal WHERE entity = ?', (entity,))
        return str(found or "")
