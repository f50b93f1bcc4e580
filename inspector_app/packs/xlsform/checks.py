# SPDX-License-Identifier: MulanPSL-2.0
"""What an author can mend at once, found in one go; pyxform, which stops at its first fault, judges afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspector_app.packs.rules import has_broken_slot
from inspector_app.packs.xlsform.columns import MEDIA
from inspector_app.packs.xlsform.expression_checks import check_expressions
from inspector_app.packs.xlsform.faults import Fault, Faults, Place
from inspector_app.packs.xlsform.form import EXTERNAL, Form
from inspector_app.packs.xlsform.names import NAME, NO_PART
from inspector_app.packs.xlsform.outline import Frame, Question
from inspector_app.packs.xlsform.parameters import check_parameters
from inspector_app.packs.xlsform.tables import CHOICES, SETTINGS, Row, Tables, similar_sheets
from inspector_app.packs.xlsform.types import METADATA, REPEAT

ROOT, META = "data", "meta"
_SUFFIX = re.compile(r"[^.]+\.(?:csv|xml|geojson)")
_SPOKEN = ("label", "hint", *MEDIA)


def check_form(form: Form, faults: Faults) -> None:
    """Note every fault of the form."""
    _check_sheets(form.tables, faults)
    _check_labels(form, faults)
    _check_names(form, faults)
    for question in form.outline.questions:
        _check_question(form, question, faults)
        check_parameters(question, form.lists, faults)
    for frame in form.outline.frames:
        _check_frame(form, frame, faults)
    _check_choices(form, faults)
    check_expressions(form, faults)


def _check_sheets(tables: Tables, faults: Faults) -> None:
    survey = tables.sheets["survey"]
    if not survey.has("name"):
        faults.add(Fault.HEADING_MISSING, survey.place(), name="name")
    for sheet in (CHOICES, EXTERNAL):
        table = tables.sheets.get(sheet)
        for column in ("list_name", "name") if table is not None and table.rows else ():
            if table is not None and not table.has(column):
                faults.add(Fault.HEADING_MISSING, table.place(), name=column)
    if SETTINGS not in tables.sheets and (near := similar_sheets(tables, SETTINGS)):
        faults.add(Fault.SHEET_SIMILAR, Place(), warn=True, name=SETTINGS, names=", ".join(near))


def _check_names(form: Form, faults: Faults) -> None:
    """Check each name by itself and among those beside it; the name of a repeat must be alone in the form."""
    beside: dict[tuple[int, ...], dict[str, Row]] = {}
    repeats: dict[str, Row] = {}
    for entry in form.outline.order:
        frames = entry.frames if isinstance(entry, Question) else form.outline.around[entry.row.number]
        name, place = entry.name, entry.row.place("name")
        if not name or not _check_shape(name, place, faults):
            continue
        if name == META:
            faults.add(Fault.NAME_RESERVED, place, found=name)
        if isinstance(entry, Question) and entry.type.word == "audit" and name != "audit":
            faults.add(Fault.AUDIT_NAME, place)
        known = beside.setdefault(tuple(frame.row.number for frame in frames), {})
        if name in known:
            faults.add(Fault.NAME_TWICE, place, found=name, first=str(known[name].number))
        known.setdefault(name, entry.row)
        if isinstance(entry, Frame) and entry.kind == REPEAT:
            if name == ROOT:
                faults.add(Fault.NAME_ROOT, place, found=name)
            elif name in repeats and known[name] is entry.row:
                faults.add(Fault.NAME_REPEAT, place, found=name)
            repeats.setdefault(name, entry.row)


def _check_shape(name: str, place: Place, faults: Faults) -> bool:
    """Whether XML allows the name; the fault says which sign it is."""
    if NAME.fullmatch(name):
        return True
    if any(c.isspace() for c in name):
        faults.add(Fault.NAME_BLANK, place, found=name)
    elif wrong := "".join(dict.fromkeys(NO_PART.findall(name.replace(":", "")))):
        faults.add(Fault.NAME_SHAPE, place, found=name, characters=wrong)
    else:
        faults.add(Fault.NAME_START, place, found=name)
    return False


def _check_question(form: Form, question: Question, faults: Faults) -> None:
    row, kind = question.row, question.type
    for text, column in ((form.said(row, "label"), "label"), (form.said(row, "hint"), "hint")):
        if has_broken_slot(text):
            faults.add(Fault.SLOT_BROKEN, row.place(column))
    if kind.word == "calculate" and not row.has("calculation") and not row.has("default"):
        faults.add(Fault.CALCULATION_MISSING, row.place("calculation"))
    if kind.is_select:
        _check_list(form, question, faults)


def _check_labels(form: Form, faults: Faults) -> None:
    """Note questions that say nothing; where no column could hold it, that one fault is enough."""
    silent = [q for q in form.outline.questions if needs_label(q) and not any(q.row.has(c) for c in _SPOKEN)]
    survey = form.tables.sheets["survey"]
    if silent and not any(h.column == "label" for h in survey.headings):
        faults.add(Fault.HEADING_MISSING, survey.place(), name="label")
        return
    for question in silent:
        faults.add(Fault.LABEL_MISSING, question.row.place("label"), found=question.name)


def needs_label(question: Question) -> bool:
    """Whether people see it, so that it must say something."""
    word = question.type.word
    is_silent = word in ("calculate", "hidden", *METADATA) or not word
    return not is_silent and not question.row.has("calculation") and not question.row.has("trigger")


def _check_frame(form: Form, frame: Frame, faults: Faults) -> None:
    if frame.kind == REPEAT and not any(frame.row.has(column) for column in ("label", *MEDIA)):
        faults.add(Fault.REPEAT_LABEL, frame.row.place("label"), warn=True)
    if frame.kind == REPEAT and any(f.kind == REPEAT for f in form.outline.around[frame.row.number]):
        faults.add(Fault.REPEAT_INSIDE, frame.row.place("type"), warn=True)
    if has_broken_slot(form.said(frame.row, "label")):
        faults.add(Fault.SLOT_BROKEN, frame.row.place("label"))


def _check_list(form: Form, question: Question, faults: Faults) -> None:
    """Check that the list of a select is there and that its names can be told apart in an answer."""
    kind, place = question.type, question.row.place("type")
    name = kind.list_name
    if kind.from_file:
        if not _SUFFIX.fullmatch(name):
            faults.add(Fault.FILE_SUFFIX, place, found=name)
        return
    if "${" in name:
        return
    lists = form.external if kind.external else form.lists
    if name not in lists:
        _missing_list(form, question, place, faults)
        return
    if kind.word == "select_multiple":
        for row in lists[name]:
            if " " in row.get("name"):
                faults.add(Fault.CHOICE_BLANK, row.place("name"), found=row.get("name"), list=name)
    if kind.or_other and question.row.has("choice_filter"):
        faults.add(Fault.OTHER_FILTERED, question.row.place("choice_filter"))


def _missing_list(form: Form, question: Question, place: Place, faults: Faults) -> None:
    name, is_external = question.type.list_name, question.type.external
    lists = form.external if is_external else form.lists
    if is_external and EXTERNAL not in form.tables.sheets:
        faults.add(Fault.EXTERNAL_SHEET_MISSING, place)
    elif not is_external and CHOICES not in form.tables.sheets:
        names = ", ".join(similar_sheets(form.tables, CHOICES))
        faults.add(Fault.CHOICES_SHEET_MISSING, place, found=names)
    elif is_external:
        faults.add(Fault.EXTERNAL_LIST_UNKNOWN, place, found=name)
    elif near := faults.near(name, lists):
        faults.add(Fault.LIST_UNKNOWN_LIKE, place, found=name, like=near)
    else:
        faults.add(Fault.LIST_UNKNOWN, place, found=name)


def _check_choices(form: Form, faults: Faults) -> None:
    for row in form.tables.rows(CHOICES):
        if row.cells and not row.get("list_name"):
            faults.add(Fault.LIST_NAME_MISSING, row.place("list_name"), warn=True)
    may_repeat = form.is_set("allow_choice_duplicates")
    for rows in form.lists.values():
        for fault in _list_faults(rows, may_repeat=may_repeat):
            found, row, column, first = fault
            is_label = found is Fault.CHOICE_LABEL
            fields = {"found": row.get("name"), "first": first} if found is Fault.CHOICE_TWICE else {}
            faults.add(found, row.place(column), warn=is_label, **fields)


def _list_faults(rows: Sequence[Row], *, may_repeat: bool) -> Iterator[tuple[Fault, Row, str, str]]:
    seen: dict[str, int] = {}
    for row in rows:
        name = row.get("name")
        if not name:
            yield Fault.CHOICE_NAME_MISSING, row, "name", ""
        elif name in seen and not may_repeat:
            yield Fault.CHOICE_TWICE, row, "name", str(seen[name])
        elif not row.has("label"):
            yield Fault.CHOICE_LABEL, row, "label", ""
        seen.setdefault(name, row.number)
