"""The fold: the fast way equals the definition, and a packed row loses nothing."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fieldcheck.model.canonical import Json, encode
from fieldcheck.model.journal import DELETED, Change, parse, standing, value_of
from fieldcheck.model.kinds import KINDS
from fieldcheck.store.digest import of_entity
from fieldcheck.store.fold import add_own, refolded
from fieldcheck.store.rows import Entity, pack, unpack

SITE = KINDS["site"]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
fields = st.sampled_from(["name", "alias", "place", "principal", "status", "unknown_field"])
persons: st.SearchStrategy[Json] = st.fixed_dictionaries({"name": texts, "post": texts, "phone": texts})
deletion: dict[str, Json] = {DELETED: "wrong"}
sets = st.dictionaries(fields, json_values | persons | texts, min_size=1, max_size=4) | st.just(deletion)


def numbered(device: str, values: list[dict[str, Json]], at: list[int]) -> list[Change]:
    return [
        Change(device, seq, f"2026-01-01T00:00:{at[seq % len(at)]:02}Z", "", "site", "s", "", dict(value))
        for seq, value in enumerate(values, 1)
    ]


@st.composite
def own_history(draw: st.DrawFn) -> list[Change]:
    return numbered("a", draw(st.lists(sets, min_size=1, max_size=8)), draw(st.lists(st.integers(0, 59), min_size=1)))


@st.composite
def shared_history(draw: st.DrawFn) -> list[Change]:
    """Changes of three devices; some name changes of the others that they have seen."""
    changes = [
        change
        for device in "abc"
        for change in numbered(device, draw(st.lists(sets, max_size=4)), draw(st.lists(st.integers(0, 59), min_size=1)))
    ]
    named: list[Change] = []
    for change in changes:
        others = [other for other in changes if other.device != change.device]
        seen = draw(st.lists(st.sampled_from(others), max_size=2)) if others else []
        over = {other.device: (other.seq,) for other in seen}
        named.append(Change(change.device, change.seq, change.at, "", "site", "s", "", change.set, over))
    return named


def sorted_state(entity: Entity) -> str:
    return of_entity("site", entity)


@given(own_history())
def test_the_fast_fold_of_ones_own_changes_equals_the_definition(changes: list[Change]) -> None:
    entity: Entity | None = None
    for change in changes:
        entity = add_own(entity, change)
    assert entity is not None
    assert sorted_state(entity) == sorted_state(refolded(changes))
    assert entity.deleted == refolded(changes).deleted


@given(shared_history(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(changes: list[Change], random: Random) -> None:
    if not changes:
        return
    shuffled = list(changes)
    random.shuffle(shuffled)
    assert sorted_state(refolded(changes)) == sorted_state(refolded(shuffled))


def of_one_act(one: Change, other: Change, name: str) -> bool:
    return value_of(one, name).same_act(value_of(other, name))


def names_one_of(change: Change, acts: list[Change]) -> bool:
    return any(change.names(act.device, act.seq) for act in acts)


@given(shared_history())
def test_no_value_vanishes_unless_a_later_change_names_it(changes: list[Change]) -> None:
    state = standing(changes)
    for change in changes:
        for name in change.set:
            stands = any((value.device, value.seq) == (change.device, change.seq) for value in state.get(name, []))
            replaced = any(name in other.set and other.names(change.device, change.seq) for other in changes)
            assert not (stands and replaced)
            acts = [other for other in changes if name in other.set and of_one_act(change, other, name)]
            assert stands or any(name in other.set and names_one_of(other, acts) for other in changes)


@given(shared_history())
def test_a_packed_row_holds_the_whole_record(changes: list[Change]) -> None:
    if not changes:
        return
    entity = refolded(changes)
    stamp, columns, more = pack(SITE, entity)
    again = unpack(SITE, entity.id, entity.of, stamp, columns, more)
    assert sorted_state(again) == sorted_state(entity)
    assert again.deleted == entity.deleted


@given(shared_history())
def test_a_body_is_canonical_and_reads_back(changes: list[Change]) -> None:
    for change in changes:
        assert parse(change.body()) == change
        assert parse(change.body()).body() == change.body()
        assert encode({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
