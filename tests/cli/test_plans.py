"""Plans, draws and what is to be done today, on the command line."""

from __future__ import annotations

from datetime import date

from fieldcheck.operations import profile
from fieldcheck.store import Store
from tests.bureau import UNIT
from tests.cli.conftest import Program, Sample
from tests.stores import PASSPHRASE


def test_a_plan_its_visits_and_today(run: Program, sample: Sample) -> None:
    added = run("plan", "add", sample.path, "--name", "百日攻坚", "--kind", "campaign", "--cap", 2)
    plan = added.out.strip()
    made = run("plan", "visit", sample.path, "--site", UNIT, "--plan", plan, "--day", date.today())
    assert made.code == 0
    assert "two officers" in made.err
    (listed,) = run("plan", "list", sample.path, "--json").json["plans"]
    assert (listed["id"], listed["visits"], listed["left"]) == (plan, 1, 1)
    assert "0 of 1 visits" in run("plan", "list", sample.path).out
    (visit,) = run("plan", "visits", sample.path, "--json").json["visits"]
    assert (visit["id"], visit["state"]) == (made.out.strip(), "planned")
    assert UNIT in run("plan", "visits", sample.path, "--plan", plan).out
    assert UNIT in run("today", sample.path).out
    assert run("today", sample.path, "--json").json["today"]["count"] == 1
    assert run("plan", "visit", sample.path, "--site", "没有的单位").code == 10
    assert run("plan", "assign", sample.path, "一号机", visit["id"]).code != 0


def test_nothing_waits(run: Program, sample: Sample) -> None:
    assert "Nothing waits today." in run("today", sample.path).out


def test_a_draw_is_made_and_verified(run: Program, sample: Sample) -> None:
    plan = run("plan", "add", sample.path, "--name", "双随机").out.strip()
    made = run("draw", "make", sample.path, "--plan", plan, "--seed", "3 9 4", "--witness", "李纪检", "--json").json
    assert (made["seed"], made["verified"], len(made["result"])) == ("3 9 4", True, 1)
    verified = run("draw", "verify", sample.path, made["id"])
    assert verified.code == 0
    assert UNIT in verified.out
    with Store.open(sample.path, PASSPHRASE) as store:
        first, *_rest = (one.id for one in profile.officers(store.reader()))
    assert made["id"] in run("draw", "list", sample.path, "--plan", plan).out
    refused = run("draw", "make", sample.path, "--plan", plan, "--excuse", f"{first}=出差")
    assert (refused.code, "DRAW_OFFICERS" in refused.err) == (5, True)
    assert run("draw", "make", sample.path, "--plan", plan, "--share", "red=200").code == 2
    assert run("draw", "make", sample.path, "--plan", plan, "--share", "red=50", "--json").json["result"] == []
