# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about the protection of the data: on, off, password, recovery key, a new data key, status."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.credentials import given_password, secret_in
from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Group, data_dir, opened
from inspector_app.cli.kinds import PATH, Word
from inspector_app.cli.names import about
from inspector_app.cli.result import Result
from inspector_app.domain.account import AccountRole
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.operations import protection as verbs
from inspector_app.operations.files import save_file
from inspector_app.wording import tr
from inspector_app.workspace.protection import is_protected, people


@click.group("protection", cls=Group, help=about("protection"))
def protection() -> None:
    """Commands about protection."""


@protection.command("status", help=tr("whether a password is needed, and whose passwords there are"))
def _status() -> Result:
    """Say how the data are protected; no password is needed for it."""
    folder = data_dir()
    found = people(folder) if is_protected(folder) else ()
    data = {"protected": bool(found), "people": [{"account": s.account, "name": s.name} for s in found]}
    said = tr("Protected; passwords: {names}", names="、".join(s.name for s in found))
    return Result(data=data, lines=[said if found else tr("Not protected: whoever has the folder can read it.")])


@protection.command("on", help=tr("put the data under a password; prints the recovery key once"))
@click.option("--name", required=True, metavar="NAME", help=tr("whose password it is"))
@click.option("--new-password-file", "password", type=PATH, required=True, metavar="FILE",
              help=tr("a file whose first line is the new password"))  # fmt: skip
@click.option(
    "--certificate-no",
    "--certificate",
    "certificate",
    default="",
    metavar="NO",
    help=tr("number of the enforcement certificate"),
)
@click.option("--role", type=Word(AccountRole), default=AccountRole.CHIEF.value, metavar="ROLE",
              help=tr("the role of this person"))  # fmt: skip
@click.option("--recovery-out", "out", type=PATH, default=None, metavar="FILE",
              help=tr("write the recovery key to a new file instead of printing it"))  # fmt: skip
def _on(name: str, password: Path, certificate: str, role: AccountRole, out: Path | None) -> Result:
    """Switch protection on."""
    secret = secret_in(password)
    _must_be_new(out)
    with opened() as ws:
        made = verbs.protect(ws, name, secret, role=role, certificate_no=certificate)
    return _recovery(made.recovery, out, {"account": made.account.id}, tr("The data are protected now."))


@protection.command("off", help=tr("take the data out of their protection"))
def _off() -> Result:
    """Switch protection off; the password is the one of this call."""
    with opened() as ws:
        verbs.unprotect(ws, given_password())
    return Result(data={"protected": False}, lines=[tr("The data are open now: whoever has the folder can read them.")])


@protection.command("password", help=tr("change the own password"))
@click.option("--new-password-file", "password", type=PATH, required=True, metavar="FILE",
              help=tr("a file whose first line is the new password"))  # fmt: skip
def _password(password: Path) -> Result:
    """Change the own password."""
    secret = secret_in(password)
    with opened() as ws:
        verbs.change_password(ws, given_password(), secret)
    return Result(data={"changed": True}, lines=[tr("The password is changed.")])


@protection.command("recovery", help=tr("make a new recovery key; the older paper opens nothing any more"))
@click.option("--out", type=PATH, default=None, metavar="FILE",
              help=tr("write the recovery key to a new file instead of printing it"))  # fmt: skip
def _new_recovery(out: Path | None) -> Result:
    """Make a new recovery key."""
    _must_be_new(out)
    with opened() as ws:
        secret = verbs.new_recovery(ws)
    return _recovery(secret, out, {}, tr("The older recovery key opens nothing any more."))


@protection.command("rekey", help=tr("put everything under a new data key, after somebody left"))
def _rekey() -> Result:
    """Make a new data key."""
    with opened() as ws:
        verbs.rekey(ws)
    return Result(data={"rekeyed": True}, lines=[tr("Everything lies under a new data key now.")])


def _recovery(secret: str, out: Path | None, data: dict[str, object], said: str) -> Result:
    words = tr("Recovery key: print it, lock it away in two places, and keep no copy on this computer.")
    if out is None:
        return Result(data={**data, "protected": True, "recovery": secret}, lines=[said, words, secret])
    save_file(out, f"{words}\n{secret}\n".encode())
    out.chmod(0o600)
    line = tr("The recovery key is in {path}: print it, lock it away, and delete the file.", path=str(out))
    return Result(data={**data, "protected": True, "path": str(out)}, lines=[said, line])


def _must_be_new(out: Path | None) -> None:
    """Try the file for the recovery key before there is one; an older paper's file is never written over."""
    if out is None:
        return
    if out.exists():
        raise Refused([Problem(code=ProblemCode.FILE_EXISTS, where="--out", fields={"path": str(out)})])
    prepare_file(out)
