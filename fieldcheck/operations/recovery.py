"""A new store for a bureau whose own is lost: packages are opened with the escrow key, and laptops send all again.

The escrow key opens what laptops sealed for the bureau that is gone. It is read from a file for this one time and kept
nowhere. What only the lost store held comes back from the laptops that were sent it (see `handing_back`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldcheck.exchange import keys
from fieldcheck.exchange.certificates import Certificate
from fieldcheck.exchange.errors import PackageError, UnknownSigner
from fieldcheck.model.errors import N_, FieldCheckError, InputError
from fieldcheck.operations import files, imports, packages, receiving, trust
from fieldcheck.operations.enrolment import WordsDiffer
from fieldcheck.operations.known import Known
from fieldcheck.operations.verdicts import Cancelled, Report, Verdict
from fieldcheck.store import Store, Transaction
from fieldcheck.store.trust import revoke


class EscrowKeyWrong(InputError):
    """A file without an escrow key."""

    code = "ESCROW_KEY"
    message = N_("{path} holds no escrow key. It is one line that begins with AGE-SECRET-KEY-1.")


class NothingOpens(PackageError):
    """No package names the bureau that is gone."""

    code = "RECOVER_NOTHING"
    message = N_("None of these packages opens with this escrow key ({reason}). Give the packages of the laptops.")


def read_escrow(path: Path) -> str:
    """Return the escrow key (an age secret key) in a file. Raises FileNotRead, EscrowKeyWrong."""
    found = keys.identities_in(files.read(path).decode("utf-8", "replace"))
    if not found:
        raise EscrowKeyWrong(path=path)
    return found[0]


def former_bureau(paths: Sequence[Path], escrow: str) -> Certificate:
    """Return the certificate of the bureau for which laptops wrote these packages; people compare its words.

    Raises NothingOpens.
    """
    reason: FieldCheckError | None = None
    for path in paths:
        try:
            checked = receiving.check(path, Known((escrow,)), packages.ignore)
            issuer = checked.signature.certificate.issuer
            found = next((one for one in checked.info.certificates if one.device == issuer), None)
            if found is not None:
                return found
            raise UnknownSigner(path=path, device=issuer, name="—")
        except FieldCheckError as error:
            reason = reason or error
    raise NothingOpens(reason=reason.code if reason is not None else "—")


def recover(
    store: Store,
    paths: Sequence[Path],
    escrow: str,
    words: Sequence[str],
    report: Report = lambda step: None,
    cancelled: Cancelled = lambda: False,
) -> list[Verdict]:
    """Let a bureau's store take the place of one that is lost, and import packages that were written for that one.

    `words` are those of the former bureau, as its laptops show them. From now on certificates that it issued are
    trusted here, and answers to laptops say whose place this bureau took. Raises BureauOnly, NothingOpens, WordsDiffer.
    """
    trust.require_bureau(store.reader())
    former = former_bureau(paths, escrow)
    found = trust.fingerprint_of(former)
    if tuple(words) != found:
        raise WordsDiffer(path=paths[0], found=" ".join(found))

    def work(transaction: Transaction) -> str:
        trust.keep(transaction, former)
        trust.keep_succeeded(transaction, former)
        # Its own journal is lost: nothing is gained by waiting for it.
        revoke(transaction, former.device, 0)
        return former.device

    store.write(work)
    return imports.import_packages(store, paths, report, cancelled, identities=[escrow])
