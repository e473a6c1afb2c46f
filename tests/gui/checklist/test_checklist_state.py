"""What the page knows of a form, without a widget."""

from __future__ import annotations

from datetime import date

from fieldcheck.forms.filled import FilledForm, Value
from fieldcheck.gui.pages.visit.checklist.state import FACTS, FormState, Progress, Records, opened_finding
from fieldcheck.model.form import FormDefinition, Label, Section
from fieldcheck.model.identifiers import answer_id, finding_id
from tests.forms.builders import DAY, form, item, rule


def state_of(definition: FormDefinition, facts: dict[str, Value] | None = None, **answers: Value) -> FormState:
    return FormState("visit", definition, FilledForm(definition, facts or {}, answers, DAY), Records())


def sections(*parts: list[str]) -> FormDefinition:
    """A form whose facts are `kind`, and whose sections hold checks with these ids."""
    from dataclasses import replace

    made = [Section(f"s{number}", Label("节"), tuple(item(i) for i in ids)) for number, ids in enumerate(parts)]
    return replace(form([], [item("kind", "select_one", ("a", "b"))]), sections=tuple(made))


def test_order_is_facts_then_items_that_are_shown() -> None:
    definition = form([item("A"), item("B", relevant="${kind} = 'a'")], [item("kind", "select_one", ("a", "b"))])
    assert state_of(definition).order == ("kind", "A")
    assert state_of(definition, {"kind": "a"}).order == ("kind", "A", "B")


def test_an_answer_names_what_to_draw_again_and_whether_rows_come_or_go() -> None:
    definition = form([item("A"), item("B", relevant="${A} = 'fail'"), item("C")])
    state = state_of(definition)
    redraw = state.answer("A", "fail")
    assert redraw.order
    assert redraw.items == {"A", "B"}
    assert state.order == ("A", "B", "C")
    assert not state.answer("C", "pass").order
    assert state.answer("A", "pass").order
    assert list(state.order) == ["A", "C"]


def test_neighbours_stop_at_the_ends_and_pass_notes_by() -> None:
    state = state_of(form([item("A"), item("N", "note"), item("B")]))
    assert state.neighbour("A", 1) == "B"
    assert state.neighbour("B", -1) == "A"
    assert state.neighbour("B", 1) == "B"
    assert state.neighbour("A", -1) == "A"


def test_sections_are_stepped_through_and_empty_ones_left_out() -> None:
    state = state_of(sections(["A", "B"], [], ["C"]))
    assert state.section_start("kind", 1) == "A"
    assert state.section_start("B", 1) == "C"
    assert state.section_start("C", 1) == "C"
    assert state.section_start("C", -1) == "A"
    assert state.section_start("kind", -1) == "kind"


def test_it_begins_at_the_first_item_without_an_answer() -> None:
    definition = form([item("A"), item("B")])
    assert state_of(definition, A="pass").first() == "B"
    assert state_of(definition, A="pass", B="pass").first() == "A"
    assert state_of(form([])).first() == ""


def test_next_without_an_answer_goes_round() -> None:
    state = state_of(form([item("A"), item("B"), item("C")]), B="pass")
    assert state.next_open("A") == "C"
    assert state.next_open("C") == "A"
    state.answer("A", "pass")
    state.answer("C", "pass")
    assert state.next_open("B") == ""


def test_a_hidden_item_gives_way_to_the_one_after_it() -> None:
    state = state_of(form([item("A"), item("B", relevant="${A} = 'fail'"), item("C", relevant="${A} = 'fail'")]))
    assert state.nearest("B") == "A"
    state.answer("A", "fail")
    assert state.nearest("B") == "B"


def test_progress_counts_shown_items_that_take_an_answer() -> None:
    definition = form(
        [item("A"), item("N", "note"), item("S", "integer", calculation="1 + 1"), item("B", relevant="${A} = 'fail'")],
        [item("kind", "select_one", ("a", "b"))],
    )
    state = state_of(definition)
    assert state.progress() == (Progress(FACTS, 1, 0, 0), Progress("section", 1, 0, 0))
    state.answer("A", "fail")
    assert state.progress()[1] == Progress("section", 2, 1, 1)
    assert state.total() == Progress("", 3, 1, 1)
    assert state.counts() == {"fail": 1, "": 1}


def test_what_is_read_back_does_not_overtake_what_the_person_answered() -> None:
    state = state_of(form([item("A")]))
    state.answer("A", "pass")
    state.answer("A", "fail")
    state.saved("A")
    assert state.pending("A")
    assert state.stored("A", "pass", {}).items == frozenset()
    assert state.value("A") == "fail"
    state.saved("A")
    assert not state.pending("A")
    assert state.stored("A", None, {}).items == {"A"}
    assert state.value("A") is None


def test_rules_name_the_findings_they_concern_and_ask_to_draw_them_again() -> None:
    definition = form([item("A"), item("B")], rules=[rule("R", "${A} = 'fail' and ${B} = 'fail'", "A", "B")])
    state = state_of(definition, A="fail")
    assert state.proposed("A") == ()
    redraw = state.answer("B", "fail")
    assert redraw.items == {"A", "B"}
    assert [one.id for one in state.proposed("A")] == ["R"]
    state.answer("B", "pass")
    assert state.proposed("A") == ()


def test_a_finding_that_is_not_stored_yet_has_its_default_wording() -> None:
    state = state_of(form([item("A")]))
    state.answer("A", "fail")
    found = opened_finding(state, "A", date(2026, 6, 1))
    assert found.id == finding_id(answer_id("visit", "form", "A"))
    assert found.description == "某处不符合。"
    assert found.deadline == date(2026, 6, 16)
