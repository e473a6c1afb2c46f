"""Sites: what is inspected."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from fieldcheck.model import register, site_codes
from fieldcheck.model.canonical import Json, plain
from fieldcheck.model.credit_code import plain_code
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Site
from fieldcheck.operations.edits import check_values, edit
from fieldcheck.operations.entities import id_of
from fieldcheck.store import Changes, Reader, Seen, Store, Transaction
from fieldcheck.store.queries import details, records


class SiteCodeUnknown(InputError):
    """A code that its field does not have."""

    code = "SITE_CODE_UNKNOWN"
    message = N_("{field} of a site cannot be {value}. It can be: {known}.")


class SiteNumberWrong(InputError):
    """A number that is none, or less than nothing."""

    code = "SITE_NUMBER_WRONG"
    message = N_("{field} of a site is a number; {value} is none that it can be. Type it like 57.30.")


class SiteNameMissing(InputError):
    """A site without a name."""

    code = "SITE_NAME_MISSING"
    message = N_("A site needs a name. Type the full name as it stands on the licence or the work's sign.")


def create(store: Store, values: Mapping[str, object], author: str = "") -> Changes:
    """Add a site from field values (see `Site`); `main` is its id.

    Raises SiteNameMissing, FieldUnknown, ValueNotUnderstood, SiteCodeUnknown, SiteNumberWrong.
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
    transaction.append("site", entity, "", checked(kept))
    return entity


def edit_site(
    store: Store, entity: str, values: Mapping[str, object], author: str = "", seen: Seen | None = None
) -> Changes:
    """Set fields of a site.

    Raises RecordNotFound, SiteNameMissing, ValueNotUnderstood, SiteCodeUnknown, SiteNumberWrong.
    """
    if "name" in values and not str(values["name"] or "").strip():
        raise SiteNameMissing
    return edit(store, "site", entity, checked(values), author, seen)


def checked(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values as they are kept: a credit code without spaces, in capitals; of no codes, nothing.

    What a credit code says is nobody's business here: a wrong one is kept, and explained where it is shown.
    Raises FieldUnknown, ValueNotUnderstood, SiteCodeUnknown, SiteNumberWrong.
    """
    check_values("site", values)
    for name, value in values.items():
        _check_codes(name, plain(value))
        _check_number(name, plain(value))
    kept = {name: None if value == () else value for name, value in values.items()}
    code = kept.get("credit_code")
    return {**kept, "credit_code": plain_code(code)} if isinstance(code, str) else kept


def _check_codes(name: str, value: Json) -> None:
    known = [str(word.code) for word in site_codes.choices_of(name)]
    graded = value.get("grade") if isinstance(value, dict) else value
    for code in graded if isinstance(graded, list) else [graded]:
        if known and code not in (None, "") and code not in known:
            raise SiteCodeUnknown(field=name, value=str(code)[:80], known=", ".join(known))


def _check_number(name: str, value: Json) -> None:
    number = value.get("metres") if isinstance(value, dict) else value
    if value is None or name not in {*register.COUNTS, *register.UNITS}:
        return
    try:
        read = Decimal(str(number))
    except InvalidOperation as error:
        raise SiteNumberWrong(field=name, value=str(number)[:80]) from error
    if not read.is_finite() or (read < 0 and name not in register.ELEVATIONS):
        raise SiteNumberWrong(field=name, value=str(number)[:80])


def named(reader: Reader, name: str) -> Site:
    """Return the site whose name is `name` or whose id begins with it.

    Raises EntityNotFound, EntityAmbiguous, EntityOfOtherKind.
    """
    found = by_name(reader, name)
    if found is not None:
        return found
    return records.get(reader, Site, id_of(reader, "site", name))


def by_name(reader: Reader, name: str) -> Site | None:
    """Return the site with exactly this name, the oldest of several, or None."""
    found = details.site_named(reader, name)
    return None if found is None else records.get(reader, Site, found)
