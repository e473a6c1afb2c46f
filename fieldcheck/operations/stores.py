"""Creating, opening, proving and copying a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from fieldcheck.model.errors import N_, VerificationError
from fieldcheck.model.identifiers import new_id
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Role
from fieldcheck.operations import drafts, handing_back, identity, local, trust
from fieldcheck.operations.identity import Taken
from fieldcheck.operations.peers import BACKUP
from fieldcheck.operations.profile import PROFILE, check_officer, check_profile
from fieldcheck.store import Store, Transaction
from fieldcheck.store.key import COST, RawKey
from fieldcheck.store.queries import exchange
from fieldcheck.store.trust import finish_folding

if TYPE_CHECKING:
    from fieldcheck.store import digest, verify


class PassphraseNotChanged(VerificationError):
    """The copy under the new passphrase is not whole."""

    code = "PASSPHRASE_NOT_CHANGED"
    message = N_(
        "The copy of {path} under the new passphrase did not verify ({problem}), so the passphrase is still the old "
        "one. Open the store with it and verify it."
    )


@dataclass(frozen=True, slots=True)
class Ready:
    """What was done before the first write: how many texts became changes, and the new identity, if one was taken."""

    recovered: int
    taken: Taken | None


def create(
    path: Path,
    passphrase: str,
    role: Role,
    profile: Profile,
    officers: Sequence[Officer],
    *,
    name: str = "",
    cost: int = COST,
) -> Store:
    """Create a store with its device keys, the bureau's profile and its officers; return it open.

    `name` is what others call this device; a bureau's is called as the bureau where it is empty, and certifies itself.
    The ids of `profile` and `officers` are not used: new ones are made. Raises StoreExists, StoreNotAccessible,
    ProfileIncomplete, OfficerIncomplete; nothing is left behind then.
    """
    check_profile(profile)
    for officer in officers:
        check_officer(officer)
    called = name or (profile.bureau_name or "" if role is Role.BUREAU else "")
    store = Store.create(path, passphrase, identity.new_identity(role, called), cost=cost)

    def begin(transaction: Transaction) -> str:
        if role is Role.BUREAU:
            trust.certify_self(transaction)
        transaction.append("profile", PROFILE, "", {**values_of(profile), "role": role})
        for officer in officers:
            transaction.append("officer", new_id(), "", values_of(officer))
        return PROFILE

    store.write(begin)
    return store


def create_to_join(path: Path, passphrase: str, role: Role, name: str, *, cost: int = COST) -> Store:
    """Create a store that asks a bureau to take it in: profile, officers and forms come with the bureau's answer.

    Raises StoreExists, StoreNotAccessible, NameMissing.
    """
    from fieldcheck.operations.requests import check_name

    return Store.create(path, passphrase, identity.new_identity(role, check_name(name)), cost=cost)


def values_of(record: Profile | Officer) -> dict[str, object]:
    """Return the fields of a record that are set, without its id."""
    named = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "id"}
    return {name: value for name, value in named.items() if value is not None}


def open_store(path: Path, passphrase: str) -> Store:
    """Open a store and make it ready to write. Raises what `Store.open` raises."""
    return open_ready(path, passphrase)[0]


def open_ready(path: Path, passphrase: str) -> tuple[Store, Ready]:
    """Open a store and make it ready to write; say what that took. Raises what `Store.open` raises.

    A store that was copied or restored takes another identity, work that a stop interrupted is done, and the text that
    was being typed then becomes changes.
    """
    store = Store.open(path, passphrase)
    try:
        return store, _make_ready(store)
    except BaseException:
        store.close()
        raise


def _make_ready(store: Store) -> Ready:
    taken = identity.check(store)
    finish_folding(store)
    handing_back.finish(store)
    return Ready(drafts.recover(store), taken)


def open_to_read(path: Path, passphrase: str) -> Store:
    """Open a store and append nothing to its journal, whatever it is a copy of. Raises what `Store.open` raises.

    A backup that is proved or looked at stays the backup that it was.
    """
    store = Store.open(path, passphrase)
    try:
        finish_folding(store)
    except BaseException:
        store.close()
        raise
    return store


def verify_store(store: Store, progress: verify.Progress = lambda part, done: None) -> verify.Report:
    """Return whether chain, fold, blobs and file hold."""
    # Imported where it is asked for, as the others below: no start needs it.
    from fieldcheck.store import verify

    return verify.verify(store.reader(), progress)


def backup_store(store: Store, target: Path) -> verify.Report:
    """Write a verified copy, and remember what it holds: receipts tell it to the laptops. Raises StoreExists."""
    from fieldcheck.store import backup

    held = exchange.held_with_bytes(store.reader())
    report = backup.backup(store, target)
    if not report.problems:
        local.set_state(store, BACKUP, dict(held))
    return report


def is_passphrase(store: Store, typed: str) -> bool:
    """Return whether an open store would open with this passphrase."""
    from fieldcheck.store import rekey

    return rekey.opens(store.raw_key, typed)


def change_passphrase(path: Path, raw_key: RawKey, new: str) -> None:
    """Put a closed store, which `raw_key` opens, under a new passphrase; the old file stays until the new one verified.

    Raises PassphraseNotChanged, StoreLocked, StoreDiskFull, StoreNotAccessible; nothing is changed then.
    """
    from fieldcheck.store import rekey

    report = rekey.change(path, raw_key, new)
    if report.problems:
        raise PassphraseNotChanged(path=path, problem=report.problems[0].code)


def digest_store(store: Store) -> str:
    """Return the digest over all shared records."""
    from fieldcheck.store import digest

    return digest.digest(store.reader())


def digest_records(store: Store) -> list[digest.RecordDigest]:
    """Return the digest of each shared record, by kind and id."""
    from fieldcheck.store import digest

    return list(digest.records(store.reader()))
