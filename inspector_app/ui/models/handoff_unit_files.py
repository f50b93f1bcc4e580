# SPDX-License-Identifier: MulanPSL-2.0
"""What 下发文件 shows and does: files that the office gives to all laptops, and law updates among them.

Everything of the hand-off is imported when it is first wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.change import Done
from inspector_app.domain.law_update import LawUpdatePreview
from inspector_app.domain.problems import Problem
from inspector_app.domain.unit_file import UnitFile, UnitFileKind, UnitFileState
from inspector_app.operations.files import read_small_file, save_file
from inspector_app.ui.models.handoff_moments import moment
from inspector_app.ui.models.handoff_unit_state import plain
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class Give(StrEnum):
    """What may be given to all laptops; a law update is no published file, but people give it out as one."""

    HOLIDAY = UnitFileKind.HOLIDAY.value
    FORM = UnitFileKind.FORM.value
    LAW = "law"
    OTHER = UnitFileKind.OTHER.value
    ROSTER = UnitFileKind.ROSTER.value  # published from the accounts, not from a file


TO_GIVE = (Give.HOLIDAY, Give.FORM, Give.LAW, Give.OTHER)


FILTERS = {Give.HOLIDAY: "JSON (*.json)", Give.FORM: "TOML (*.toml)", Give.LAW: "TOML (*.toml)", Give.OTHER: "* (*)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be given out; `title` is a notice's, `person` answers for a law update."""

    give: Give
    path: Path
    title: str = ""
    note: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """One row: a published file, or a law update, which nobody can take back."""

    id: str
    give: Give
    title: str
    state: UnitFileState
    on: date | None
    note: str = ""
    bytes: int = 0
    sha256: str = ""
    person: str = ""  # who answers for a law update
    removed_reason: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the office can take it back."""
        return self.give not in (Give.LAW, Give.ROSTER) and self.state is not UnitFileState.REMOVED

    @property
    def may_be_saved(self) -> bool:
        """Whether its bytes are here to be looked at."""
        return self.give is not Give.LAW and self.state in (UnitFileState.TO_READ, UnitFileState.IN_FORCE)


def read_given(ws: Workspace) -> tuple[GivenFile, ...]:
    """Read what was given out, the newest first; what an undo brought back is put in its place before."""
    from inspector_app.handoff.unit_files import apply_unit_files, unit_files
    from inspector_app.ledgers import law_library

    apply_unit_files(ws)
    found = [(p.file.at, _published(ws, p.file, p.state, p.problems)) for p in unit_files(ws)]
    for row in law_library.updates(ws):
        update = row.update
        made = GivenFile(
            id=update.id, give=Give.LAW, title=update.title,
            state=UnitFileState.FAULTY if row.problems else UnitFileState.IN_FORCE, on=update.applied_at.date(),
            note=row.note, sha256=update.sha256, person=update.person, problems=row.problems,
        )  # fmt: skip
        found.append((update.applied_at, made))
    return tuple(made for _, made in sorted(found, key=lambda pair: pair[0], reverse=True))


def _published(ws: Workspace, file: UnitFile, state: UnitFileState, problems: tuple[Problem, ...]) -> GivenFile:
    at = moment(ws, file.at.isoformat())
    return GivenFile(
        id=file.id, give=Give(file.kind.value), title=_title(file), state=state, on=at.date() if at else None,
        note=file.note, bytes=file.bytes, sha256=file.sha256, removed_reason=file.removed_reason, problems=problems,
    )  # fmt: skip


def _title(file: UnitFile) -> str:
    """Say what a file is: its row names a year or a kind of document, which people know by other words."""
    from inspector_app.domain.document import DocumentKind

    if file.kind is UnitFileKind.HOLIDAY:
        return tr("Holidays of {year}", year=file.name)
    if file.kind is UnitFileKind.FORM and file.name in tuple(DocumentKind):
        return word(DocumentKind(file.name))
    if file.kind is UnitFileKind.ROSTER:
        return tr("Roster no. {number}", number=file.name)
    return file.name


def publish(ws: Workspace, draft: Draft) -> Done[UnitFile]:
    """Give a file to all laptops. Refuses what `publish_file` refuses, and a file that cannot be read."""
    from inspector_app.handoff import unit_files

    kind = UnitFileKind(draft.give.value)
    data = read_small_file(draft.path, unit_files.LARGEST[kind], where=draft.path.name)
    name = draft.title if draft.give is Give.OTHER else draft.path.name
    return unit_files.publish_file(ws, kind, data, name=name, note=draft.note)


def preview_law(ws: Workspace, path: Path) -> LawUpdatePreview:
    """Say what a law update would do; nothing is changed."""
    from inspector_app.handoff.membership import need_office
    from inspector_app.operations.law_updates import preview_update

    need_office(ws)
    return preview_update(ws, _law_bytes(path), path.name)


def apply_law(ws: Workspace, draft: Draft) -> Done[LawUpdatePreview]:
    """Apply a law update here; the laptops get it with their next dispatch."""
    from inspector_app.handoff.membership import need_office
    from inspector_app.operations.law_updates import apply_update

    need_office(ws)
    return apply_update(ws, _law_bytes(draft.path), draft.path.name, draft.person)


def _law_bytes(path: Path) -> bytes:
    from inspector_app.packs.files import MAX_BYTES

    return read_small_file(path, MAX_BYTES, where=path.name)


def withdraw(ws: Workspace, file_id: str, reason: str) -> Done[UnitFile]:
    """Take a published file back."""
    from inspector_app.handoff.unit_files import remove_file

    return remove_file(ws, file_id, reason)


def copy_name(file: GivenFile) -> str:
    """Propose a name for a copy of a file that was given out; a notice keeps the ending that its title has."""
    endings = {Give.HOLIDAY: ".json", Give.FORM: ".toml"}
    return f"{plain(file.title)}{endings.get(file.give, '')}"


def save_copy(ws: Workspace, file: GivenFile, path: Path) -> Path:
    """Write a copy of a file that was given out where a person wants it."""
    save_file(path, ws.files.read(file.sha256, file.title))
    return path
