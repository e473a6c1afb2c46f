"""The frozen folder: runs without Python or a home, finds its own data, does a day's work."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path


def run(program: Path, home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program with nothing of this machine's Python about it."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "FIELDCHECK_PASSPHRASE": "demo",
        "FIELDCHECK_TEST_COST": "4",
    }
    command = [str(program), *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=300)


def test_it_carries_its_forms(program: Path, tmp_path: Path) -> None:
    ran = run(program, tmp_path, "forms", "list", "--json")
    assert ran.returncode == 0, ran.stderr
    assert {"machinery", "confined-spaces", "hazardous-goods-transport", "flood-works"} <= {
        form["id"] for form in json.loads(ran.stdout)
    }


def test_it_makes_and_proves_the_sample(program: Path, tmp_path: Path) -> None:
    ran = run(program, tmp_path, "demo", tmp_path / "demo", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["documents"] > 5
    verified = run(program, tmp_path, "verify", tmp_path / "demo/laptop-1.fcstore", "--json")
    assert json.loads(verified.stdout)["ok"] is True


def test_it_speaks_chinese_and_exits_by_family(program: Path, tmp_path: Path) -> None:
    command = [str(program), "digest", "none.fcstore"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "zh_CN.UTF-8", "FIELDCHECK_PASSPHRASE": "x"}
    ran = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, timeout=120)
    assert ran.returncode == 10
    assert "数据文件" in ran.stderr.decode("utf-8")


def test_the_self_test_passes(program: Path, tmp_path: Path) -> None:
    ran = run(program, tmp_path, "selftest", "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert list(tmp_path.glob("*.fcstore")) == []
