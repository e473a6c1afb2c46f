"""Two laptops and a bureau do anything in any order: the same knowledge gives the same digest, and nothing vanishes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import DELETED, Base, Change, State, standing, standing_on
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.values import Role
from fieldcheck.operations.foretelling import Foretelling
from fieldcheck.store import Store, devices, fold
from fieldcheck.store.arrival import Fitting
from fieldcheck.store.connection import connect
from fieldcheck.store.digest import digest, records
from fieldcheck.store.lines import Arrived, Body
from fieldcheck.store.lines import decode as decode_line
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import conflicts, exchange
from fieldcheck.store.rows import pack, unpack
from fieldcheck.store.verify import verify
from tests.merging import certified, delete, enrolled, lines_of, put, send, send_down

FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example]
)

ENTITIES = (("site", "s"), ("site", "t"), ("finding", "f"))
FIELDS = {"site": ("name", "alias", "new_one"), "finding": ("inspection", "measure", "deadline")}
VALUES = ("甲", "乙", "2026-07-01", None, 5)


@dataclass(frozen=True)
class Action:
    """What one of the three does next: 0 is the bureau."""

    who: int
    what: str
    record: int
    field: int
    value: int
    looks: bool


actions = st.lists(
    st.builds(
        Action,
        st.integers(0, 2),
        st.sampled_from(["edit", "edit", "edit", "delete", "restore", "up", "down"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, len(VALUES) - 1),
        st.booleans(),
    ),
    max_size=25,
)


class World:
    """A bureau and two laptops, the bureau first."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        made = (enrolled(path, "bureau", Role.BUREAU), enrolled(path, "one"), enrolled(path, "two"))
        self.stores = [stack.enter_context(store) for store in made]
        self.bureau = self.stores[0]
        self.number = 0

    def do(self, action: Action) -> None:
        """Do one action."""
        store = self.stores[action.who]
        kind, entity = ENTITIES[action.record]
        if action.what == "up" and action.who:
            looked = foretold(store, self.bureau)
            expected = looked.conflicts()
            counts = send(store, self.bureau)
            assert (looked.new_records, len(expected)) == (+counts.records, counts.conflicts)
        elif action.what == "down":
            self.down()
        elif action.what == "delete":
            delete(store, kind, entity)
        else:
            seen = conflicts.seen(store.reader(), kind, entity)
            fields = FIELDS[kind]
            name = DELETED if action.what == "restore" else fields[action.field]
            value = None if action.what == "restore" else VALUES[action.value]
            put(store, kind, entity, {name: value}, seen.get(name) if action.looks else None)

    def down(self) -> None:
        """Send both laptops everything that the bureau has."""
        self.number += 1
        every = [(record.kind, record.entity) for record in records(self.bureau.reader())]
        for laptop in self.stores[1:]:
            send_down(self.bureau, laptop, self.number, every)

    def settle(self) -> None:
        """Let everything reach everybody."""
        for laptop in self.stores[1:]:
            send(laptop, self.bureau)
        self.down()


def foretold(source: Store, target: Store) -> Foretelling:
    """Return what is foretold of sending everything."""
    reader, here = source.reader(), exchange.known_vector(target.reader())
    looked = Foretelling(target.reader())
    for device in devices.every(reader):
        first = here.get(device.id, 0) + 1
        if device.public_key is not None and first <= device.seq:
            arrived = Arrived(device.id, first, lines_of(reader, device.id, first), bytes(32))
            looked.take([body for body in arrived.bodies if body is not None])
    return looked


def digests(store: Store) -> dict[tuple[str, str], str]:
    return {(record.kind, record.entity): record.sha256 for record in records(store.reader())}


@FEW
@given(actions, st.randoms(use_true_random=False))
def test_the_same_knowledge_has_the_same_digest(script: list[Action], random: Random) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(Path(folder), stack)
        for action in script:
            world.do(action)
        world.settle()
        for laptop in world.stores[1:]:
            assert digests(laptop) == digests(world.bureau)
        city = stack.enter_context(enrolled(world.path, "city", Role.BUREAU))
        in_pieces(world.bureau, city, random)
        assert digest(city.reader()) == digest(world.bureau.reader())
        assert conflicts.conflicts(city.reader()) == conflicts.conflicts(world.bureau.reader())
        for store in (*world.stores, city):
            assert verify(store.reader()).problems == []
            folded_again(store)
        nothing_vanishes(world.bureau)


