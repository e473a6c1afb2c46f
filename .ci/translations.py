"""Keeps the catalogues: `update` extracts the texts, `fill FILE.json` adds Chinese, `check` names what is missing.

Chinese that stands already is kept, and named, unless `fill` is told `--replace`: a word is shared by many pages.

Run from the project's root. English is the key of every text, so its catalogue says the same; both are complete.
"""

from __future__ import annotations

import ast
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources/translations"
LANGUAGES = ("en", "zh_CN")
MARKS = {"_", "N_"}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS | {"ngettext"}:
            yield node


def text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def extract() -> dict[str, str | None]:
    """Return every marked text of the program with its plural, or None."""
    found: dict[str, str | None] = {}
    for path in sorted((ROOT / "fieldcheck").rglob("*.py")):
        for call in calls(ast.parse(path.read_text("utf-8"))):
            texts = [value for value in map(text, call.args[:2]) if value]
            if not texts:
                continue
            plural = texts[1] if isinstance(call.func, ast.Name) and call.func.id == "ngettext" else None
            found[texts[0]] = plural or found.get(texts[0])
    return found


def path_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES/fieldcheck.po"


def load(language: str) -> polib.POFile:
    path = path_of(language)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile(wrapwidth=110)
    plural = "nplurals=1; plural=0;" if language == "zh_CN" else "nplurals=2; plural=(n != 1);"
    catalogue.metadata = {
        "Project-Id-Version": "fieldcheck",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }
    return catalogue


def save(catalogue: polib.POFile, language: str) -> None:
    catalogue.sort(key=lambda entry: entry.msgid)
    catalogue.save(str(path_of(language)))


def update() -> None:
    wanted = extract()
    for language in LANGUAGES:
        catalogue = load(language)
        kept = {entry.msgid: entry for entry in catalogue if entry.msgid in wanted}
        catalogue.clear()
        for msgid, plural in wanted.items():
            catalogue.append(entry_for(language, msgid, plural, kept.get(msgid)))
        save(catalogue, language)


def entry_for(language: str, msgid: str, plural: str | None, old: polib.POEntry | None) -> polib.POEntry:
    if plural is None:
        english = msgid if language == "en" else ""
        return polib.POEntry(msgid=msgid, msgstr=(old.msgstr if old and old.msgstr else english))
    forms = {0: msgid, 1: plural} if language == "en" else {0: ""}
    if old and old.msgstr_plural:
        forms = {int(index): value for index, value in old.msgstr_plural.items()}
    return polib.POEntry(msgid=msgid, msgid_plural=plural, msgstr_plural=forms)


def fill(path: Path, replace: bool) -> None:
    given = json.loads(path.read_text("utf-8"))
    update()
    catalogue = load("zh_CN")
    for msgid, chinese in given.items():
        entry = catalogue.find(msgid)
        if entry is None:
            print(f"not in the program: {msgid}")
        elif not replace and (standing := entry.msgstr_plural.get(0) or entry.msgstr) and standing != chinese:
            print(f"kept {standing}, not {chinese}: {msgid}")
        elif entry.msgid_plural:
            entry.msgstr_plural = {0: chinese}
        else:
            entry.msgstr = chinese
    save(catalogue, "zh_CN")


def missing(language: str) -> list[str]:
    """Return the texts that `language` lacks."""
    catalogue = load(language)
    done = {
        entry.msgid
        for entry in catalogue
        if (entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values()))) and not entry.fuzzy
    }
    return [msgid for msgid in extract() if msgid not in done]


def check() -> int:
    lacking = {language: missing(language) for language in LANGUAGES}
    for language, texts in lacking.items():
        for msgid in texts:
            print(f"{language}: {msgid}")
    return 1 if any(lacking.values()) else 0


@contextmanager
def locked() -> Iterator[None]:
    """Hold the folder of the catalogues; a file of its own would travel in the wheel."""
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    folder = os.open(CATALOGUES, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else "check"
    with locked():
        if command == "update":
            update()
        elif command == "fill":
            fill(Path(sys.argv[2]), "--replace" in sys.argv[3:])
    return check() if command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
