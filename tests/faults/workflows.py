# SPDX-License-Identifier: MulanPSL-2.0
"""What people do on the command line, as a table: one entry is enough for every bar that drives workflows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.scenes import NEW_PASSWORD, NOON, PASSWORD, VERSIONS, Scenes

AFTERNOON = "2026-11-20T15:30:00+08:00"
LATER = "2026-12-21T09:30:00+08:00"
DATA = "data"  # the data folder of a case; beside it `out`, where papers go


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One act of a person: where it begins, its words, and when it happens."""

    name: str
    start: str  # a folder of Scenes, or nothing
    words: Callable[[Scenes, Path], Sequence[str]]
    now: str = NOON
    again: bool = True  # whether the same words complete it after it was broken off
    is_migration: bool = False
    passwords: tuple[str, ...] = ()  # that may open the folder afterwards

    def argv(self, scenes: Scenes, case: Path) -> list[str]:
        """The words of the command, for a case."""
        return [*self.words(scenes, case), "--data-dir", str(case / DATA), "--json"]


def _record(scenes: Scenes, _: Path) -> list[str]:
    return ["findings", "add", scenes.ids["inspection"], "--place", "三车间", "--description", "灭火器过期2具",
            "--measure", "立即更换", "--deadline", "2026-12-05", "--grade", "general"]  # fmt: skip


def _amend(scenes: Scenes, _: Path) -> list[str]:
    return ["findings", "amend", scenes.ids["first"], "--description", "1号储罐围堰破损，长约3米", "--measure", "修复"]


def _photo(scenes: Scenes, _: Path) -> list[str]:
    return ["photos", "add", scenes.ids["inspection"], *scenes.brought("00.jpg"), "--finding", scenes.ids["first"]]


def _photos(scenes: Scenes, _: Path) -> list[str]:
    return ["photos", "add", scenes.ids["inspection"], *scenes.brought(*(f"{n:02}.jpg" for n in range(20)))]


def _issue(scenes: Scenes, case: Path) -> list[str]:
    return ["documents", "issue", "--inspection", scenes.ids["inspection"], "--kind", "rectification_order",
            "--confirm-unverified", "--out", str(case / "out")]  # fmt: skip


def _void(scenes: Scenes, _: Path) -> list[str]:
    return ["documents", "void", scenes.ids["order"], "--reason", "期限写错"]


def _print(scenes: Scenes, case: Path) -> list[str]:
    return ["documents", "export", scenes.ids["order"], "--out", str(case / "out")]


def _reinspect(scenes: Scenes, _: Path) -> list[str]:
    return ["reinspect", *scenes.brought("ROUND.json")]


def _sign_off(scenes: Scenes, _: Path) -> list[str]:
    day = "2026-12-20"
    return ["sign-off", scenes.ids["first"], scenes.ids["second"], "--checked-by", "王建国", "--checked-on", day,
            "--rectified-by", "赵明", "--rectified-on", day, "--accepted-by", "孙审核", "--accepted-on", day,
            "--evidence", *scenes.brought("00.jpg")]  # fmt: skip


def _init(scenes: Scenes, _: Path) -> list[str]:
    return ["init", "--organ", *scenes.brought("ORGAN.toml")]


def _protect(scenes: Scenes, _: Path) -> list[str]:
    return ["protection", "on", "--name", "王建国", "--new-password-file", *scenes.brought("OLD.txt")]


def _unprotect(scenes: Scenes, _: Path) -> list[str]:
    return ["protection", "off", "--password-file", *scenes.brought("OLD.txt")]


def _password(scenes: Scenes, _: Path) -> list[str]:
    return ["protection", "password", "--new-password-file", *scenes.brought("NEW.txt"),
            "--password-file", *scenes.brought("OLD.txt")]  # fmt: skip


def _rekey(scenes: Scenes, _: Path) -> list[str]:
    return ["protection", "rekey", "--password-file", *scenes.brought("OLD.txt")]


def _login(scenes: Scenes, _: Path) -> list[str]:
    return ["enterprises", "find", "清河", "--password-file", *scenes.brought("OLD.txt")]


WORKFLOWS: tuple[Workflow, ...] = (
    Workflow(name="record", start="visit", words=_record),
    Workflow(name="amend", start="visit", words=_amend),
    Workflow(name="photo", start="visit", words=_photo),
    Workflow(name="photos20", start="visit", words=_photos),
    Workflow(name="issue", start="finished", words=_issue, now=AFTERNOON),
    Workflow(name="void", start="ordered", words=_void, now=AFTERNOON),
    Workflow(name="print", start="ordered", words=_print, now=AFTERNOON),
    Workflow(name="reinspect", start="served", words=_reinspect, now=LATER),
    Workflow(name="sign_off", start="reinspected", words=_sign_off, now=LATER),
    Workflow(name="undo", start="visit", words=lambda *_: ["undo"]),
    Workflow(name="init", start="", words=_init, again=False),
    Workflow(name="protect", start="ordered", words=_protect, now=AFTERNOON, passwords=(PASSWORD,)),
    Workflow(name="unprotect", start="protected", words=_unprotect, now=LATER, passwords=(PASSWORD,)),
    Workflow(name="password", start="protected", words=_password, now=LATER, passwords=(PASSWORD, NEW_PASSWORD)),
    Workflow(name="rekey", start="protected", words=_rekey, now=LATER, passwords=(PASSWORD,)),
    Workflow(name="login", start="protected", words=_login, now=LATER, passwords=(PASSWORD,)),
    Workflow(name="backup", start="backed_up", words=lambda *_: ["backup", "make", "--place", "local"], now=LATER),
    Workflow(name="restore", start="backed_up", words=lambda *_: ["backup", "restore", "--replace"], now=LATER),
    *(
        Workflow(name=f"migrate{n}", start=f"old{n}", words=lambda *_: ["verify"], now=LATER, is_migration=True)
        for n in range(1, VERSIONS)
    ),
)
BY_NAME = {workflow.name: workflow for workflow in WORKFLOWS}
