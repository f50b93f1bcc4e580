# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about accounts: who may log in here and as what, first and new passwords, the office's roster."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import click

from inspector_app.cli.credentials import secret_in
from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH, Word
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, flat, plain, table
from inspector_app.domain.account import Account, AccountRole
from inspector_app.handoff import roster_publishing
from inspector_app.operations import accounts as verbs
from inspector_app.operations import protection
from inspector_app.wording import tr, word

WHO = "WHO"


@click.group("accounts", cls=Group, help=about("accounts"))
def accounts() -> None:
    """Commands about accounts."""


@accounts.command("list", help=tr("list the accounts; who manages none sees the own one"))
def _list() -> Result:
    """List accounts with their keys."""
    with opened() as ws:
        found = verbs.list_accounts(ws)
    data = [flat(v.account, has_password=v.has_password, is_valid=v.is_valid, keys=plain(v.keys)) for v in found]
    if not found:
        return Result(data={"accounts": []}, lines=[tr("Nothing was found.")])
    head = (
        tr("Full name"), tr("Account role"), tr("Certificate number"), tr("Valid"), tr("State"), tr("Password here"),
        tr("From the roster"), tr("Identifier"),
    )  # fmt: skip
    rows = [
        (v.account.name, word(v.account.role), v.account.certificate_no or "-", _valid(v.account),
         word(v.account.state), _yes(v.has_password), _yes(v.account.from_roster), v.account.id)
        for v in found
    ]  # fmt: skip
    return Result(data={"accounts": data}, lines=table([head, *rows]))


@accounts.command("add", help=tr("add a person; without a password only for the roster, or for later"))
@click.argument("name", metavar="NAME")
@click.option("--role", type=Word(AccountRole), required=True, metavar="ROLE", help=tr("the role of this person"))
@click.option(
    "--certificate-no",
    "--certificate",
    "certificate",
    default="",
    metavar="NO",
    help=tr("number of the enforcement certificate"),
)
@click.option("--from", "since", type=DAY, default=None, metavar="DATE", help=tr("first day on which it counts"))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=tr("last day on which it counts"))
@click.option("--new-password-file", "password", type=PATH, default=None, metavar="FILE",
              help=tr("a file whose first line is the new password"))  # fmt: skip
def _add(
    name: str, role: AccountRole, certificate: str, since: date | None, until: date | None, password: Path | None
) -> Result:
    """Add an account."""
    secret = secret_in(password) if password is not None else ""
    draft = verbs.AccountDraft(name=name, role=role, certificate_no=certificate, valid_from=since, valid_until=until)
    with opened() as ws:
        made = verbs.add_account(ws, draft, secret)
    return _told(made, tr("Added: {name}", name=made.name))


@accounts.command("amend", help=tr("change the name, role, certificate number or time of an account"))
@click.argument("who", metavar=WHO)
@click.option("--name", default=None, metavar="NAME", help=tr("the new name"))
@click.option("--role", type=Word(AccountRole), default=None, metavar="ROLE", help=tr("the role of this person"))
@click.option(
    "--certificate-no",
    "--certificate",
    "certificate",
    default=None,
    metavar="NO",
    help=tr("number of the enforcement certificate"),
)
@click.option("--from", "since", type=DAY, default=None, metavar="DATE", help=tr("first day on which it counts"))
@click.option("--until", type=DAY, default=None, metavar="DATE", help=tr("last day on which it counts"))
def _amend(
    who: str, name: str | None, role: AccountRole | None, certificate: str | None, since: date | None,
    until: date | None,
) -> Result:  # fmt: skip
    """Change an account; what is not named stays."""
    with opened() as ws:
        before = verbs.account_named(ws, who)
        said = {"name": name, "role": role, "certificate_no": certificate, "valid_from": since, "valid_until": until}
        draft = verbs.AccountDraft(
            name=before.name, role=before.role, certificate_no=before.certificate_no, valid_from=before.valid_from,
            valid_until=before.valid_until,
        )  # fmt: skip
        changed = {key: value for key, value in said.items() if value is not None}
        made = verbs.amend_account(ws, before.id, dataclasses.replace(draft, **changed))  # type: ignore[arg-type]
    return _told(made, tr("Changed: {name}", name=made.name))