def in_pieces(source: Store, target: Store, random: Random) -> None:
    """Merge everything in random pieces, in an order that only each device's own chain restrains, some of it twice."""
    reader = source.reader()
    chains = {device.id: lines_of(reader, device.id) for device in devices.every(reader) if device.public_key}
    done = dict.fromkeys(chains, 0)
    with Merge(target.path, target.raw_key) as merge:
        for device in devices.every(reader):
            merge.device(certified(device))
        while any(done[device] < len(lines) for device, lines in chains.items()):
            name, lines = random.choice(list(chains.items()))
            start, end = random.randint(0, done[name]), random.randint(done[name], len(lines))
            merge.lines(name, start + 1, lines[start:end])
            merge.finish()
            done[name] = end


def folded_again(store: Store) -> None:
    """Dropping the folded tables and folding them again changes nothing."""
    before = digest(store.reader())
    connection = connect(store.path, store.raw_key, writable=True)
    connection.execute("BEGIN")
    fold.refold_all(connection)
    connection.execute("COMMIT")
    connection.close()
    assert digest(store.reader()) == before
    assert verify(store.reader()).problems == []


def nothing_vanishes(store: Store) -> None:
    """Every value that was written stands, or another change of the field named it."""
    folding = fold.Folding(store.reader().connection)
    for kind, entity, changes in fold.every_record(store.reader().connection):
        folded = folding.of(kind, entity, changes)
        lost = {(change.device, change.seq) for change, _ in folded.refused}
        state: State = folded.entity.state if folded.entity else {}
        for change in changes:
            if (change.device, change.seq) in lost:
                continue
            for name in change.set:
                stands = any((value.device, value.seq) == (change.device, change.seq) for value in state.get(name, []))
                replaced = any(name in other.set and other.names(change.device, change.seq) for other in changes)
                assert stands or replaced


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
persons = st.fixed_dictionaries({"name": texts}, optional={"post": texts, "newer": texts})
json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | texts | st.just("2026-07-01"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)
findings = st.dictionaries(
    st.sampled_from(["inspection", "deadline", "responsible_person", "basis", "measure", "level_of_tomorrow"]),
    json_values | persons,
    min_size=1,
)


AT = "2026-01-01T00:00:00.000Z"


@given(findings)
def test_the_row_of_one_change_holds_what_the_definition_says(values: dict[str, Json]) -> None:
    kind = KINDS["finding"]
    change = Change("device", 7, AT, "officer", "finding", "f", "i", values)
    body = decode_line("device", 7, change.body())
    fitted = Fitting().row(kind, body, 3)
    wanted = fold.refolded([change])
    stamp, columns, more = pack(kind, wanted)
    if fitted is None:
        return
    shape, row = fitted
    assert more is None
    assert shape == ("finding", tuple(body.set))
    assert row[:7] == ["f", "i", 3, 7, AT, "officer", 0]
    assert dict(zip(body.set, row[7:], strict=True)) == columns
    assert unpack(kind, "f", "i", stamp, columns, more).state == wanted.state


@given(findings)
def test_a_line_that_was_written_is_read_as_it_is(values: dict[str, Json]) -> None:
    change = Change("device", 7, AT, "", "finding", "f", "i", values, {"other": (1, 5)})
    body = decode_line("device", 7, change.body())
    assert isinstance(body, Body)
    assert body.change() == change


def base_of(changes: list[Change], known: Callable[[Change], bool]) -> Base:
    """Return the snapshot that somebody who knows some of the changes makes."""
    seen = [change for change in changes if known(change)]
    vector: dict[str, int] = {}
    for change in seen:
        vector[change.device] = max(vector.get(change.device, 0), change.seq)
    return Base("", standing(seen), (), vector)


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes of a bureau and a laptop that have seen of one another only what came before."""
    changes: list[Change] = []
    for number in range(draw(st.integers(1, 8))):
        device = draw(st.sampled_from("ab"))
        seq = 1 + sum(change.device == device for change in changes)
        name = draw(st.sampled_from(["name", "alias"]))
        state = standing(changes)
        seen = [value for value in state.get(name, []) if value.device != device and draw(st.booleans())]
        over = {value.device: (value.seq,) for value in seen}
        changes.append(Change(device, seq, f"{number}", "", "site", "s", "", {name: number}, over))
    return changes


@given(histories(), st.integers(0, 8))
def test_a_snapshot_and_the_later_changes_make_the_whole(changes: list[Change], cut: int) -> None:
    early = changes[:cut]
    base = base_of(changes, lambda change: change in early)
    assert standing_on(base, changes) == standing(changes)
    assert standing_on(base, changes[cut:]) == standing(changes)
    assert standing_on(None, changes) == standing(changes)
