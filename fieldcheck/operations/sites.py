"""Sites: what is inspected."""

from __future__ import annotations

from collections.abc import Mapping

from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Site
from fieldcheck.operations.edits import check_values, edit
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import details, records


class SiteNameMissing(InputError):
    """A site without a name."""

    code = "SITE_NAME_MISSING"
    message = N_("A site needs a name. Type the full name as it stands on the licence or the work's sign.")


def create(store: Store, values: Mapping[str, object], author: str = "") -> Changes:
    """Add a site from field values (see `Site`); `main` is its id.

    Raises SiteNameMissing, FieldUnknown, ValueNotUnderstood.
    """
    entity = new_id()

    def work(transaction: Transaction) -> str:
        return append(transaction, entity, values)

    return store.write(work, author)


def append(transaction: Transaction, entity: str, values: Mapping[str, object]) -> str:
    """Do the work of `create` inside a transaction that does more; return the id."""
    if not str(values.get("name") or "").strip():
        raise SiteNameMissing
    kept = {"kind": "enterprise", **{name: value for name, value in values.items() if value not in (None, "")}}
    check_values("site", kept)
    transaction.append("site", entity, "", kept)
    return entity


def edit_site(
    store: Store, entity: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of a site. Raises RecordNotFound, SiteNameMissing, ValueNotUnderstood."""
    if "name" in values and not str(values["name"] or "").strip():
        raise SiteNameMissing
    return edit(store, "site", entity, values, author, seen)


def by_name(reader: Reader, name: str) -> Site | None:
    """Return the site with exactly this name, the oldest of several, or None."""
    found = details.site_named(reader, name)
    return None if found is None else records.get(reader, Site, found)
