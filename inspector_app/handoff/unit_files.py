# SPDX-License-Identifier: MulanPSL-2.0
"""Files that the office gives to all laptops: published there, checked and used here.

A holiday notice and a form are put where a person would put an own one, after the very same checks. Where they lie
follows from what is in them; no name of a row is ever a path. A file that a person at this laptop put in its place
afterwards stays, until the office publishes again; one that was there before is kept beside it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity, blocking, refuse
from inspector_app.domain.unit_file import UnitFile, UnitFileKind, UnitFileState
from inspector_app.handoff import keys
from inspector_app.handoff.membership import membership, need_office
from inspector_app.handoff.roster import is_in_force, newest_roster, roster_problems, take_roster
from inspector_app.law.holidays import read_holiday_year
from inspector_app.locations import bundled
from inspector_app.storage import membership as books
from inspector_app.storage import unit_files as rows
from inspector_app.storage.file_store import faults_of, make_folder, write_durably
from inspector_app.workspace import Workspace

log = logging.getLogger(__name__)

LARGEST = {
    UnitFileKind.HOLIDAY: 256 * 1024, UnitFileKind.FORM: 4_000_000, UnitFileKind.OTHER: 20_000_000,
    UnitFileKind.ROSTER: keys.LARGEST_TEXT,
}  # fmt: skip  # bytes
_NOTED = "unit_file:"  # in this laptop's books: the hash that was last put in place, by slot


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """One published file as this laptop has it; `problems` say why it does not count."""

    file: UnitFile
    state: UnitFileState
    problems: tuple[Problem, ...] = ()


# The office's side ----------------------------------------------------------------------------------------


def publish_file(ws: Workspace, kind: UnitFileKind, data: bytes, *, name: str = "", note: str = "") -> Done[UnitFile]:
    """Give a file to all laptops, and use it at the office itself. `name` is the title of a notice to read.

    Refuses NOT_OFFICE, FILE_TOO_LARGE, VALUE_MISSING without a title, and every fault of a notice or form.
    """
    need_office(ws)
    title, note = texts.cleaned(name), texts.cleaned(note)
    faults = [*texts.problems_of(note, "note", limit=texts.LONG_LIMIT)]
    if len(data) > LARGEST[kind]:
        fields = {"path": title or kind.value, "size": str(len(data)), "limit": str(LARGEST[kind])}
        raise Refused([Problem(code=ProblemCode.FILE_TOO_LARGE, where=title, fields=fields)])
    if kind is UnitFileKind.OTHER:
        if not title:
            faults.append(Problem(code=ProblemCode.VALUE_MISSING, where="name", fields={"field": "name"}))
        faults += texts.problems_of(title, "name")
    else:
        title, found = _name_of(ws, kind, data, title)
        faults += found
    refuse(faults)
    with ws.operation(Op.PUBLISH_FILE) as step:
        stored = ws.files.keep(data)
        made = UnitFile(
            id=step.new_id(), kind=kind, name=title, sha256=stored.sha256, bytes=stored.bytes, note=note,
            removed_reason="", at=step.now,
        )  # fmt: skip
        rows.put_unit_file(step.db, made)
    apply_unit_files(ws)
    return Done(value=made, changes=step.changes)


def remove_file(ws: Workspace, file_id: str, reason: str) -> Done[UnitFile]:
    """Take a published file back; laptops that use it return to what they had. Refuses NOT_OFFICE, NOT_FOUND,
    REASON_MISSING.
    """
    need_office(ws)
    reason = texts.cleaned(reason)
    faults = [*texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT)]
    if not reason:
        act = {"act": Op.REMOVE_UNIT_FILE.value}
        faults.append(Problem(code=ProblemCode.REASON_MISSING, where="reason", fields=act))
    refuse(faults)
    with ws.operation(Op.REMOVE_UNIT_FILE) as step:
        known = rows.get_unit_file(step.db, file_id)
        if known is None or known.removed_reason:
            fields = {"kind": "unit_file", "id": file_id[:80]}
            raise Refused([Problem(code=ProblemCode.NOT_FOUND, where="file", fields=fields)])
        made = dataclasses.replace(known, removed_reason=reason)
        rows.put_unit_file(step.db, made)
    apply_unit_files(ws)
    return Done(value=made, changes=step.changes)


# On every laptop ------------------------------------------------------------------------------------------


def unit_files(ws: Workspace) -> tuple[PublishedFile, ...]:
    """Give every published file, the newest first, with whether it counts here and why not."""
    with ws.reader() as db:
        files, noted = rows.list_unit_files(db), _noted(books.values(db))
    newest = _newest(files)
    return tuple(_standing(ws, file, newest, noted) for file in files)


def apply_unit_files(ws: Workspace) -> tuple[PublishedFile, ...]:
    """Put the newest notices and forms in place, take withdrawn ones away; gives what does not count, and why.

    Called after bundles were read. What fails the checks, or cannot be written, changes nothing and is tried again
    the next time.
    """
    if ws.read_only is not None:
        return ()
    with ws.reader() as db:
        files, noted = rows.list_unit_files(db), _noted(books.values(db))
    newest, failed = _newest(files), {}
    for slot in dict.fromkeys((*(file.slot for file in files), *noted)):  # noted: one whose publishing was taken back
        name, before = f"{_NOTED}{slot[0]}:{slot[1]}", noted.get(slot, "")
        file = newest.get(slot)
        if slot[0] in (UnitFileKind.OTHER, UnitFileKind.ROSTER) or (file.sha256 if file else "") == before:
            continue
        try:
            if file is None:
                _take_away(ws, slot, before)
            elif not _put_in_place(ws, file, before):
                continue
        except Refused as refused:
            failed[slot] = refused.problems
            continue
        with ws.books() as db:
            books.put_values(db, {name: file.sha256 if file else ""})
    told = take_roster(ws)
    left = (f for f in unit_files(ws) if f.state in (UnitFileState.FAULTY, UnitFileState.AWAITED))
    found = tuple(dataclasses.replace(f, problems=(*f.problems, *failed.get(f.file.slot, ()))) for f in left)
    return (*found, *(PublishedFile(file=f, state=UnitFileState.FAULTY, problems=p) for f, p in told))


def _put_in_place(ws: Workspace, file: UnitFile, before: str) -> bool:
    """Write a file where an own one lies. Gives whether it was done: not without its bytes, nor with a fault."""
    problems, data = _checked(ws, file)
    if data is None or blocking(problems):
        return False
    target = _target(ws, file.slot)
    with faults_of(target):
        make_folder(target.parent)
        if target.is_file() and (old := target.read_bytes()) != data and _hash(old) != before:
            write_durably(target.with_name(f"{target.name}.before-{_hash(old)[:8]}"), old)
        write_durably(target, data)
    log.info("published %s %s put in place", *file.slot)
    return True


def _take_away(ws: Workspace, slot: tuple[UnitFileKind, str], before: str) -> None:
    """Remove what was published, unless a person has put another file there since."""
    target = _target(ws, slot)
    with faults_of(target):
        if target.is_file() and _hash(target.read_bytes()) == before:
            target.unlink()


def _standing(
    ws: Workspace,
    file: UnitFile,
    newest: Mapping[tuple[UnitFileKind, str], UnitFile],
    noted: Mapping[tuple[UnitFileKind, str], str],
) -> PublishedFile:
    if file.removed_reason:
        return PublishedFile(file=file, state=UnitFileState.REMOVED)
    if newest[file.slot].id != file.id and file.kind is not UnitFileKind.OTHER:
        return PublishedFile(file=file, state=UnitFileState.REPLACED)
    problems, data = _checked(ws, file)
    if data is None:
        return PublishedFile(file=file, state=UnitFileState.AWAITED, problems=problems)
    if blocking(problems):
        return PublishedFile(file=file, state=UnitFileState.FAULTY, problems=problems)
    if file.kind is UnitFileKind.OTHER:
        return PublishedFile(file=file, state=UnitFileState.TO_READ)
    if file.kind is UnitFileKind.ROSTER:
        counts = is_in_force(ws, file.name)
        return PublishedFile(file=file, state=UnitFileState.IN_FORCE if counts else UnitFileState.AWAITED)
    target = _target(ws, file.slot)
    is_there = target.is_file() and _hash(target.read_bytes()) == file.sha256
    aside = not is_there and noted.get(file.slot) == file.sha256
    state = UnitFileState.IN_FORCE if is_there else UnitFileState.SET_ASIDE if aside else UnitFileState.AWAITED
    return PublishedFile(file=file, state=state)


def _checked(ws: Workspace, file: UnitFile) -> tuple[tuple[Problem, ...], bytes | None]:
    """Read and check a published file: its bytes, what is in them, and that they are what the row calls them."""
    if not ws.files.exists(file.sha256):
        return (), None
    try:
        data = ws.files.read(file.sha256, file.name)
    except Refused as refused:
        return refused.problems, b""
    if file.kind is UnitFileKind.OTHER:
        return (), data
    name, problems = _name_of(ws, file.kind, data, file.name)
    if name and name != file.name:
        fields = {"field": "name", "found": file.name[:80], "allowed": name}
        problems += (Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="name", fields=fields),)
    return problems, data


# What is in a file ----------------------------------------------------------------------------------------


def _name_of(ws: Workspace, kind: UnitFileKind, data: bytes, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """Check a notice or form as an own one is checked; gives the name that its content has, and what is wrong."""
    if kind is UnitFileKind.ROSTER:
        return roster_problems(data, membership(ws))
    if kind is UnitFileKind.HOLIDAY:
        notice, problems = read_holiday_year(data, shown or kind.value)
        return (str(notice.year) if notice else ""), problems
    from inspector_app.documents.form_reader import common_words, read_form  # forms are rare: not for every bundle
    from inspector_app.workspace.form_contract import contract_problems

    try:
        form = read_form(data, shown or kind.value, common_words(ws.folder / "forms", bundled("forms")))
    except Refused as refused:
        return "", refused.problems
    faults = contract_problems(form, shown or f"{form.kind}.toml", ws.law.documents)
    return form.kind.value, tuple(dataclasses.replace(p, severity=Severity.BLOCK) for p in faults)


def _target(ws: Workspace, slot: tuple[UnitFileKind, str]) -> Path:
    """Where an own file of this content lies; the name was compared with the content before."""
    kind, name = slot
    return ws.folder / "holidays" / f"{name}.json" if kind is UnitFileKind.HOLIDAY else ws.folder / f"forms/{name}.toml"


def _newest(files: Sequence[UnitFile]) -> dict[tuple[UnitFileKind, str], UnitFile]:
    """Give the newest file of each slot that was not taken back; `files` come newest first."""
    found: dict[tuple[UnitFileKind, str], UnitFile] = {}
    for file in files:
        if not file.removed_reason:
            found.setdefault(file.slot, file)
    roster = newest_roster(files)
    return found if roster is None else {**found, roster.slot: roster}


def _noted(known: Mapping[str, str]) -> dict[tuple[UnitFileKind, str], str]:
    found = {}
    for name, sha256 in known.items():
        kind, _, rest = name.removeprefix(_NOTED).partition(":")
        if name.startswith(_NOTED) and kind in tuple(UnitFileKind):
            found[UnitFileKind(kind), rest] = sha256
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
