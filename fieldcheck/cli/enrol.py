"""fieldcheck enrol request | approve | accept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from fieldcheck.cli.common import PathArgument, opened, passphrase, scrypt_cost
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.sectors import BY_CODE
from fieldcheck.model.values import Role
from fieldcheck.operations import drop_layout, enrolment, stores
from fieldcheck.operations.numbers import Grant
from fieldcheck.translation import _

ROLES = click.Choice([role.value for role in Role])


class BlockNotUnderstood(InputError):
    """--block is not CODE:COUNT."""

    code = "INPUT_BLOCK"
    message = N_("{text} is no block of numbers. Write the code and how many, for example 应急责改:50.")


class NowhereToAnswer(InputError):
    """Neither --out, nor a request that lies in a shared folder."""

    code = "INPUT_OUT"
    message = N_("Say where the answer to {path} goes (--out).")


@click.group("enrol")
def command() -> None:
    """Join a bureau, or take a laptop in: request, approve, accept."""


@command.command("request")
@click.argument("store", type=PathArgument)
@click.option("--name", required=True, help="What the bureau calls this laptop.")
@click.option("--role", type=ROLES, default=Role.INSPECTOR.value, show_default=True, help="Of a new store.")
@click.option("--out", type=PathArgument, required=True, help="Where the request goes (*.fcrequest).")
def request(store: Path, name: str, role: str, out: Path) -> None:
    """Write a request for STORE, which is created where it is not there yet."""
    if not store.exists():
        stores.create_to_join(store, passphrase(confirm=True), Role(role), name, cost=scrypt_cost()).close()
        click.echo(_("Created {path}.").format(path=store))
    with opened(store) as found:
        enrolment.write_request(found, name, out)
        words = enrolment.own_fingerprint(found.reader())
    click.echo(_("Wrote {path}.").format(path=out))
    click.echo(_("Tell the bureau these words: {words}").format(words=" ".join(words)))


def parse_block(text: str) -> Grant:
    """Return the block that CODE:COUNT names, of this year. Raises BlockNotUnderstood."""
    code, _colon, count = text.rpartition(":")
    if not code or not count.isdecimal():
        raise BlockNotUnderstood(text=text)
    return Grant(code, date.today().year, int(count))


@command.command("approve")
@click.argument("store", type=PathArgument)
@click.argument("request_file", type=PathArgument, metavar="REQUEST")
@click.option("--name", default="", help="Another name than the one in the request.")
@click.option("--role", type=ROLES, help="Another role than the one in the request.")
@click.option("--town", "towns", multiple=True, help="A town of its area; none means all.")
@click.option("--sector", "sectors", multiple=True, type=click.Choice(sorted(BY_CODE)), help="None means all.")
@click.option("--site", default="", help="An enterprise's computer: the id of its site; it is sent nothing else.")
@click.option("--block", "blocks", multiple=True, metavar="CODE:COUNT", help="Numbers; without any, 50 of each series.")
@click.option("--replaces", default="", metavar="DEVICE", help="The laptop whose place it takes; it gets its records.")
@click.option("--end-replaced", is_flag=True, help="Revoke that laptop: it is gone.")
@click.option(
    "--out",
    type=PathArgument,
    help="The folder where the answer package goes; for a request in a shared folder, there.",
)
def approve(
    store: Path,
    request_file: Path,
    name: str,
    role: str | None,
    towns: tuple[str, ...],
    sectors: tuple[str, ...],
    site: str,
    blocks: tuple[str, ...],
    replaces: str,
    end_replaced: bool,
    out: Path | None,
) -> None:
    """Take in the laptop that wrote REQUEST, once its words were compared; write the answer package."""
    grants = [parse_block(text) for text in blocks] or None
    asked = enrolment.open_request(request_file)
    with opened(store) as found:
        written = enrolment.approve(
            found,
            asked,
            out or _answer_folder(request_file),
            name=name,
            role=None if role is None else Role(role),
            towns=towns,
            sectors=sectors,
            site=site,
            grants=grants,
            replaces=replaces,
            end_replaced=end_replaced,
        )
        own = enrolment.own_fingerprint(found.reader())
    click.echo(_("The words of {name} are: {words}").format(name=written.name, words=" ".join(asked.words)))
    click.echo(_("Wrote {path}.").format(path=written.path))
    click.echo(_("Tell the laptop these words of the bureau: {words}").format(words=" ".join(own)))


def _answer_folder(request_file: Path) -> Path:
    """Return the laptop's inbox in the shared folder where its request lies. Raises NowhereToAnswer."""
    found = drop_layout.answer_folder(request_file)
    if found is None:
        raise NowhereToAnswer(path=request_file)
    return drop_layout.made(found)


def parse_words(text: str) -> tuple[str, ...]:
    """Return eight words, typed with blanks between them or without."""
    words = text.split()
    if len(words) == 1:
        return tuple(text.strip()[start : start + 2] for start in range(0, len(text.strip()), 2))
    return tuple(words)


@command.command("accept")
@click.argument("store", type=PathArgument)
@click.argument("package", type=PathArgument)
@click.option("--fingerprint", help="The eight words that the bureau told; without them you are asked.")
def accept(store: Path, package: Path, fingerprint: str | None) -> None:
    """Take in the bureau's answer PACKAGE."""
    with opened(store) as found:
        offered = enrolment.offer(found, package)
        words = offered.words if fingerprint is None else parse_words(fingerprint)
        if fingerprint is None:
            click.echo(_("{bureau} takes this laptop in as {name}.").format(bureau=offered.bureau, name=offered.name))
            told = _("Are these the words that the bureau told you? {words}")
            click.confirm(told.format(words=" ".join(words)), abort=True)
        counts = enrolment.accept(found, package, words)
    total = sum(counts.records.values())
    click.echo(
        _("This laptop now belongs to {bureau}; {count} records came.").format(bureau=offered.bureau, count=total)
    )
