"""The journal as values: bodies, chain, and which values stand."""

from __future__ import annotations

import hashlib

import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.journal import (
    DELETED,
    BodyNotUnderstood,
    Change,
    chain,
    genesis,
    is_deleted,
    parse,
    standing,
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


def test_an_error_fills_its_text() -> None:
    error = BodyNotUnderstood(seq=3, device="d")
    assert isinstance(error, FieldCheckError)
    assert str(error).startswith("Change 3 of device d is not readable")
