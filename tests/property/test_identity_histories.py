"""Two copies of one laptop write on, in any way: one takes another identity, and the bureau has all that was typed."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldcheck.exchange.errors import ChainForked
from fieldcheck.model.journal import DELETED
from fieldcheck.operations import conflicts, identity, sites, stores
from fieldcheck.operations.packages import NothingToSend
from fieldcheck.store import Store, Transaction, devices
from tests.county import County, county, record_digests, take

FIELDS = ("address", "note")


@dataclass(frozen=True)
class Step:
    """Somebody sets a field of a site, or deletes it (field "")."""

    site: int
    field: str
    value: int


STEPS = st.lists(
    st.builds(Step, st.integers(0, 2), st.sampled_from((*FIELDS, *FIELDS, "")), st.integers(0, 2)), max_size=6
)


def write(store: Store, ids: list[str], steps: list[Step], who: str) -> dict[tuple[int, str], str]:
    """Do the steps where the site is still shown; return the last value that was typed into each field."""
    typed: dict[tuple[int, str], str] = {}
    for step in steps:
        site = ids[step.site]
        if store.reader().value("SELECT 1 FROM site WHERE id = ? AND NOT _deleted", (site,)) is None:
            continue
        if step.field:
            changes = sites.edit_site(store, site, {step.field: f"{who} {step.value}"})
            if changes.entities:
                typed[step.site, step.field] = f"{who} {step.value}"
        else:
            store.write(partial(deleted, site=site))
    return typed


def deleted(transaction: Transaction, site: str) -> str:
    transaction.delete("site", site, "重复")
    return site


def shown(store: Store) -> list[tuple[object, ...]]:
    return store.reader().rows("SELECT id, name, address, note, _deleted FROM site ORDER BY id")


@example(
    before=[Step(0, "note", 1)], confirmed=True, late=[], one=[Step(0, "note", 2)], two=[Step(0, "", 0)], told=True
)
@given(before=STEPS, confirmed=st.booleans(), late=STEPS, one=STEPS, two=STEPS, told=st.booleans())
@settings(max_examples=max(1, (settings.default.max_examples if settings.default else 100) // 8), deadline=None)
def test_nothing_that_two_copies_wrote_is_lost(
    before: list[Step], confirmed: bool, late: list[Step], one: list[Step], two: list[Step], told: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, county(Path(folder)) as land, ExitStack() as closing:
        laptop = land.laptop("一号")
        ids = [sites.create(laptop, {"name": f"水库{number}"}).main for number in range(3)]
        common = write(laptop, ids, before, "共有")
        if confirmed:
            land.send_up(laptop)
            land.send_down(laptop)
        common |= write(laptop, ids, late, "共有")
        path = laptop.path.with_name("copy.fcstore")
        assert not stores.backup_store(laptop, path).problems
        copy = closing.enter_context(Store(path, laptop.raw_key))
        copied_at = devices.own(copy.reader()).seq
        first, second = write(laptop, ids, one, "原机"), write(copy, ids, two, "副本")
        send(land, laptop)
        before_taking = shown(copy)
        taken = identity.take_new_identity(copy, copied_at if told else None)
        assert shown(copy) == before_taking and conflicts.count(copy.reader()) == 0
        assert taken.rewritten >= len(second)
        land.join(land.bureau, copy, name="二号")
        send(land, copy)
        bodies = "\n".join(row[0].decode() for row in land.bureau.reader().rows("SELECT body FROM journal"))
        for (site, field), value in [*common.items(), *first.items(), *second.items()]:
            assert ids[site] in bodies and f'"{field}":"{value}"' in bodies
        gone = set(land.bureau.reader().rows("SELECT id FROM site WHERE _deleted"))
        both = {key for key in first.keys() & second.keys() if (ids[key[0]],) not in gone}
        found = {(ids.index(one.entity), one.field) for one in conflicts.conflicts(land.bureau.reader())}
        assert {(site, name) for site, name in found if name != DELETED} == both
        # What the other copy edited, and the one that deleted did not know.
        undone = {site for site, name in found if name == DELETED}
        assert undone <= {step.site for step in (*one, *two) if not step.field}
        land.send_down(laptop)
        land.send_down(copy)
        at_the_bureau = record_digests(land.bureau).items()
        for store in (laptop, copy, land.bureau):
            assert stores.verify_store(store).problems == []
            assert record_digests(store).items() <= at_the_bureau


def send(land: County, laptop: Store) -> None:
    """Let what a laptop wrote arrive; nothing may be refused."""
    try:
        path = land.up(laptop).path
    except NothingToSend:
        return
    verdict = take(land.bureau, path)
    assert not isinstance(verdict.error, ChainForked) and verdict.error is None
