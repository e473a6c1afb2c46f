"""The kept state of hazards is that of their records, whatever was written, in whatever order it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from fieldcheck.model.identifiers import join_id
from fieldcheck.store import Store, Transaction, devices, hazards
from fieldcheck.store.fold import refold_all
from fieldcheck.store.merge import Merge
from fieldcheck.store.queries import carried
from fieldcheck.store.verify import verify
from tests.merging import certified, enrolled, lines_of, send
from tests.stores import new_store

FINDING = {"inspection": "v", "site": "s", "description": "缺防护罩", "deadline": date(2026, 7, 31)}
ORDER = {
    "inspection": "v",
    "kind": "rectification-order",
    "issued_on": date(2026, 7, 1),
    "findings": ("f",),
    "deadlines": ({"finding": "f", "deadline": date(2026, 7, 20)},),
}
RECHECK = {"finding": "f", "result": "pass", "at": "2026-07-22T10:00+08:00", "officers": ("a", "b")}
CLOSURE = {"finding": "f", "approver": "c", "approved_on": date(2026, 7, 23)}
AFTER = {"inspection": "v", "finding": "f", "purpose": "after", "sha256": "0" * 64}
MAJOR = {"level": "major", "by": "a", "at": "2026-07-01T00:00:00.000Z"}

Change = tuple[str, str, str, Mapping[str, object]]
WHOLE: tuple[Change, ...] = (
    ("finding", "f", "v", FINDING),
    ("document", "d", "v", ORDER),
    ("recheck", "r", "f", RECHECK),
    ("photo", "p", "v", AFTER),
    ("closure", "c", "f", CLOSURE),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path / "a.fcstore") as made:
        yield made


def write(store: Store, *changes: Change) -> None:
    def work(transaction: Transaction) -> str:
        for kind, entity, of, values in changes:
            transaction.append(kind, entity, of, values)
        return changes[0][1]

    store.write(work)


def act(store: Store, work: Callable[[Transaction], object]) -> None:
    def done(transaction: Transaction) -> str:
        work(transaction)
        return ""

    store.write(done)


def kept(store: Store, finding: str = "f") -> tuple[str, ...] | None:
    """Return state, due day and what is broken, after proving that the cache is right."""
    assert list(hazards.wrong(store.reader())) == []
    return store.reader().row("SELECT state, due, broken FROM hazard_state WHERE finding = ?", (finding,))


def problems(store: Store) -> list[tuple[str, object]]:
    """Return what `verify` finds; the bytes of the photo are nowhere here."""
    found = verify(store.reader()).problems
    return [(one.code, one.details) for one in found if one.code != "blob_missing"]


def test_nothing_is_kept_of_what_was_only_found(store: Store) -> None:
    write(store, WHOLE[0])
    assert kept(store) is None


def test_each_step_is_seen_at_once(store: Store) -> None:
    states = []
    for change in WHOLE:
        write(store, change)
        states.append(kept(store))
    assert states == [
        None,
        ("ordered", "2026-07-20", ""),
        ("rechecked_pass", "2026-07-20", ""),
        ("rechecked_pass", "2026-07-20", ""),
        ("closed", "2026-07-20", ""),
    ]


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
def test_any_order_of_arrival_ends_the_same(store: Store, order: tuple[int, ...]) -> None:
    for place in order:
        write(store, WHOLE[place])
    assert kept(store) == ("closed", "2026-07-20", "")


def test_what_takes_the_ground_away_is_seen(store: Store) -> None:
    write(store, *WHOLE)
    act(store, lambda transaction: transaction.delete("photo", "p", "wrong"))
    assert kept(store) == ("closed", "2026-07-20", '[["after_photo", "c"]]')
    act(store, lambda transaction: transaction.restore("photo", "p"))
    assert kept(store) == ("closed", "2026-07-20", "")
    write(store, ("photo", "p", "v", {"finding": "other"}))
    assert kept(store) == ("closed", "2026-07-20", '[["after_photo", "c"]]')
    write(store, ("photo", "p", "v", {"finding": "f"}), ("finding", "f", "v", {"confirmed_level": MAJOR}))
    found = kept(store)
    assert found is not None and found[2] == '[["commitments", ""], ["approval_number", "c"]]'
    write(store, ("annulment", "n", "f", {"finding": "f", "kind": "closure", "step": "c", "reason": "误"}))
    assert kept(store) == ("rechecked_pass", "2026-07-20", '[["commitments", ""]]')
    act(store, lambda transaction: transaction.delete("annulment", "n", "wrong"))
    assert (kept(store) or [""])[0] == "closed"


def test_a_paper_that_was_served(store: Store) -> None:
    write(store, WHOLE[0], WHOLE[1], ("signing", "g", "d", {"document": "d", "result": "signed"}))
    assert kept(store) == ("rectifying", "2026-07-20", "")
    act(store, lambda transaction: transaction.delete("signing", "g", "wrong"))
    write(store, ("signing", "r", "d", {"document": "d", "result": "refused"}))
    assert kept(store) == ("ordered", "2026-07-20", ""), "who would not sign was not served by that"
    write(store, ("service", "h", "d", {"document": "d", "method": "left"}))
    assert kept(store) == ("rectifying", "2026-07-20", "")


def test_a_correction_leaves_a_hazard_out_and_takes_another_in(store: Store) -> None:
    other = ("finding", "g", "v", FINDING)
    write(store, WHOLE[0], other, WHOLE[1])
    correction = {**ORDER, "issued_on": date(2026, 7, 5), "findings": ("g",), "deadlines": (), "supersedes": "d"}
    write(store, ("document", "e", "v", correction))
    assert (kept(store), kept(store, "g")) == (None, ("ordered", "2026-07-31", ""))
    since = store.reader().value("SELECT since FROM hazard_state WHERE finding = 'g'")
    assert since == "2026-07-05"
    act(store, lambda transaction: transaction.delete("document", "e", "wrong"))
    assert (kept(store), kept(store, "g")) == (("ordered", "2026-07-20", ""), None)


def test_a_correction_keeps_the_day_of_the_first(store: Store) -> None:
    write(store, WHOLE[0], WHOLE[1])
    write(store, ("document", "e", "v", {**ORDER, "issued_on": date(2026, 7, 5), "supersedes": "d"}))
    assert store.reader().value("SELECT since FROM hazard_state WHERE finding = 'f'") == "2026-07-01"
    write(store, ("document", "d", "v", {"supersedes": "e"}))
    assert kept(store) is None


def test_two_that_are_one(store: Store) -> None:
    pair = join_id("finding", "f", "g")
    write(store, *WHOLE, ("finding", "g", "v", {**FINDING, "deadline": date(2026, 7, 9)}))
    judged = {"kind": "finding", "entity": "f", "other": "g", "same": True, "reason": "同一处"}
    write(store, ("join", pair, "f", judged))
    assert kept(store) == kept(store, "g") == ("closed", "2026-07-20", "")
    write(store, ("join", pair, "f", {"same": False}))
    assert (kept(store), kept(store, "g")) == (("closed", "2026-07-20", ""), None)


def test_the_officers_of_the_visit_count(store: Store) -> None:
    visit = {"site": "s", "visit_kind": "enforcement", "officers": ("a",)}
    fixed = {"finding": "f", "on_spot": True, "done_at": "2026-07-01T10:00+08:00"}
    before = {**AFTER, "purpose": "evidence"}
    write(
        store,
        ("inspection", "v", "s", visit),
        ("finding", "f", "v", FINDING),
        ("rectification", "x", "f", fixed),
        WHOLE[3],
        ("photo", "q", "v", before),
        WHOLE[4],
    )
    assert kept(store) == ("closed", "2026-07-31", '[["visit_officers", "c"]]')
    write(store, ("inspection", "v", "s", {"officers": ("a", "b")}))
    assert kept(store) == ("closed", "2026-07-31", "")


def test_folding_again_gives_the_same(store: Store) -> None:
    write(store, *WHOLE)
    before = store.reader().rows("SELECT * FROM hazard_state")
    act(store, lambda transaction: refold_all(transaction.connection))
    assert store.reader().rows("SELECT * FROM hazard_state") == before
    assert problems(store) == []


def test_verify_finds_a_state_that_is_not_so(store: Store) -> None:
    write(store, *WHOLE)
    act(store, lambda transaction: transaction.connection.execute("UPDATE hazard_state SET state = 'ordered'"))
    assert problems(store) == [("hazard", {"entity": "f"})]
    act(store, lambda transaction: transaction.connection.execute("DELETE FROM hazard_state"))
    assert problems(store) == [("hazard", {"entity": "f"})]


def test_what_arrives_is_settled_in_the_same_breath(tmp_path: Path) -> None:
    with enrolled(tmp_path, "laptop") as laptop, enrolled(tmp_path, "other") as other:
        write(other, *WHOLE[2:])
        write(laptop, *WHOLE[:2])
        with new_store(tmp_path / "bureau.fcstore") as bureau:
            for sender in (other, laptop):
                own = devices.own(sender.reader())
                with Merge(bureau.path, bureau.raw_key) as merge:
                    merge.device(certified(own))
                    merge.lines(own.id, 1, lines_of(sender.reader(), own.id))
                    merge.finish()
                assert list(hazards.wrong(bureau.reader())) == []
            assert kept(bureau) == ("closed", "2026-07-20", "")


def test_a_laptop_is_sent_the_steps_of_its_hazards(store: Store) -> None:
    site = {"name": "甲厂", "town": "初家街道", "sector": "industry_trade"}
    again = {**ORDER, "inspection": "w", "issued_on": date(2026, 7, 25)}
    write(store, ("site", "s", "", site), ("inspection", "v", "s", {"site": "s"}), *WHOLE)
    write(store, ("inspection", "w", "s", {"site": "s"}), ("document", "again", "w", again))
    write(store, ("recheck", "r2", "f", {**RECHECK, "inspection": "w", "result": "fail"}))
    write(store, ("service", "h", "again", {"document": "again", "method": "left"}))
    write(store, ("recheck", "elsewhere", "g", {"finding": "g"}))
    sent = carried.area(store.reader(), ["初家街道"], [])
    assert sent == {
        ("site", "s"),
        ("inspection", "v"),
        ("inspection", "w"),
        ("finding", "f"),
        ("photo", "p"),
        ("document", "d"),
        ("document", "again"),
        ("service", "h"),
        ("recheck", "r"),
        ("recheck", "r2"),
        ("closure", "c"),
    }
    assert carried.area(store.reader(), ["别处"], []) == set()


def test_a_step_that_two_devices_wrote_shows_the_newer_one(tmp_path: Path) -> None:
    # Copies of a store may both have written one step; whoever guesses an id may do so too.
    one, other = enrolled(tmp_path, "one"), enrolled(tmp_path, "other")
    with one, other:
        write(one, *WHOLE[:2], ("recheck", "r", "f", {**RECHECK, "result": "fail"}))
        write(other, ("recheck", "r", "f", RECHECK))
        assert (kept(one) or ("",))[0] == "rechecked_fail"
        send(other, one)
        assert (kept(one) or ("",))[0] == "rechecked_pass"
