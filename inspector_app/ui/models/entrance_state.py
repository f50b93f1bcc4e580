# SPDX-License-Identifier: MulanPSL-2.0
"""What stands between the start of the program and the open data: whose passwords there are, and opening with one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.problems import Problem, ProblemCode, Refused

if TYPE_CHECKING:  # heavy: the frame is painted before any of these is imported
    from inspector_app.operations.protection import Protected
    from inspector_app.workspace import Workspace
    from inspector_app.workspace.protection import Login

CHOICE = "protection_choice"  # session value: somebody said that there shall be no password for now
NO_PASSWORD = "open"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose password opens the data."""

    account: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the folder holds: open data, data for which a password is needed, or data that were begun just now."""

    ws: Workspace | None = None
    people: tuple[Person, ...] = ()
    is_new: bool = False  # nobody has been asked yet whether the data shall be protected


def find(folder: Path) -> Found:
    """Open the data of a folder, make them where there are none, or say whose passwords open them."""
    from inspector_app.workspace import create_workspace, open_workspace
    from inspector_app.workspace.protection import is_protected

    if is_protected(folder):
        return Found(people=people_of(folder))
    try:
        ws = open_workspace(folder)
    except Refused as refusal:
        if any(p.code is not ProblemCode.WORKSPACE_MISSING for p in refusal.problems):
            raise
        ws = create_workspace(folder)
    return Found(ws=ws, is_new=_is_new(ws))


def _is_new(ws: Workspace) -> bool:
    from inspector_app.ledgers.organs import organ

    return ws.read_only is None and not ws.session_value(CHOICE) and organ(ws) is None


def people_of(folder: Path) -> tuple[Person, ...]:
    """Give whose passwords open the folder. Refuses KEY_SLOTS_DAMAGED."""
    from inspector_app.workspace.protection import people

    return tuple(Person(account=slot.account, name=slot.name) for slot in people(folder))


def unlock(folder: Path, account: str, password: str) -> Login:
    """Try a password. Refuses as `unlock_folder`; PASSWORD_WAIT stands beside PASSWORD_WRONG once one must wait."""
    from inspector_app.workspace.protection import unlock_folder, wait_for

    try:
        return unlock_folder(folder, account, password)
    except Refused as refusal:
        wrong = [p for p in refusal.problems if p.code is ProblemCode.PASSWORD_WRONG]
        seconds = wait_for(folder, account) if wrong else 0
        if not seconds:
            raise
        fields = {**wrong[0].fields, "seconds": str(seconds)}
        raise Refused([*refusal.problems, Problem(code=ProblemCode.PASSWORD_WAIT, fields=fields)]) from refusal


def recover(folder: Path, key: str) -> Login:
    """Try the key on paper, however it was typed. Refuses RECOVERY_WRONG and as `recover_folder`."""
    from inspector_app.workspace.protection import recover_folder

    return recover_folder(folder, key)


def enter(folder: Path, login: Login) -> Workspace:
    """Open the data with a login, and note who came in. Refuses as `open_workspace`."""
    from inspector_app.operations.logins import note_login
    from inspector_app.workspace import open_workspace

    ws = open_workspace(folder, login=login)
    try:
        note_login(ws)
    except BaseException:
        ws.close()
        raise
    return ws


def begin_protected(ws: Workspace, name: str, certificate: str, password: str) -> Protected:
    """Put data that were begun just now under a password. Refuses as `protect`."""
    from inspector_app.operations.protection import protect

    return protect(ws, name, password, certificate_no=certificate)


def begin_open(ws: Workspace) -> None:
    """Remember that there shall be no password for now: nobody is asked again at the start."""
    ws.put_session_value(CHOICE, NO_PASSWORD)
