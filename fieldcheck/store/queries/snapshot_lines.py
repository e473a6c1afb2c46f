"""The lines of a snapshot: each record as it stands here, and which changes it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from fieldcheck.model.journal import Run, joined_runs
from fieldcheck.store import fold, snapshots
from fieldcheck.store.queries import exchange
from fieldcheck.store.queries.carried import Named
from fieldcheck.store.reader import Reader


def lines(reader: Reader, records: Sequence[Named], holders: Collection[str] = ()) -> Iterator[bytes]:
    """Yield the snapshot line of each record of which something counts, in the order of `records`.

    `holders` are the devices whose journals the addressee has: of these a line says which changes it rests on, where
    the content of others was withheld here. Of every device it says so where a snapshot from above showed the record
    with more than is here (`sent_vector`).
    """
    folding = fold.Folding(reader.connection)
    knowledge = Knowledge(reader, holders)
    for kind, entity in records:
        found = folding.of(kind, entity)
        if found.entity is not None:
            knew = knowledge.of(kind, entity) if knowledge.partial else {}
            yield snapshots.encoded(kind, found.entity, knew, found.missing)


class Knowledge:
    """Which changes of a record are known here, where it is not all that the vector of this store's snapshots says."""

    def __init__(self, reader: Reader, holders: Collection[str]) -> None:
        self._reader = reader
        self._here = exchange.known_vector(reader)
        rows = reader.rows(
            "SELECT id FROM device WHERE number IN "
            "(SELECT device FROM journal INDEXED BY journal_withheld WHERE body_sha256 IS NOT NULL)"
        )
        self._withheld = {device for (device,) in rows} & self._here.keys() & set(holders)
        self._sent = {
            device: seq for device, seq in exchange.newest_sent(reader).items() if seq > self._here.get(device, seq)
        }
        self.partial = bool(self._withheld or self._sent)

    def of(self, kind: str, entity: str) -> dict[str, tuple[Run, ...]]:
        """Return the runs of known changes by device, those left out of whom the vector is right."""
        base = snapshots.base_of(self._reader.connection, kind, entity)
        found: dict[str, tuple[Run, ...]] = {}
        for device in sorted(self._withheld | self._sent.keys()):
            here = self._runs(kind, entity, device) if device in self._withheld else [(1, self._here[device])]
            known = joined_runs([*here, *(base.runs(device) if base is not None else ())])
            if known != ((1, self._here[device]),):
                found[device] = known
        return found

    def _runs(self, kind: str, entity: str, device: str) -> list[Run]:
        rows = self._reader.rows(
            "SELECT seq FROM journal WHERE entity = ? AND kind = ? "
            "AND device = (SELECT number FROM device WHERE id = ?)",
            (entity, kind, device),
        )
        return [(seq, seq) for (seq,) in rows]
