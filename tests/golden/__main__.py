"""Write texts and pictures of all documents anew: `python -m tests.golden FOLDER`.

FOLDER gets a picture of each document that looks different: the old pages, the new ones, and what differs in red.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.documents import reading
from tests.golden import pictures
from tests.golden.test_document_texts import DOCUMENTS, HERE, rendered


def renew(shown: Path) -> list[str]:
    """Write what is approved anew, and into `shown` what looks different; return the names of these documents."""
    changed = []
    for name in DOCUMENTS:
        pdf = rendered(name)
        (HERE / f"{name}.txt").write_text(reading.lines(pdf), encoding="utf-8")
        path, new = HERE / f"{name}.png", pictures.drawn(pdf)
        old = pictures.kept(path) if path.exists() else []
        if pictures.greatest(old, new).greatest > pictures.TOLERANCE:
            pictures.compared(old, new).save(shown / f"{name}.png")
            pictures.keep(new, path)
            changed.append(name)
    return changed


def _main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.golden", description="Approve the documents as they are now."
    )
    parser.add_argument("folder", type=Path, help="where the pictures of what differs go")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in renew(folder):
        sys.stdout.write(f"{folder / name}.png\n")


if __name__ == "__main__":
    _main()
