"""The journal as values: bodies, chain, and which values stand."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.journal import (
    DELETED,
    Base,
    BodyNotUnderstood,
    Change,
    Standing,
    chain,
    genesis,
    is_deleted,
    parse,
    standing,
    standing_on,
    unseen_by_deletion,
)


def change(device: str, seq: int, values: dict[str, object], over: dict[str, tuple[int, ...]] | None = None) -> Change:
    from fieldcheck.model.canonical import plain

    members = {name: plain(value) for name, value in values.items()}
    return Change(device, seq, f"2026-06-01T00:00:{seq:02}.000Z", "o", "site", "s", "", members, over or {})


def shown(changes: list[Change], field: str = "name") -> list[object]:
    return [value.value for value in standing(changes).get(field, [])]


def test_a_body_is_canonical_and_reads_back() -> None:
    made = change("d", 1, {"name": "䶮"})
    assert (
        made.body()
        == (
            '{"at":"2026-06-01T00:00:01.000Z","author":"o","device":"d","entity":"s","kind":"site","of":"","seq":1,'
            '"set":{"name":"䶮"}}'
        ).encode()
    )
    assert parse(made.body()) == made
    seen = change("d", 2, {"name": "x"}, {"e": (1, 2)})
    assert parse(seen.body()) == seen


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"seq":"x"}', b"null"])
def test_a_body_that_is_none_is_named(body: bytes) -> None:
    with pytest.raises(BodyNotUnderstood):
        parse(body)


def test_the_chain_is_what_the_format_says() -> None:
    first = genesis("d", b"k" * 32)
    assert first == hashlib.sha256(b"fieldcheck-journal-1d" + b"k" * 32).digest()
    body = hashlib.sha256(b"body").digest()
    assert chain(first, body) == hashlib.sha256(first + body).digest()


def test_the_last_value_of_one_device_stands() -> None:
    changes = [change("d", 1, {"name": "a"}), change("d", 2, {"name": "b"})]
    assert shown(changes) == shown(changes[::-1]) == ["b"]


def test_two_devices_that_did_not_see_each_other_conflict_and_the_newest_is_shown() -> None:
    changes = [change("d", 1, {"name": "a"}), change("e", 2, {"name": "b"})]
    assert shown(changes) == shown(changes[::-1]) == ["b", "a"]


def test_naming_what_was_seen_decides() -> None:
    changes = [change("d", 1, {"name": "a"}), change("e", 2, {"name": "b"}), change("d", 3, {"name": "c"}, {"e": (2,)})]
    assert shown(changes) == ["c"]


def test_a_deletion_takes_only_what_it_named() -> None:
    created = change("d", 1, {"name": "a"})
    deletion = change("d", 2, {DELETED: "wrong"}, {"d": (1,)})
    unseen = change("e", 1, {"town": "b"})
    assert is_deleted(standing([created, deletion]), [deletion])
    assert not is_deleted(standing([created, deletion, unseen]), [deletion])
    undone = change("d", 3, {DELETED: None})
    assert not is_deleted(standing([created, deletion, undone]), [deletion])


def test_a_record_is_back_for_what_no_deletion_knew_of() -> None:
    created = change("d", 1, {"name": "甲"})
    deletion = change("d", 2, {DELETED: "closed"}, {"d": (1,)})
    unseen = change("e", 1, {"name": "乙", "note": "丙"}, {"d": (1,)})
    later = change("d", 3, {"note": "丁"})
    both = standing([created, deletion, unseen])
    assert [(one.device, one.seq) for one in unseen_by_deletion(both, [deletion])] == [("e", 1)]
    assert unseen_by_deletion(standing([created, deletion]), [deletion]) == []
    # Who deleted it knows of it, and wrote on.
    assert unseen_by_deletion(standing([created, deletion, later]), [deletion]) == []
    undone = change("d", 3, {DELETED: None})
    assert unseen_by_deletion(standing([created, deletion, unseen, undone]), [deletion]) == []


def again(device: str, seq: int, one: Change) -> Change:
    """Return a change as a store writes it again under another device: of the same author and moment."""
    return replace(one, device=device, seq=seq, over={})


def test_what_two_copies_wrote_again_is_replaced_for_both_by_who_saw_one() -> None:
    first, second = change("d", 5, {"name": "a"}), change("d", 6, {"name": "b"})
    one = [again("e", 1, first), again("e", 2, second)]
    other = [again("f", 1, first), again("f", 2, second)]
    assert shown([*one, *other]) == ["b", "b"]
    later = change("e", 3, {"name": "c"})
    assert shown([*one, later, *other]) == shown([*other, later, *one]) == ["c"]
    seen = change("g", 1, {"name": "d"}, {"f": (2,)})
    assert shown([*one, seen, *other]) == ["d"]
    # Another person, or another moment, is another act.
    assert sorted(map(str, shown([*one, later, replace(other[1], author="p")]))) == ["b", "c"]
    assert sorted(map(str, shown([*one, later, replace(other[1], at="2026-06-02T00:00:00.000Z")]))) == ["b", "c"]


def test_who_went_back_to_what_stood_before_within_a_moment_keeps_it() -> None:
    moment = "2026-06-01T00:00:00.000Z"
    typed = [replace(change("d", seq, {"name": name}), at=moment) for seq, name in enumerate("aba", 1)]
    both = [again(device, one.seq, one) for device in "ef" for one in typed]
    assert shown(both) == ["a", "a"]


def test_a_snapshot_that_shows_an_act_no_more_takes_it_from_who_wrote_it_again() -> None:
    act = change("d", 5, {"name": "a"})
    base = Base("", {"name": [Standing("b", "g", 1, "2026-06-03T00:00:00.000Z", "p")]}, (), {"e": 1, "g": 1})
    state = standing_on(base, [again("e", 1, act), again("f", 1, act)])
    assert [value.value for value in state["name"]] == ["b"]
    # A change of the store that it does not know replaces what it shows of the same act.
    shows = Base("", {"name": [Standing("a", "e", 1, act.at, act.author)]}, (), {"e": 1})
    state = standing_on(shows, [again("f", 1, act), change("f", 2, {"name": "c"})])
    assert [value.value for value in state["name"]] == ["c"]


def test_what_a_snapshot_knew_replaces_what_its_sender_waits_for() -> None:
    late, seen = change("e", 6, {"name": "a"}), change("f", 2, {"name": "b"}, {"e": (6,)})
    base = Base("", {"name": [Standing("b", "f", 2, seen.at, seen.author)]}, (), {"e": 5, "f": 2}, {}, (("e", 6),))
    assert [value.value for value in standing_on(base, [late, seen])["name"]] == ["b"]


def test_clocks_that_lie_make_nothing_vanish() -> None:
    moment = "2026-06-01T00:00:00.000Z"
    typed = [("e", 1, "a"), ("e", 2, "b"), ("f", 1, "b"), ("f", 2, "a")]
    changes = [replace(change(device, seq, {"name": name}), at=moment) for device, seq, name in typed]
    assert sorted(map(str, shown(changes))) == ["a", "b"]


def test_a_deletion_knew_of_an_act_whoever_wrote_it_again() -> None:
    act = change("d", 5, {"name": "a"})
    mine, theirs = again("e", 1, act), again("f", 1, act)
    deletion = change("e", 2, {DELETED: "wrong"}, {})
    state = standing([mine, theirs, deletion])
    assert is_deleted(state, [deletion]) and unseen_by_deletion(state, [deletion]) == []
    other = replace(theirs, author="p")
    state = standing([mine, other, deletion])
    assert not is_deleted(state, [deletion])
    assert [one.device for one in unseen_by_deletion(state, [deletion])] == ["f"]


def test_an_error_fills_its_text() -> None:
    error = BodyNotUnderstood(seq=3, device="d")
    assert isinstance(error, FieldCheckError)
    assert str(error).startswith("Change 3 of device d is not readable")
