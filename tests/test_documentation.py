"""The documentation says what the program does: its commands, its files, its pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fieldcheck.cli.main import COMMANDS, program
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.form import CheckAnswer, Level, SiteKind
from fieldcheck.model.kinds import KINDS
from fieldcheck.model.sectors import SECTORS
from fieldcheck.model.values import Role, VisitKind
from fieldcheck.operations import profile_file, stores, visit_file
from fieldcheck.store.queries import records
from tests.stores import CHEAP, PASSPHRASE

ROOT = Path(__file__).resolve().parent.parent
GUIDES = [ROOT / "docs/guide.en.md", ROOT / "docs/guide.zh.md"]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(program)
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield f"{name} {inner}", found
        else:
            yield name, command


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_and_option_is_named(guide: Path) -> None:
    text = guide.read_text("utf-8")
    for name, command in commands():
        assert f"`{name}" in text or f"fieldcheck {name}" in text, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in text, f"{name} {parameter.opts[0]}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_member_of_an_input_file_is_named(guide: Path) -> None:
    text = guide.read_text("utf-8")
    files = (profile_file._ProfileFile, visit_file._VisitFile, visit_file._AnswerFile, visit_file._FindingFile)
    members = {name for file in files for name in file.__struct_fields__}
    members |= KINDS["inspection"].fields.keys() - {"site", "forms"}
    members |= KINDS["site"].fields.keys() - {"place", "status"}
    members |= {sector.code for sector in SECTORS} | set(VisitKind) | set(SiteKind) | set(Level) | set(CheckAnswer)
    assert [name for name in sorted(members) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_heading_that_is_linked_is_there(guide: Path) -> None:
    text = guide.read_text("utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.+)$", text, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_every_picture_is_shown_somewhere_and_all_of_them_are_small() -> None:
    pictures = {path.relative_to(ROOT / "docs") for path in (ROOT / "docs/pictures").rglob("*.png")}
    text = "".join(page.read_text("utf-8") for page in PAGES)
    unused = [path for path in pictures if path.as_posix() not in text]
    assert unused == []
    assert sum((ROOT / "docs" / path).stat().st_size for path in pictures) < 7_000_000


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_lists_every_command(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert [name for name in COMMANDS if not re.search(rf"^fieldcheck \[?{name}\b", text, re.M)] == []


def test_both_readmes_hold_the_same_commands() -> None:
    marked = re.compile(r"<!-- (run|test) command -->\n```\n(.+)\n```\n<!-- end -->")
    found = [marked.findall(page.read_text("utf-8")) for page in READMES]
    assert found[0] == found[1]
    assert [name for name, _ in found[0]] == ["run", "test"]
    assert all(line.startswith(".ci/system-packages && ") for _, line in found[0])


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_exit_code_is_listed(guide: Path) -> None:
    text = guide.read_text("utf-8")
    families = {FieldCheckError.exit_code, *(family.exit_code for family in FieldCheckError.__subclasses__())}
    for code in families:
        assert f"| {code} |" in text


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_files_of_the_guide_are_accepted(guide: Path, tmp_path: Path) -> None:
    blocks = dict(re.findall(r"```json (\w+)\n(.*?)```", guide.read_text("utf-8"), re.DOTALL))
    profile, officers = profile_file.decode(json.loads(blocks["profile"]))
    with stores.create(tmp_path / "a.fcstore", PASSPHRASE, Role.INSPECTOR, profile, officers, cost=CHEAP) as store:
        visit_file.record(store, "confined-spaces", "海晏市清源纸业有限公司", json.loads(blocks["visit"]), tmp_path)
        assert records.counts(store.reader())["finding"] == 1
