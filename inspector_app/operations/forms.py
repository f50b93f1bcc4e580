# SPDX-License-Identifier: MulanPSL-2.0
"""The forms of the program and an organ's own ones: list, check, copy, confirm what is 待核."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.documents.form import Form, FormMark
from inspector_app.documents.form_reader import LARGEST_FILE, common_words, load_form, read_form, unverified_parts
from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused, refuse
from inspector_app.locations import bundled
from inspector_app.operations.files import read_small_file
from inspector_app.storage import confirmations
from inspector_app.storage.driver import Database
from inspector_app.storage.file_store import faults_of, make_folder
from inspector_app.workspace import Workspace
from inspector_app.workspace.form_contract import contract_problems

OWN_FOLDER = "forms"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntry:
    """A form as 设置 lists it. A faulty one of the organ's own has no `form`, but its faults."""

    kind: DocumentKind
    name: str  # the printed title, or that of the kind where the file cannot be read
    version: str
    is_own: bool
    path: Path
    form: Form | None
    marks: Mapping[FormMark, int]  # how many parts bear each mark
    open_parts: tuple[str, ...]  # 待核 parts that nobody has confirmed
    problems: tuple[Problem, ...] = ()  # faults of the file, and what rules miss in it


def check_form(path: Path) -> tuple[Form | None, tuple[Problem, ...]]:
    """Check a form as its author does: every fault of the file at once, else what its kind must have.

    Parts that are 待核 are given as warnings. The common words are those of the file's folder, else the program's.
    """
    try:
        data = _bytes(path)
        form = read_form(data, path.name, common_words(path.parent, bundled(OWN_FOLDER)))
    except Refused as refused:
        return None, refused.problems
    return form, (*contract_problems(form, path.name), *unverified_parts(form))


def _bytes(path: Path) -> bytes:
    return read_small_file(path, LARGEST_FILE, where=str(path))


def list_forms(ws: Workspace) -> tuple[FormEntry, ...]:
    """Give every form that this organ uses, in the order of the kinds; its own version where it has one."""
    with ws.reader() as db:
        return tuple(_entry(ws, db, kind) for kind in DocumentKind)


def _entry(ws: Workspace, db: Database, kind: DocumentKind) -> FormEntry:
    own = own_path(ws, kind)
    path = own if own.is_file() else bundled(OWN_FOLDER) / own.name
    problems: tuple[Problem, ...] = ()
    form: Form | None = None
    try:
        form = load_form(path.parent, kind, bundled(OWN_FOLDER))
        problems = contract_problems(form, path.name, ws.law.documents)
    except Refused as refused:
        problems = refused.problems
    parts = [*form.parts, *(block.part for block in form.blocks)] if form else []
    return FormEntry(
        kind=kind,
        name=form.title if form else ws.law.documents.name(kind),
        version=form.version if form else "",
        is_own=path == own,
        path=path,
        form=form,
        marks=Counter(part.mark for part in parts),
        open_parts=tuple(p.fields["part"] for p in open_parts(ws, db, form)) if form else (),
        problems=problems,
    )


def own_path(ws: Workspace, kind: DocumentKind) -> Path:
    """Say where the organ's own version of a form lies, whether there is one or not."""
    return ws.folder / OWN_FOLDER / f"{kind}.toml"


def copy_form(ws: Workspace, kind: DocumentKind) -> Path:
    """Write the program's form into the data folder, to be changed there. Refuses FORM_EXISTS."""
    if ws.read_only is not None:
        refuse([ws.read_only])
    path = own_path(ws, kind)
    if path.exists():
        refuse([Problem(code=ProblemCode.FORM_EXISTS, where=str(path), fields={"path": str(path)})])
    data = _bytes(bundled(OWN_FOLDER) / path.name)
    with faults_of(path):
        make_folder(path.parent)
        with path.open("xb") as file:
            file.write(data)
    return path


def open_parts(ws: Workspace, db: Database, form: Form) -> tuple[Problem, ...]:
    """Warn of every part that is 待核 and that no person of this organ has confirmed: FORM_UNVERIFIED."""
    confirmed = confirmations.of_form(db, form.sha256)
    return tuple(p for p in unverified_parts(form) if p.fields["part"] not in confirmed)


def confirmed_parts(ws: Workspace, form: Form) -> Mapping[str, str]:
    """Give the parts that were confirmed, each with the person who did it."""
    with ws.reader() as db:
        return confirmations.of_form(db, form.sha256)


def confirmation_times(ws: Workspace, form: Form) -> Mapping[str, datetime]:
    """Give the parts that were confirmed, each with the moment."""
    with ws.reader() as db:
        return confirmations.times_of_form(db, form.sha256)


def confirm_part(ws: Workspace, kind: DocumentKind, part: str, person: str) -> Done[str]:
    """Keep that a person compared a part of a form with the official text and answers for it.

    Refuses VALUE_MISSING without a person, NOT_FOUND for a part that is not 待核. It holds for exactly this wording:
    a changed form, or changed common words, are confirmed anew.
    """
    form = ws.form(kind)
    person = texts.cleaned(person)
    problems = list(texts.problems_of(person, "person"))
    if not person:
        problems.append(Problem(code=ProblemCode.VALUE_MISSING, where="person", fields={"field": "person"}))
    if part not in {p.fields["part"] for p in unverified_parts(form)}:
        fields = {"kind": "form_part", "id": part[:80]}
        problems.append(Problem(code=ProblemCode.NOT_FOUND, where="part", fields=fields))
    refuse(problems)
    with ws.operation(Op.CONFIRM_FORM) as step:
        confirmations.put(step.db, form.sha256, part, person, step.now)
    return Done(value=part, changes=step.changes)
