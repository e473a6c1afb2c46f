"""A folded row and the state of a record: the same thing, written compactly.

A row keeps one stamp (device, seq, at, author): that of the change that created the record. A field whose one
standing value carries this stamp needs nothing more. Every other field lies in `_more`, as a list of
[device, seq, at, author] or, where the column cannot hold the value, [device, seq, at, author, value]; so do
conflicts, unknown fields, values that do not decode, and deletions with what they name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldcheck.model.canonical import Json
from fieldcheck.model.codec import Column
from fieldcheck.model.journal import DELETED, Change, Standing, State, conflicting, is_deleted, unseen_by_deletion
from fieldcheck.model.kinds import Kind, decodes
from fieldcheck.store import plainjson

DELETIONS = "~deletions"
"""Key of `_more` under which the standing deletions lie: [[device, seq, over], …]."""


@dataclass(slots=True)
class Entity:
    """One record as folded: its state, what it belongs to, and the deletions that stand in it.

    `named_deleted`: whoever sent the record said that it was deleted, without saying by which change.
    """

    id: str
    of: str
    state: State = field(default_factory=dict)
    deletions: list[Change] = field(default_factory=list)
    named_deleted: bool = False

    @property
    def deleted(self) -> bool:
        """Return whether the record is gone."""
        return self.named_deleted or is_deleted(self.state, self.deletions)

    def conflicting(self) -> list[str]:
        """Return the fields in which different values stand; `deleted` where a deletion stands against edits."""
        if self.deleted:
            return []
        against = [DELETED] if self.deletions and unseen_by_deletion(self.state, self.deletions) else []
        return sorted([*conflicting(self.state), *against])


def to_column(column: Column, value: Json) -> str | int | None:
    """Return `value` as its column keeps it."""
    if column is Column.JSON:
        return None if value is None else plainjson.encode(value).decode()
    if column is Column.BOOLEAN:
        return None if value is None else int(bool(value))
    assert value is None or isinstance(value, (str, int))
    return value


def from_column(column: Column, value: str | int | None) -> Json:
    """Return the JSON value that a column keeps."""
    if value is None:
        return None
    if column is Column.JSON:
        loaded: Json = plainjson.decode(str(value))
        return loaded
    return bool(value) if column is Column.BOOLEAN else value


Stamp = tuple[str, int, str, str]


def _stamp(standing: Standing) -> Stamp:
    return (standing.device, standing.seq, standing.at, standing.author)


def _fits(kind: Kind, name: str, value: Json) -> bool:
    return value is not None and decodes(kind.name, name, value)


def pack(kind: Kind, entity: Entity) -> tuple[Stamp | None, dict[str, str | int | None], str | None]:
    """Return the row's stamp, its columns and `_more`."""
    first = entity.state.get(kind.created_by)
    stamp = _stamp(first[0]) if first else None
    columns: dict[str, str | int | None] = {}
    more: dict[str, object] = {}
    for name, values in entity.state.items():
        shown = values[0].value
        fits = _fits(kind, name, shown)
        if fits:
            columns[name] = to_column(kind.fields[name].column, shown)
        if not (fits and len(values) == 1 and _stamp(values[0]) == stamp):
            more[name] = [
                (*_stamp(value), *(() if fits and index == 0 else (value.value,))) for index, value in enumerate(values)
            ]
    if entity.deletions:
        more[DELETIONS] = [[change.device, change.seq, change.over] for change in entity.deletions]
    return stamp, columns, plainjson.encode(more).decode() if more else None


def unpack(
    kind: Kind, entity: str, of: str, stamp: Stamp | None, columns: dict[str, str | int | None], more: str | None
) -> Entity:
    """Return the record that `pack` wrote."""
    extra: dict[str, list[list[Json]]] = plainjson.decode(more) if more else {}
    deletions = extra.pop(DELETIONS, [])
    state: State = {}
    for name, values in extra.items():
        shown = None
        if name in kind.fields:
            shown = from_column(kind.fields[name].column, columns.get(name))
        state[name] = [_standing(value, shown) for value in values]
    for name, raw in columns.items():
        if raw is not None and name not in state and stamp is not None:
            state[name] = [Standing(from_column(kind.fields[name].column, raw), *stamp)]
    return Entity(entity, of, state, [_deletion(kind, entity, of, item) for item in deletions])


def _standing(value: list[Json], shown: Json) -> Standing:
    device, seq, at, author = value[:4]
    assert isinstance(device, str) and isinstance(seq, int) and isinstance(at, str) and isinstance(author, str)
    return Standing(value[4] if len(value) > 4 else shown, device, seq, at, author)


def _deletion(kind: Kind, entity: str, of: str, item: list[Json]) -> Change:
    device, seq, over = item
    assert isinstance(device, str) and isinstance(seq, int) and isinstance(over, dict)
    named = {
        name: tuple(number for number in seqs if isinstance(number, int))
        for name, seqs in over.items()
        if isinstance(seqs, list)
    }
    return Change(device, seq, "", "", kind.name, entity, of, {DELETED: ""}, named)
