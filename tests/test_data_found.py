"""The program's data is found in a checkout and in an installed wheel; tests/frozen asks the frozen folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from fieldcheck import paths
from fieldcheck.operations import forms

ROOT = Path(__file__).resolve().parents[1]

ASK = """
import json
from fieldcheck import paths, translation
from fieldcheck.operations import forms
translation.set_language("zh_CN")
folders = [str(paths.data_directory(name)) for name in ("forms", "resources")]
print(json.dumps({"folders": folders, "forms": sorted(forms.shipped()), "text": translation._("Passphrase")}))
"""


def ask(package: Path, folder: Path) -> dict[str, object]:
    """Return what a new process finds with `package` first on its path, started in an empty folder."""
    import json

    program = f"import sys; sys.path.insert(0, {str(package)!r})\n{ASK}"
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(built)


def test_in_a_checkout(tmp_path: Path) -> None:
    found = ask(ROOT, tmp_path)
    assert found["folders"] == [str(ROOT / "forms"), str(ROOT / "resources")]
    assert found["text"] == "口令"


def test_in_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    installed, folder = tmp_path / "site-packages", tmp_path / "elsewhere"
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    found = ask(installed, folder)
    data = installed / "fieldcheck/_data"
    assert found["folders"] == [str(data / "forms"), str(data / "resources")]
    assert found["forms"] == sorted(forms.shipped())
    assert found["text"] == "口令"


def test_a_wheel_carries_all_data_and_compiled_texts(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        licences = [name for name in names if "/licenses/" in name]
    for folder in ("forms", "resources"):
        wanted = {f"fieldcheck/_data/{path.relative_to(ROOT)}" for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {name for name in wanted if not name.endswith(".lock")} <= names
    for language in ("en", "zh_CN"):
        assert f"fieldcheck/_data/resources/translations/{language}/LC_MESSAGES/fieldcheck.mo" in names
    assert {Path(name).name for name in licences} == {"LICENSE", "OFL.txt", "LICENSE.txt"}
    assert not any(name.endswith(".lock") for name in names)


def test_frozen_data_lies_beside_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "forms").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.data_directory("forms") == tmp_path / "forms"


def test_missing_data_is_named() -> None:
    with pytest.raises(paths.DataMissing, match="maps"):
        paths.data_directory("maps")
