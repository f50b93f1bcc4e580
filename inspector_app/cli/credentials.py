# SPDX-License-Identifier: MulanPSL-2.0
"""Who opens protected data from the command line: options, environment, or a question at a terminal."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.wording import tr

if TYPE_CHECKING:
    from inspector_app.workspace.protection import Login

ACCOUNT, PASSWORD_FILE, RECOVERY_FILE = "inspector_app.account", "inspector_app.password", "inspector_app.recovery"

ACCOUNT_WORD, PASSWORD_WORD = "INSPECTOR_APP_ACCOUNT", "INSPECTOR_APP_PASSWORD"
_GIVEN = "inspector_app.given"
MOST_PASSWORD = 4_096  # bytes of a password's file


def login_for(folder: Path) -> Login | None:
    """Unlock a folder with what was said; none where the data are open. Refuses WORKSPACE_LOCKED, PASSWORD_…"""
    from inspector_app.workspace.protection import is_protected, recover_folder, unlock_folder  # keys: not for help

    if not is_protected(folder):
        return None
    meta = click.get_current_context().meta
    if meta.get(RECOVERY_FILE):
        return recover_folder(folder, secret_in(Path(meta[RECOVERY_FILE])))
    who = str(meta.get(ACCOUNT) or os.environ.get(ACCOUNT_WORD, ""))
    if meta.get(PASSWORD_FILE):
        password: str | None = secret_in(Path(meta[PASSWORD_FILE]))
    else:
        password = meta.get(_GIVEN) or os.environ.get(PASSWORD_WORD)  # asked once, also where several slots are tried
    if password is None and sys.stdin.isatty() and sys.stderr.isatty():
        password = getpass.getpass(tr("Password: "))
    if password is None:
        raise Refused([Problem(code=ProblemCode.WORKSPACE_LOCKED, fields={"path": str(folder)})])
    meta[_GIVEN] = password
    return unlock_folder(folder, who, password)


def given_password() -> str:
    """Give the password that opened the data in this call; empty where none was asked for."""
    return str(click.get_current_context().meta.get(_GIVEN, ""))


def secret_in(path: Path) -> str:
    """Read a password or key from a file: its first line. Refuses FILE_MISSING and the like."""
    from inspector_app.operations.files import read_small_file

    lines = read_small_file(path, MOST_PASSWORD).decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    keys = [line.strip() for line in lines if line.strip().startswith("AGE-SECRET-KEY-")]
    return keys[0] if keys else (lines[0] if lines else "")
