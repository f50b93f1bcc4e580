# SPDX-License-Identifier: MulanPSL-2.0
"""The one door through which data leave as a file: who may is asked, there is room, it is written whole, it is noted.

Masking is done where the words are still apart (`workspace.privacy`); `leave` says whether it is to be done, and a
file that went through the door says in the security journal how it was. Folders have the same parts: `leave` before,
`note_export` after.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage.file_store import faults_of, flush_file, flush_folder
from inspector_app.wording import tr
from inspector_app.workspace.events import note_export
from inspector_app.workspace.privacy import must_mask
from inspector_app.workspace.reserve import need_room

if TYPE_CHECKING:
    from inspector_app.workspace.folder import Workspace


@dataclass(slots=True)
class Leaving:
    """A file on its way out: written at `aside`, then renamed; `count` is how many rows or things it holds."""

    aside: Path
    masks: bool
    count: int = 1


def leave(ws: Workspace, target: Path, *, whole: bool, act: Act = Act.EXPORT) -> bool:
    """Whether what is given out to `target` is masked.

    Refuses NOT_PERMITTED: without the right to `act`, or to read personal data whole where `whole` is asked for;
    VALUE_NOT_ALLOWED: a place inside the data folder, where it would lie open beside what is sealed.
    """
    ws.need(act)
    masks = must_mask(ws, whole=whole)
    _refuse_inside(ws, target)
    return masks


@contextlib.contextmanager
def giving_out(
    ws: Workspace, what: str, path: Path, *, whole: bool, needs: int = 0, act: Act = Act.EXPORT
) -> Iterator[Leaving]:
    """Let the body write `aside`, then put it under its name and note it; whatever is raised leaves nothing behind.

    A file that was there before is replaced only by a whole one. `what` says the kind of thing for the security
    journal, without any content; `needs` is how many bytes are looked for on the disk. Refuses as `leave` and
    `need_room`, FOLDER_NOT_WRITABLE, DISK_FULL, STORAGE_FAILED.
    """
    masks = leave(ws, path, whole=whole, act=act)
    _refuse_no_file(path)
    need_room(path.parent, needs, data=ws.folder)
    leaving = Leaving(path.with_name(f"{path.stem[:40]}.{secrets.token_hex(4)}.part{path.suffix.lower()}"), masks)
    try:
        with faults_of(path):
            yield leaving
            flush_file(leaving.aside)
            leaving.aside.replace(path)
            flush_folder(path.parent)
    finally:
        leaving.aside.unlink(missing_ok=True)
    note_export(ws, what, leaving.count, [path], whole=whole)


def give_out(
    ws: Workspace, what: str, path: Path, data: bytes, *, whole: bool, count: int = 1, act: Act = Act.EXPORT
) -> None:
    """Write bytes that are ready, as `giving_out` does."""
    with giving_out(ws, what, path, whole=whole, needs=len(data), act=act) as leaving:
        leaving.count = count
        if path.suffix:  # only who streams chooses by the ending; after a kill nobody takes the rest for the paper
            leaving.aside = leaving.aside.with_suffix("")
        leaving.aside.write_bytes(data)


def check_suffix(path: Path, allowed: tuple[str, ...]) -> None:
    """Refuse VALUE_NOT_ALLOWED for a file whose name does not say what it is to be."""
    if path.suffix.lower() not in allowed:
        fields = {"field": "file", "found": path.suffix or path.name, "allowed": ", ".join(allowed)}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="path", fields=fields)])


def _refuse_inside(ws: Workspace, target: Path) -> None:
    try:
        inside = target.resolve().is_relative_to(ws.folder.resolve())
    except (OSError, ValueError):
        return  # a name that no file system takes: writing says so
    if inside:
        fields = {"field": "file", "found": str(target), "allowed": tr("a place outside the data folder")}
        refuse([Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="path", fields=fields)])


def _refuse_no_file(path: Path) -> None:
    """Refuse a name that no file system takes, a folder that is not there, and anything there that is no file."""
    try:
        has_no_name = "\0" in str(path)  # `exists` only says no to it
        is_wrong = has_no_name or not path.parent.is_dir() or (path.exists() and not path.is_file())
    except (OSError, ValueError):
        is_wrong = True
    if is_wrong:
        refuse([Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, where="path", fields={"path": str(path)})])
