"""Operations in a process that may write no file beyond a size, which is how a full disk looks from inside.

python -m tests.limited export|import STORE FOLDER LIMIT...: the operation once under each limit (bytes), on a copy of
STORE made for it; FOLDER is where packages go, or where they lie. Writes one JSON line for each limit.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import imports, packages, stores
from fieldcheck.store import Store
from tests.stores import PASSPHRASE


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes."""
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, whole[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, whole)


def export(store: Store, folder: Path) -> str:
    """Export upward; return the code of the error, or an empty text."""
    try:
        packages.export(store, packages.targets(store.reader())[0].device, folder)
    except FieldCheckError as error:
        return error.code
    return ""


def take(store: Store, folder: Path) -> str:
    """Import every package of a folder; return the code of the first error, or an empty text."""
    verdicts = imports.import_packages(store, sorted(folder.glob("*.fcpkg")))
    return next((verdict.error.code for verdict in verdicts if verdict.error is not None), "")


def attempt(what: str, original: Path, folder: Path, limit: int) -> dict[str, Any]:
    """Try under the limit, look at what is left, try again without it, look again."""
    work = export if what == "export" else take
    path = original.with_name(f"{original.stem}-{limit}.fcstore")
    shutil.copy(original, path)
    there = folder / str(limit) if what == "export" else folder
    there.mkdir(exist_ok=True)
    with stores.open_store(path, PASSPHRASE) as store:
        with limited(limit):
            error = work(store, there)
        left = sorted(found.name for found in there.iterdir()) if error else []
        problems = [problem.code for problem in stores.verify_store(store).problems]
        again = work(store, there)
        digest = stores.digest_store(store)
        problems += [problem.code for problem in stores.verify_store(store).problems]
    return {"limit": limit, "error": error, "left": left, "again": again, "digest": digest, "problems": problems}


if __name__ == "__main__":
    for one in sys.argv[4:]:
        result = attempt(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(one))
        sys.stdout.write(json.dumps(result) + "\n")
