"""The command `wording`: what holds is printed, changed and put back."""

from __future__ import annotations

from pathlib import Path

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.values import Role
from fieldcheck.operations import stores
from tests.bureau import BUREAU, OFFICERS
from tests.cli.conftest import Program
from tests.documents.typefaces import RESTRICTED, own_font
from tests.stores import CHEAP, PASSPHRASE


def test_a_wording_is_exported_changed_put_and_taken_back(run: Program, tmp_path: Path) -> None:
    path, file = tmp_path / "b.fcstore", tmp_path / "order.toml"
    stores.create(path, PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP).close()
    text = run("wording", "export", path, "rectification-order").out
    font = tmp_path / "own.ttf"
    font.write_bytes(own_font())
    assert run("wording", "font", path, font).out.strip() == sha256_hex(own_font())
    changed = text.replace("2024-01-01", "2026-06-01", 1) + f'\n[layout]\nfont = "{sha256_hex(own_font())}"\n'
    file.write_text(changed, "utf-8")
    assert run("wording", "put", path, "rectification-order", file).code == 0
    assert run("wording", "export", path, "rectification-order", "--day", "2026-06-01").out == changed
    assert run("wording", "export", path, "rectification-order", "--day", "2026-05-31").out == text
    assert run("wording", "back", path, "rectification-order", "--from", "2026-07-01").code == 0
    listed = run("wording", "list", path).out.splitlines()
    assert [line.split()[:2] for line in listed[:2]] == [["rectification-order", f"2026-0{n}-01"] for n in (6, 7)]
    assert listed[2].endswith("Noto Sans SC Regular")
    file.write_text(changed.replace("60日", "合理期限"), "utf-8")
    assert run("wording", "put", path, "rectification-order", file).err.startswith("DOCUMENT_OWN_WORDING: ")
    font.write_bytes(own_font(RESTRICTED))
    assert run("wording", "font", path, font).err.startswith("DOCUMENT_FONT: ")
    assert run("wording", "font", path, tmp_path / "none.ttf").err.startswith("FILE_NOT_READ: ")
