"""What must hold once everything has arrived: DESIGN's promises about merging, held against the oracle."""

from __future__ import annotations

from fieldcheck.model.journal import DELETED
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import stores
from fieldcheck.store import fold, snapshots
from fieldcheck.store.queries import conflicts, exchange
from tests.county import given
from tests.histories.actors import Actor
from tests.histories.oracle import Named
from tests.histories.world import SAME_FIELD, World


def check(world: World) -> None:
    """Raise AssertionError where a promise is broken. Call it after `settle`."""
    for actor in world.actors:
        if not actor.rogue:
            report = stores.verify_store(actor.store)
            assert report.problems == [], (actor.name, report.problems)
    for actor in (world.bureau, *([world.city] if world.city else [])):
        for record in sorted(world.oracle.records()):
            _stands_as_typed(world, actor, record)
        _no_other_conflicts(world, actor)
        missing = exchange.missing_blobs(actor.reader)
        assert not missing, (actor.name, missing)
        assert conflicts.waiting(actor.reader) == [], actor.name
    _nothing_vanished(world, world.city or world.bureau)
    _views_agree(world)


def _stands_as_typed(world: World, actor: Actor, record: Named) -> None:
    if record[0] not in KINDS:
        return
    folded = fold.load(actor.reader.connection, KINDS[record[0]], record[1])
    expected = world.oracle.standing(record)
    assert (folded is not None) == bool(expected), (actor.name, record)
    if folded is None:
        return
    typed_fields = {one.field for one in world.oracle.typed.values() if one.record == record}
    for name in typed_fields:
        # What two copies of a store wrote again, each as another device, stands once for each, and is one act.
        acts = {(one.at, one.author, str(one.value)) for one in folded.state.get(name, [])}
        found = sorted(value for _, _, value in acts)
        assert found == sorted(one.value for one in expected.get(name, [])), (actor.name, record, name)
    if SAME_FIELD not in folded.state:
        assert folded.deleted == world.oracle.deleted(record), (actor.name, record)


def _no_other_conflicts(world: World, actor: Actor) -> None:
    """A conflict is announced where different values stand in a record that is there, and nowhere else.

    In the field `deleted` it is announced where a deletion did not know of what stands.
    """
    every = {(row.kind, row.entity, row.field) for row in conflicts.conflicts(actor.reader)}
    against_deletions = {one for one in every if one[2] == DELETED}
    for kind, entity, _ in against_deletions:
        folded = fold.load(actor.reader.connection, KINDS[kind], entity)
        assert folded is not None
        # The oracle does not know who typed the same as others.
        assert SAME_FIELD in folded.state or world.oracle.came_back((kind, entity)), (actor.name, kind, entity)
    announced = every - against_deletions
    expected = {
        (*record, name)
        for record in world.oracle.records()
        if record[0] in KINDS and _is_there(actor, record)
        for name, values in world.oracle.standing(record).items()
        if len({one.value for one in values}) > 1
    }
    assert announced == expected, actor.name


def _is_there(actor: Actor, record: Named) -> bool:
    folded = fold.load(actor.reader.connection, KINDS[record[0]], record[1])
    return folded is not None and not folded.deleted


def _nothing_vanished(world: World, top: Actor) -> None:
    """Every value that was typed lies in a change at the top; those that may not count are listed there."""
    rows = top.reader.rows("SELECT d.id, j.seq, j.body FROM journal j JOIN device d ON d.number = j.device")
    where = {bytes(body).decode(): (device, seq) for device, seq, body in rows}
    listed = {(row.device, row.seq) for row in conflicts.refused(top.reader)}
    for one in world.oracle.typed.values():
        bodies = [body for body in where if one.record[1] in body and f'"{one.field}":"{one.value}"' in body]
        assert bodies, one
        assert one.counts or where[bodies[0]] in listed, one


def _views_agree(world: World) -> None:
    """Whoever shows a record shows it as the bureau does, and the bureau as the city does."""
    above = given(world.city.store if world.city is not None else world.bureau.store)
    for actor in world.actors:
        for record, digest in given(actor.store).items() if not actor.rogue else ():
            if not snapshots.is_withdrawn(actor.reader, *record):
                assert above.get(record) == digest, (actor.name, record)