@accounts.command("revoke", help=tr("revoke an account for good; its password and keys count no more"))
@click.argument("who", metavar=WHO)
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
@click.option("--rekey", is_flag=True, help=tr("put everything under a new data key at once"))
def _revoke(who: str, reason: str, rekey: bool) -> Result:
    """Revoke an account, and make a new data key if asked."""
    with opened() as ws:
        made = verbs.revoke_account(ws, verbs.account_named(ws, who).id, reason)
        is_protected = ws.login is not None
        if rekey and is_protected:
            protection.rekey(ws)
    lines = [tr("Revoked: {name}", name=made.name)]
    if rekey and is_protected:
        lines.append(tr("Everything lies under a new data key now."))
    elif is_protected:
        lines.append(
            tr("Who kept a copy of the data key could still open older copies: put everything under a new data key "
               "with “protection rekey”.")
        )  # fmt: skip
    return Result(data={**_data(made), "rekeyed": rekey and is_protected}, lines=lines)


@accounts.command("password", help=tr("give somebody a first password, or a new one for a forgotten one"))
@click.argument("who", metavar=WHO)
@click.option("--new-password-file", "password", type=PATH, required=True, metavar="FILE",
              help=tr("a file whose first line is the new password"))  # fmt: skip
def _password(who: str, password: Path) -> Result:
    """Set somebody's password; they get a new signing key with it."""
    secret = secret_in(password)
    with opened() as ws:
        made = verbs.set_password(ws, verbs.account_named(ws, who).id, secret)
    line = tr("{name} has a new password and a new signing key; the person should change it at once.", name=made.name)
    return _told(made, line)


@accounts.group("roster", cls=Group, help=tr("the office's signed list of accounts for all laptops"))
def roster() -> None:
    """Commands about the roster."""


@roster.command("show", help=tr("show which roster is in use; at the office, what the next one says"))
def _roster_show() -> Result:
    """Show how the roster stands."""
    with opened() as ws:
        standing = roster_publishing.roster_standing(ws)
    data = {
        "number": standing.number, "changed": standing.is_changed,
        "accounts": [flat(e.account, keys=plain(e.keys)) for e in standing.draft],
    }  # fmt: skip
    said = tr("Roster in use: no. {number}", number=standing.number) if standing.number else tr("No roster yet.")
    lines = [said]
    if standing.is_changed:
        lines.append(tr("Accounts or keys have changed since: publish the next roster."))
    head = (tr("Full name"), tr("Account role"), tr("Certificate number"), tr("Valid"), tr("State"), tr("Signing keys"))
    rows = [
        (e.account.name, word(e.account.role), e.account.certificate_no or "-", _valid(e.account),
         word(e.account.state), str(sum(k.revoked_at is None for k in e.keys)))
        for e in standing.draft
    ]  # fmt: skip
    return Result(data=data, lines=[*lines, *(table([head, *rows]) if rows else [])])


@roster.command("publish", help=tr("sign the accounts as the next roster; laptops get it with their next dispatch"))
@click.option("--note", default="", metavar="TEXT", help=tr("what the laptops' people are told"))
def _roster_publish(note: str) -> Result:
    """Publish the roster."""
    with opened() as ws:
        made = roster_publishing.publish_roster(ws, note).value
    line = tr("Roster no. {number} is signed; the laptops get it with their next dispatch.", number=made.name)
    return Result(data={"number": int(made.name), "file": made.id, "sha256": made.sha256}, lines=[line])


def _told(account: Account, line: str) -> Result:
    return Result(data=_data(account), lines=[line, *table([(tr("Identifier"), account.id)])])


def _data(account: Account) -> dict[str, object]:
    return flat(account, account=account.id)


def _valid(account: Account) -> str:
    since = account.valid_from.isoformat() if account.valid_from else ""
    until = account.valid_until.isoformat() if account.valid_until else ""
    return f"{since} – {until}".strip() if since or until else "-"


def _yes(value: bool) -> str:
    return tr("yes") if value else tr("no")
