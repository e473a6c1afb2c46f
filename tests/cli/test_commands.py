"""Every command does what its help says, prints JSON where asked, and exits with the code of the error's family."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from fieldcheck import __version__
from fieldcheck.cli.main import COMMANDS
from fieldcheck.model import errors
from fieldcheck.model.papers import Exchanged
from fieldcheck.model.values import Person
from fieldcheck.operations import interviews
from fieldcheck.photos import sample as pictures
from fieldcheck.store import Store
from tests.bureau import UNIT, answer_rest, fail
from tests.cli.conftest import Program, Sample
from tests.operations.test_stores import PROFILE_FILE
from tests.stores import PASSPHRASE


def answers_file(folder: Path, members: dict[str, object]) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(members, ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Program, name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == 0
    assert "Usage: fieldcheck " + name in ran.out


def test_the_program_says_its_version_and_its_commands(run: Program) -> None:
    assert run("--version").out == f"fieldcheck, version {__version__}\n"
    listed = run("--help").out
    assert all(name in listed for name in COMMANDS)


def test_another_passphrase(run: Program, sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDCHECK_NEW_PASSPHRASE", "三只白鹭")
    ran = run("passphrase", sample.path)
    assert (ran.code, "was changed" in ran.out) == (0, True)
    assert run("digest", sample.path).err.startswith("STORE_WRONG_PASSPHRASE: ")
    with Store.open(sample.path, "三只白鹭") as store:
        store.submit(lambda: store._write_connection.execute("UPDATE site SET name = 'x'")).result()
    monkeypatch.setenv("FIELDCHECK_PASSPHRASE", "三只白鹭")
    ran = run("passphrase", sample.path)
    assert (ran.code, ran.err.split(":")[0]) == (errors.VerificationError.exit_code, "PASSPHRASE_NOT_CHANGED")


def test_what_is_no_command_is_a_usage_error(run: Program) -> None:
    assert run("dance").code == 2
    assert run("verify").code == 2


def test_create_makes_a_store_that_opens(run: Program, tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps(PROFILE_FILE), "utf-8")
    path = tmp_path / "new.fcstore"
    ran = run("create", path, "--role", "bureau", "--profile", profile)
    assert ran.code == 0 and ran.out.startswith(f"Created {path}.\n")
    assert ran.out.splitlines()[-1].startswith("AGE-SECRET-KEY-1")
    with Store.open(path, PASSPHRASE) as store:
        assert store.reader().value("SELECT role FROM profile") == "bureau"
    again = run("create", path, "--role", "bureau", "--profile", profile)
    assert again.code == errors.StoreError.exit_code
    assert again.err.startswith("STORE_EXISTS: ")


@pytest.mark.parametrize(
    ("text", "named"),
    [("{", "line 1, column 2"), ("[]", "one JSON object"), ('{"bureau_name": 3}', "bureau_name"), ("\udcff", "UTF-8")],
)
def test_create_names_what_is_wrong_with_the_profile(run: Program, tmp_path: Path, text: str, named: str) -> None:
    profile = tmp_path / "profile.json"
    profile.write_bytes(text.encode("utf-8", "surrogateescape"))
    ran = run("create", tmp_path / "new.fcstore", "--role", "bureau", "--profile", profile)
    assert ran.code == errors.InputError.exit_code
    assert named in ran.err
    assert run("create", tmp_path / "n", "--role", "bureau", "--profile", tmp_path / "none").code == 5


def test_inspect_records_a_visit(run: Program, sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(pictures.draw(1, datetime(2026, 6, 1), 37.1, 119.9, size=(400, 300)))
    members = {
        "visit": {"place_inspected": "一车间", "certificates_shown": True, "ended_at": "2026-06-01T11:00+08:00"},
        "answers": {"MEC-05": {"value": "fail", "photos": ["a.jpg"], "finding": {"location": "焊接工位"}}},
    }
    file = answers_file(tmp_path, members)
    ran = run("inspect", sample.path, "--form", "machinery", "--site", UNIT, "--answers", file, "--json")
    assert ran.code == 0
    assert set(ran.json) == {"inspection", "site", "findings", "proposed_major", "missing", "documents"}
    assert ran.json["site"] == sample.site
    assert [finding["item"] for finding in ran.json["findings"]] == ["MEC-05"]
    assert [proposal["items"] for proposal in ran.json["proposed_major"]] == [["MEC-05"]]
    assert "level" in {gap["code"] for gap in ran.json["missing"]}
    assert ran.json["documents"] == ["inspection-record", "rectification-order"]
    plain = run("inspect", sample.path, "--form", "machinery", "--site", "另一家", "--answers", file)
    assert "1 findings" in plain.out


def test_inspect_names_what_is_wrong(run: Program, sample: Sample, tmp_path: Path) -> None:
    def inspect(form: str, members: dict[str, object]) -> tuple[int, str]:
        file = answers_file(tmp_path, members)
        ran = run("inspect", sample.path, "--form", form, "--site", UNIT, "--answers", file)
        return ran.code, ran.err.partition(":")[0]

    assert inspect("cooking", {}) == (errors.NotFoundError.exit_code, "FORM_NOT_FOUND")
    assert inspect("machinery", {"answers": {"X-1": {"value": "pass"}}}) == (10, "ITEM_NOT_FOUND")
    assert inspect("machinery", {"answers": 3}) == (errors.InputError.exit_code, "VISIT_FILE")
    assert inspect("machinery", {"answers": {"MEC-01": {"value": "pass", "photos": ["x"]}}}) == (5, "VISIT_PHOTO_FILE")


def test_notice_issues_once_and_writes_the_same_bytes_ever_after(run: Program, sample: Sample, tmp_path: Path) -> None:
    with Store.open(sample.path, PASSPHRASE) as store:
        fail(store, sample.inspection, "MEC-10")
        answer_rest(store, sample.inspection)
    written = []
    for name in ("a.pdf", "b.pdf"):
        out = tmp_path / name
        ran = run("notice", sample.path, sample.inspection, "--kind", "rectification-order", "--out", out)
        assert (ran.code, ran.out) == (0, f"Wrote {out}.\n")
        written.append(out.read_bytes())
    assert written[0].startswith(b"%PDF")
    assert written[0] == written[1]


def test_notice_issues_the_paper_of_one_interview(run: Program, sample: Sample, tmp_path: Path) -> None:
    values = {
        "person": Person("宋建国"),
        "told_at": "2026-06-01T10:00+08:00",
        "exchanged": (Exchanged("姓名？", "宋建国"),),
    }
    with Store.open(sample.path, PASSPHRASE) as store:
        about = interviews.begin(store, sample.inspection, values).main
    what = ("notice", sample.path, sample.inspection, "--kind", "interview-record")
    assert run(*what, "--out", tmp_path / "x.pdf").err.startswith("DOCUMENT_NOT_ALLOWED")
    for name in ("a.pdf", "b.pdf"):
        assert run(*what, "--about", about[:30], "--out", tmp_path / name).code == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_notice_refuses_what_the_law_does_not_allow(run: Program, sample: Sample, tmp_path: Path) -> None:
    def notice(inspection: str, kind: str, out: Path = tmp_path / "x.pdf") -> tuple[int, str]:
        ran = run("notice", sample.path, inspection, "--kind", kind, "--out", out)
        return ran.code, ran.err.partition(":")[0]

    assert notice(sample.inspection, "rectification-order") == (7, "DOCUMENT_NOTHING_TO_LIST")
    assert notice("zzz", "rectification-order") == (10, "ENTITY_NOT_FOUND")
    with Store.open(sample.path, PASSPHRASE) as store:
        fail(store, sample.inspection, "MEC-10")
        answer_rest(store, sample.inspection)
    assert run("set", sample.path, sample.inspection, "visit_kind=assistance").code == 0
    assert notice(sample.inspection, "rectification-order") == (6, "ORDER_REFUSED")
    assert not (tmp_path / "x.pdf").exists()
    assert notice(sample.inspection, "problem-list", tmp_path / "nowhere/x.pdf") == (11, "FILE_NOT_WRITTEN")


def test_set_and_show_by_the_beginning_of_an_id(run: Program, sample: Sample) -> None:
    ran = run(
        "set",
        sample.path,
        sample.site,
        "town=沙河镇",
        'principal={"name": "李四", "post": "", "phone": "13800001234"}',
        "note=",
    )
    assert (ran.code, ran.out) == (0, f"Saved site {sample.site}.\n")
    shown = run("show", sample.path, sample.site, "--history", "--json").json
    assert (shown["kind"], shown["id"], shown["conflicts"]) == ("site", sample.site, {})
    assert shown["fields"]["town"] == "沙河镇"
    assert shown["fields"]["principal"]["name"] == "李四"
    assert [change["seq"] for change in shown["history"]] == sorted(change["seq"] for change in shown["history"])
    assert shown["fields"]["principal"]["phone"] == "138****1234"
    assert "13800001234" in run("show", sample.path, sample.site, "--digits").out
    text = run("show", sample.path, sample.site, "--history").out
    assert "13800001234" not in text
    assert "town: 沙河镇" in text
    assert "town: 初家街道" in text


@pytest.mark.parametrize(
    ("assignment", "code", "named"),
    [
        ("town", 5, "FIELD=VALUE"),
        ("colour=red", 5, "colour"),
        ("principal=李四", 5, "JSON"),
        ("place=[1]", 5, "place"),
        ("name=", 5, "name"),
    ],
)
def test_set_names_what_is_wrong(run: Program, sample: Sample, assignment: str, code: int, named: str) -> None:
    ran = run("set", sample.path, sample.site, assignment)
    assert ran.code == code
    assert named in ran.err


def test_set_cannot_change_what_is_written_once(run: Program, sample: Sample) -> None:
    ran = run("set", sample.path, sample.inspection, "site=x")
    assert ran.code == errors.AuthorityError.exit_code
    assert ran.err.startswith("WRITTEN_ONCE: site of a inspection") or ran.err.startswith("WRITTEN_ONCE: ")


def test_show_prints_a_person_what_is_there(run: Program, sample: Sample) -> None:
    assert run("show", sample.path, "zzz").code == errors.NotFoundError.exit_code
    assert run("show", sample.path, "").code == errors.InputError.exit_code


def test_verify_counts_and_passes(run: Program, sample: Sample) -> None:
    ran = run("verify", sample.path, "--json")
    assert (ran.code, ran.json["ok"], ran.json["problems"]) == (0, True, [])
    assert set(ran.json) == {"ok", "changes", "records", "blobs", "problems"}
    assert run("verify", sample.path).out.endswith("0 problems.\n")


def test_verify_names_what_does_not_hold(run: Program, sample: Sample) -> None:
    with Store.open(sample.path, PASSPHRASE) as store:
        store.submit(lambda: store._write_connection.execute("UPDATE site SET town = 'x'")).result()
    ran = run("verify", sample.path, "--json")
    assert ran.code == errors.VerificationError.exit_code
    assert {problem["code"] for problem in ran.json["problems"]} == {"fold"}
    assert sample.site in run("verify", sample.path).err


def test_digest_is_one_line_or_one_a_record(run: Program, sample: Sample) -> None:
    whole = run("digest", sample.path).out
    assert len(whole.strip()) == 64
    lines = run("digest", sample.path, "--records").out.splitlines()
    assert [line.split()[0] for line in lines] == ["form", "inspection", "officer", "officer", "profile", "site"]
    run("set", sample.path, sample.site, "town=沙河镇")
    assert run("digest", sample.path).out != whole


def test_backup_is_a_store_of_its_own(run: Program, sample: Sample, tmp_path: Path) -> None:
    copy = tmp_path / "copy.fcstore"
    assert run("backup", sample.path, copy).out == f"Wrote {copy}.\n"
    assert run("digest", copy).out == run("digest", sample.path).out
    assert run("backup", sample.path, copy).code == errors.StoreError.exit_code


def test_forms_are_listed_and_checked(run: Program, tmp_path: Path) -> None:
    listed = run("forms", "list", "--json").json
    assert [row["id"] for row in listed] == sorted(row["id"] for row in listed)
    assert {"machinery", "confined-spaces", "hazardous-goods-transport", "flood-works"} <= {row["id"] for row in listed}
    assert set(listed[0]) == {"id", "version", "title", "sector", "authority", "items", "sha256"}
    assert "machinery" in run("forms", "list").out
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "form.toml").write_text('id = "broken"\ncolour = "red"\n', "utf-8")
    ran = run("forms", "check", folder, "--json")
    assert ran.code == errors.FormError.exit_code
    assert not ran.json["ok"]
    assert len(ran.json["problems"]) > 1
    assert set(ran.json["problems"][0]) == {"file", "line", "what", "instead"}
    assert "form.toml:" in run("forms", "check", folder).err


def test_the_shipped_forms_pass_their_check(run: Program) -> None:
    from fieldcheck.paths import data_directory

    folders = sorted(path for path in data_directory("forms").iterdir() if path.is_dir())
    ran = run("forms", "check", *folders)
    assert (ran.code, ran.err, ran.out) == (0, "", "0 problems.\n")


def test_the_passphrase_comes_from_the_environment_or_is_asked(
    run: Program, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from fieldcheck.cli.main import program

    monkeypatch.delenv("FIELDCHECK_PASSPHRASE")
    asked = CliRunner().invoke(program, ["digest", str(sample.path)], input=f"{PASSPHRASE}\n")
    assert asked.exit_code == 0
    assert PASSPHRASE not in asked.output
    monkeypatch.setenv("FIELDCHECK_PASSPHRASE", "wrong")
    ran = run("digest", sample.path)
    assert (ran.code, ran.err.partition(":")[0]) == (3, "STORE_WRONG_PASSPHRASE")


def test_a_store_that_is_not_there_is_not_found(run: Program, tmp_path: Path) -> None:
    for command in (("verify",), ("digest",), ("show", "x"), ("set", "x", "a=b"), ("backup", tmp_path / "b")):
        ran = run(command[0], tmp_path / "none.fcstore", *command[1:])
        assert (ran.code, ran.err.partition(":")[0]) == (10, "STORE_MISSING")


def test_errors_are_told_in_the_language_of_the_person(
    run: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    ran = run("digest", tmp_path / "none.fcstore")
    assert ran.err.startswith("STORE_MISSING: ")
    assert any("一" <= letter <= "龥" for letter in ran.err)


def test_ledger_writes_the_hazards_as_an_excel_file(run: Program, sample: Sample, tmp_path: Path) -> None:
    with Store.open(sample.path, PASSPHRASE) as store:
        fail(store, sample.inspection, "MEC-10", "MEC-12")
    path = tmp_path / "l.xlsx"
    ran = run("ledger", sample.path, "--out", path)
    assert (ran.code, ran.out) == (0, f"Wrote {path} with 2 hazards.\n")
    assert path.read_bytes().startswith(b"PK")
    ran = run("ledger", sample.path, "--out", tmp_path / "none" / "l.xlsx")
    assert ran.code == errors.EnvironmentProblem.exit_code
    assert ran.err.startswith("FILE_NOT_WRITTEN: ")
