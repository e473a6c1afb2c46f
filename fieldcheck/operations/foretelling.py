"""What importing a package would touch, counted while it is checked, in memory that no package can fill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fieldcheck.model.authority import Breach, Writer, breach, creates, restricts
from fieldcheck.model.journal import Change
from fieldcheck.model.kinds import KINDS
from fieldcheck.store import Reader
from fieldcheck.store.lines import Body
from fieldcheck.store.queries import exchange
from fieldcheck.store.queries.carried import Named

MOST_RECORDS = 1_000_000
"""New records that are told apart; of those beyond, each change that creates one counts."""
MOST_CHANGES = 200_000
"""New changes whose conflicts are foretold, of records that are here and of others each; the import tells the rest.
Of so many records, too, it is known whether their device created them, which decides whether later changes count."""


class Foretelling:
    """Takes what a package holds as it is checked.

    Attributes:
        new_records: records of which nothing is here, by kind.
        changed: records that are here and that the package is about.
        changes: new changes of records that are here.
        fresh: those of others in a package of several devices, which may differ from one another.
        refused: how many new changes will not count, by kind and reason.
    """

    def __init__(self, reader: Reader) -> None:
        self.new_records: Counter[str] = Counter()
        self.changed: set[Named] = set()
        self.changes: list[Change] = []
        self.fresh: list[Change] = []
        self.refused: Counter[tuple[str, Breach]] = Counter()
        self._writers: Mapping[str, Writer] = {}
        self._firsts: dict[tuple[str, str, str], Change] = {}
        self._reader = reader
        self._seen: set[int] = set()

    def begin(self, writers: Mapping[str, Writer]) -> None:
        """Take what authority will know of the devices once the package is imported; of others nothing is refused."""
        self._writers = writers

    def take(self, bodies: Sequence[Body], *, of_several: bool = False) -> None:
        """Take new changes; `of_several`, where the package holds the journals of several devices."""
        here = exchange.present(self._reader, {(body.kind, body.entity) for body in bodies})
        self.changed |= here
        for body in bodies:
            record = (body.kind, body.entity)
            self._judge(body, is_here=record in here)
            if record not in here:
                self._count(record, creates=body.kind in KINDS and KINDS[body.kind].created_by in body.set)
                if of_several and len(self.fresh) < MOST_CHANGES:
                    self.fresh.append(body.change())
            elif len(self.changes) < MOST_CHANGES:
                self.changes.append(body.change())

    def take_records(self, records: Sequence[Named]) -> None:
        """Take records of a snapshot."""
        here = exchange.present(self._reader, records)
        self.changed |= here
        for record in records:
            if record not in here:
                self._count(record, creates=True)

    def _judge(self, body: Body, *, is_here: bool) -> None:
        """Count a change that will not count. What decides is the first one of its device to the record."""
        writer = self._writers.get(body.device, Writer())
        if not restricts(writer, body.kind):
            return
        change, key = body.change(), (body.device, body.kind, body.entity)
        first = self._firsts.get(key)
        if first is None:
            first = (exchange.first_change(self._reader, *key) if is_here else None) or change
            if len(self._firsts) < MOST_CHANGES:
                self._firsts[key] = first
        if writer.before and not creates(first):
            first = self._former(change, writer) or first
        reason = breach(writer, change, first)
        if reason is not None:
            self.refused[body.kind, reason] += 1

    def _former(self, change: Change, writer: Writer) -> Change | None:
        """Return the creation of a record by a device whose place its writer took, in the package or here."""
        for device in sorted(writer.before):
            key = (device, change.kind, change.entity)
            found = self._firsts.get(key) or exchange.first_change(self._reader, *key)
            if found is not None and creates(found):
                return found
        return None

    def conflicts(self) -> tuple[tuple[str, str, str], ...]:
        """Return the fields (kind, id, field) in which different values would stand and do not now."""
        return tuple(sorted(exchange.would_conflict(self._reader, [*self.changes, *self.fresh])))

    def _count(self, record: Named, *, creates: bool) -> None:
        mark = hash(record)
        if mark in self._seen:
            return
        if len(self._seen) < MOST_RECORDS:
            self._seen.add(mark)
            self.new_records[record[0]] += 1
        else:
            self.new_records[record[0]] += creates
