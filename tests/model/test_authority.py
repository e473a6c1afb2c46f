"""P12: who may order what, as a table."""

from __future__ import annotations

import pytest

from fieldcheck.model.authority import (
    STAYS_OPEN,
    Breach,
    Refusal,
    Writer,
    breach,
    competent_authority,
    counting,
    is_enforcement,
    refusal,
    visit_kinds,
)
from fieldcheck.model.canonical import Json
from fieldcheck.model.journal import DELETED, Change
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.possible import Action, of_role
from fieldcheck.model.sectors import BY_CODE, SECTORS
from fieldcheck.model.values import Role, VisitKind

REMIT = ("industry_trade", "mining")


@pytest.mark.parametrize(
    ("kind", "earlier", "visit", "form", "wanted"),
    [
        ("enforcement", None, "industry_trade", "industry_trade", None),
        ("enforcement", None, "industry_trade", None, None),
        ("recheck", "enforcement", "industry_trade", "mining", None),
        ("recheck", "assistance", "industry_trade", "mining", Refusal.VISIT_KIND),
        ("recheck", None, "industry_trade", "mining", Refusal.VISIT_KIND),
        ("enforcement", None, "water", "industry_trade", Refusal.VISIT_SECTOR),
        ("enforcement", None, "industry_trade", "transport", Refusal.FORM_SECTOR),
        ("enforcement", None, None, None, Refusal.VISIT_SECTOR),
        ("supervision", None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        ("assistance", None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        ("self_check", None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        ("flood_patrol", "enforcement", "industry_trade", "industry_trade", Refusal.VISIT_KIND),
        (None, None, "industry_trade", "industry_trade", Refusal.VISIT_KIND),
    ],
)
def test_who_may_order(
    kind: str | None, earlier: str | None, visit: str | None, form: str | None, wanted: Refusal | None
) -> None:
    assert refusal(kind, earlier, visit, form, REMIT) == wanted


def test_a_bureau_without_remit_orders_nothing() -> None:
    assert all(refusal("enforcement", None, sector.code, sector.code, ()) for sector in SECTORS)


def test_every_sector_names_its_authority() -> None:
    assert len(BY_CODE) == len(SECTORS)
    assert all(competent_authority(code) for code in BY_CODE)
    assert competent_authority(None) == competent_authority("cooking") == ""


def test_only_enforcement_and_its_recheck() -> None:
    assert is_enforcement("enforcement", None)
    assert not is_enforcement("flood_patrol", "enforcement")


def change(kind: str, values: dict[str, Json], seq: int = 1, over: dict[str, tuple[int, ...]] | None = None) -> Change:
    return Change("a", seq, "", "", kind, "e", "", values, over or {})


def creation(kind: str) -> Change:
    return change(kind, {KINDS[kind].created_by: "x", "caption": "y"})


def test_an_enterprise_writes_self_checks_and_replies_alone() -> None:
    enterprise = Writer(Role.ENTERPRISE)
    refused = {kind for kind in KINDS if breach(enterprise, creation(kind), creation(kind))}
    own = {"site", "inspection", "answer", "finding", "photo", "form", "rectification", "extension"}
    assert refused == KINDS.keys() - own
    edit = change("finding", {"description": "x"})
    assert breach(enterprise, edit, edit) is Breach.CREATOR
    assert breach(enterprise, change("finding", {"description": "x"}, 2), creation("finding")) is None
    assert breach(enterprise, change("from_tomorrow", {"a": 1}), change("from_tomorrow", {"a": 1})) is Breach.ROLE


def test_the_bureau_alone_writes_what_is_the_bureaus() -> None:
    for kind in ("profile", "number_block", "enrolment", "revocation", "join", "decision"):
        made = change(kind, {"bureau_name": "x"})
        assert breach(Writer(Role.INSPECTOR), made, made) is Breach.ROLE
        assert breach(Writer(Role.ENTERPRISE), made, made) is Breach.ROLE
        assert breach(Writer(Role.BUREAU), made, made) is None


@pytest.mark.parametrize("kind", ["document", "signing", "form", "photo"])
def test_some_records_are_written_once_by_their_creator(kind: str) -> None:
    inspector, bureau = Writer(Role.INSPECTOR), Writer(Role.BUREAU)
    made = creation(kind)
    later = change(kind, {"width": 1}, 2)
    assert breach(inspector, made, made) is None
    assert breach(inspector, later, made) is Breach.WRITTEN_ONCE
    assert breach(bureau, later, later) is Breach.CREATOR
    named = change(kind, {**made.set}, 1, {"b": (1,)})
    assert breach(inspector, named, named) is Breach.CREATOR
    deletion = change(kind, {DELETED: "wrong"}, 2)
    assert breach(inspector, deletion, made) is None
    assert breach(bureau, deletion, deletion) is None
    assert breach(inspector, deletion, deletion) is (None if kind == "photo" else Breach.CREATOR)


def test_the_caption_of_a_photo_stays_open() -> None:
    caption = change("photo", {"caption": "x", "finding": "f"}, 2)
    assert breach(Writer(Role.INSPECTOR), caption, caption) is None


def test_a_store_that_joined_no_bureau_is_its_own_authority() -> None:
    for kind in KINDS:
        edit = change(kind, {"sha256": "x"})
        assert breach(Writer(), edit, edit) is None


def test_nothing_counts_after_a_revocation_and_nothing_of_a_role_that_is_not_known() -> None:
    edit = change("site", {"name": "x"}, 5)
    assert breach(Writer(Role.INSPECTOR, 5), edit, edit) is None
    assert breach(Writer(Role.INSPECTOR, 4), edit, edit) is Breach.REVOKED
    assert breach(Writer("auditor"), edit, edit) is Breach.ROLE


def test_changes_are_sorted_into_those_that_count_and_those_that_do_not() -> None:
    mine = creation("document")
    other = Change("b", 1, "", "", "document", "e", "", {"number": None})
    good, bad = counting([other, mine], {"a": Writer(Role.INSPECTOR), "b": Writer(Role.INSPECTOR)})
    assert good == [mine]
    assert bad == [(other, Breach.CREATOR)]


def test_an_enterprise_checks_itself_and_replies() -> None:
    enterprise = Writer(Role.ENTERPRISE)
    commitments = change("finding", {"commitments": {"responsible": "x"}})
    assert breach(enterprise, commitments, commitments) is None
    both = change("finding", {"commitments": None, "deadline": "2026-06-01"})
    assert breach(enterprise, both, both) is Breach.CREATOR
    cases: list[tuple[str, dict[str, Json], bool]] = [
        ("inspection", {"site": "s", "visit_kind": "self_check"}, True),
        ("inspection", {"site": "s"}, True),
        ("inspection", {"site": "s", "visit_kind": "enforcement"}, False),
        ("inspection", {"site": "s", "visit_kind": ["self_check"]}, False),
        ("rectification", {"finding": "f", "on_spot": False}, True),
        ("rectification", {"finding": "f", "on_spot": True}, False),
    ]
    for kind, values, allowed in cases:
        made = change(kind, values)
        assert breach(enterprise, made, made) is (None if allowed else Breach.ROLE)
        assert breach(Writer(Role.INSPECTOR), made, made) is None
        # What follows on a creation that does not count does not count either.
        later = change(kind, {"note": "x"}, 2)
        assert breach(enterprise, later, made) is (
            (Breach.WRITTEN_ONCE if kind in STAYS_OPEN else None) if allowed else Breach.ROLE
        )
    assert visit_kinds(Role.ENTERPRISE) == (VisitKind.SELF_CHECK,)
    assert set(visit_kinds(Role.INSPECTOR)) == set(visit_kinds(None)) == set(VisitKind)
    assert of_role(Role.ENTERPRISE) == {Action.REPORT, Action.REQUEST_EXTENSION, Action.COMMIT}
    assert of_role(Role.BUREAU) == of_role(None) == set(Action)


def test_who_took_a_place_goes_on_writing_what_was_created_there() -> None:
    made = Change("a", 7, "", "", "finding", "e", "", {"inspection": "v"})
    edit = Change("b", 1, "", "", "finding", "e", "", {"location": "x"})
    unit, after = Writer(Role.ENTERPRISE), Writer(Role.ENTERPRISE, before=frozenset({"a"}))
    for changes in ([made, edit], [edit, made]):
        assert counting(changes, {"a": unit, "b": after})[1] == []
        assert counting(changes, {"a": unit, "b": unit})[1] == [(edit, Breach.CREATOR)]
    # Of what the former one created only a snapshot is here, or nothing.
    assert counting([edit], {"b": after}, made_by={"a"})[1] == []
    assert (
        counting([edit], {"b": after}, made_by={"c"})[1]
        == counting([edit], {"b": after})[1]
        == [(edit, Breach.CREATOR)]
    )
    touched = Change("a", 7, "", "", "finding", "e", "", {"commitments": None}, {"c": (1,)})
    assert counting([touched, edit], {"a": unit, "b": after})[1] == [(edit, Breach.CREATOR)]
    # What is written once stays so, whatever number the creation bears.
    photo = Change("a", 1, "", "", "photo", "e", "", {"sha256": "x"})
    wider = Change("b", 1, "", "", "photo", "e", "", {"width": 1})
    assert counting([photo, wider], {"a": unit, "b": after})[1] == [(wider, Breach.WRITTEN_ONCE)]
