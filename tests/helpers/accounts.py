# SPDX-License-Identifier: MulanPSL-2.0
"""Protected data in tests: people with passwords, opened as one of them; slots that cost little to open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.account import Account, AccountRole
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import accounts
from inspector_app.operations.protection import Protected, protect
from inspector_app.storage import key_slots
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS

FIRST, SECOND = OFFICERS  # of the unit, and of its inspections
PASSWORD = "河畔-巡查-2026"
OTHER = "山前#值守#0815"


def quick_slots(patch: pytest.MonkeyPatch) -> None:
    """New slots cost next to nothing to open; how a password is stretched stands in each slot."""
    patch.setattr(key_slots, "ITERATIONS", 1)
    patch.setattr(key_slots, "MEMORY_KIB", 64)
    patch.setattr(key_slots, "LANES", 1)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost next to nothing to try, for tests that a conftest.py gives this to."""
    quick_slots(monkeypatch)


def protected(ws: Workspace, person: tuple[str, str] = FIRST, password: str = PASSWORD) -> Protected:
    """Protect data as a chief who is an officer of the unit."""
    return protect(ws, person[0], password, certificate_no=person[1])


def an_account(
    ws: Workspace, person: tuple[str, str] = SECOND, role: AccountRole = AccountRole.OFFICER, password: str = PASSWORD,
    **changes: Any,
) -> Account:  # fmt: skip
    """Add a person with a password."""
    draft = accounts.AccountDraft(name=person[0], certificate_no=person[1], role=role, **changes)
    return accounts.add_account(ws, draft, password)


@contextmanager
def opened_as(folder: Path, who: str, password: str = PASSWORD, *, clock: Clock) -> Iterator[Workspace]:
    """Open a folder as a person."""
    login = unlock_folder(folder, who, password, now=lambda: clock().timestamp())
    ws = open_workspace(folder, login=login, clock=clock)
    try:
        yield ws
    finally:
        ws.close()


def codes_of(act: Callable[[], object]) -> list[ProblemCode]:
    """Give what an act is refused for; empty when it is done."""
    try:
        act()
    except Refused as refused:
        return [p.code for p in refused.problems]
    return []
