# SPDX-License-Identifier: MulanPSL-2.0
"""A form without faults as a checklist; every row, column and setting is in an item or in the list of what is not."""

from __future__ import annotations

from pathlib import PurePath

from inspector_app.domain.answering import LeftOut
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, Section
from inspector_app.packs.answer_fields import LOGIC_NAMES
from inspector_app.packs.fields import MAX_TEXT
from inspector_app.packs.frozen import with_hash
from inspector_app.packs.xlsform.choices import Choices, left_out_of_lists
from inspector_app.packs.xlsform.codes import NO_VERSION, has_order, pack_id, pack_version
from inspector_app.packs.xlsform.faults import Fault, Faults, Place
from inspector_app.packs.xlsform.form import Form
from inspector_app.packs.xlsform.items import Maker
from inspector_app.packs.xlsform.outline import Question
from inspector_app.packs.xlsform.plan import Plan, Planned, kind_of, make_plan
from inspector_app.packs.xlsform.tables import CHOICES, SETTINGS, SURVEY
from inspector_app.packs.xlsform.texts import plain
from inspector_app.packs.xlsform.types import REPEAT

ORIGIN = "xlsform"
MOST_CHOICES = 100_000
"""Choices of all questions together: every question keeps its own, so that an old answer is never shown anew."""
_UNDERSTOOD = ("form_title", "form_id", "default_language", "allow_choice_duplicates")
_WHOLE_SHEETS = ("entities", "osm")


def assemble(form: Form, name: str, faults: Faults) -> ChecklistPack | None:
    """Make the checklist; nothing where it would have no item. `name` is the file's."""
    stem = PurePath(name).stem
    title = form.setting("form_title") or form.setting("form_id") or stem or ORIGIN
    labels = {q.name: plain(form.said(q.row, "label"), {}) for q in form.outline.questions}
    choices = Choices(form, labels)
    if sum(len(choices.of(q)) for q in form.outline.questions) > MOST_CHOICES:
        faults.add(Fault.CHOICES_MANY, Place(), limit=str(MOST_CHOICES))
        return None
    names = form.known_names
    kinds = {q.row.number: kind_of(q, names, has_choices=bool(choices.of(q))) for q in form.outline.questions}
    plan = make_plan(form, title, kinds)
    maker = Maker(form, plan.codes.by_name, labels, choices, faults)
    items = _items(plan, maker, faults)
    if not items:
        faults.add(Fault.NOTHING_ASKED, Place(sheet=form.tables.sheets[SURVEY].name))
        return None
    shown = {frame.row.number for planned in plan.items for frame in planned.frames}
    for frame in form.outline.frames:
        if frame.kind != REPEAT or any(f.kind == REPEAT for f in form.outline.around[frame.row.number]):
            maker.frame_left_out(frame, is_shown=frame.row.number in shown)
    left = [*_left_out(form, plan, choices, faults), *maker.left_out]
    sections: dict[str, list[ChecklistItem]] = {}
    for item in items:
        sections.setdefault(item.section, []).append(item)
    return with_hash(
        ChecklistPack(
            id=pack_id(form.setting("form_id"), name),
            version=pack_version(form.setting("version")),
            title=title,
            industry=ORIGIN,
            issuer=ORIGIN,
            valid_from=None,
            sections=tuple(Section(name=section, items=tuple(found)) for section, found in sections.items()),
            sha256="",
            origin=ORIGIN,
            languages=form.languages,
            default_language=form.default_language,
            left_out=tuple(sorted(dict.fromkeys(left), key=lambda entry: _order(form, entry))),
        )
    )


def _items(plan: Plan, maker: Maker, faults: Faults) -> list[ChecklistItem]:
    items: list[ChecklistItem] = []
    for planned in plan.items:
        item = maker.item(planned)
        _check_length(planned, item, faults)
        items.append(item)
        if item.code in plan.others:
            items.append(maker.other(planned, item, plan.others[item.code]))
    return items


def _check_length(planned: Planned, item: ChecklistItem, faults: Faults) -> None:
    """Say where the conditions of a question and of all groups around it are too long together."""
    for column in LOGIC_NAMES:
        if len(getattr(item.logic, column)) > MAX_TEXT:
            faults.add(Fault.LOGIC_LONG, planned.entry.row.place(column), limit=str(MAX_TEXT))
    for column, text in (("label", item.check), ("hint", item.hint), ("label", item.group)):
        if len(text) > MAX_TEXT:
            faults.add(Fault.TEXT_LONG, planned.entry.row.place(column), limit=str(MAX_TEXT))


def _left_out(form: Form, plan: Plan, choices: Choices, faults: Faults) -> list[LeftOut]:
    """List what no item holds: sheets, settings, metadata, remarks, lists; and columns kept with the items."""
    found = [*form.tables.left_out, *_left_settings(form, faults)]
    found += [LeftOut(where=q.row.place("type").text, what=q.type.word, text=q.row.line) for q in plan.phone]
    found += [LeftOut(where=row.place().text, what="row", text=row.line) for row in form.outline.skipped]
    for row in form.outline.ends:
        cells = {h: text for h, text in row.cells.items() if h.column not in ("type", "name")}
        found += [LeftOut(where=row.place(h.text).text, what=h.column or "column", text=t) for h, t in cells.items()]
    for sheet in _WHOLE_SHEETS:
        found += [LeftOut(where=row.place().text, what=sheet, text=row.line) for row in form.tables.rows(sheet)]
    survey = form.tables.sheets[SURVEY]
    found += [LeftOut(where=survey.place(h.text).text, what="column") for h in survey.headings if not h.column]
    used = frozenset(_used(entry.entry, choices) for entry in plan.items)
    return [*found, *left_out_of_lists(form, used)]


def _used(entry: object, choices: Choices) -> str:
    if not isinstance(entry, Question) or not entry.type.is_select:
        return ""
    rows, sheet = choices.rows(entry)
    return f"{sheet}:{rows[0].get('list_name')}" if rows else f"{CHOICES}:{entry.type.list_name}"


def _left_settings(form: Form, faults: Faults) -> list[LeftOut]:
    """List settings that mean nothing here, rows of settings after the first, and a version of another shape."""
    found: list[LeftOut] = []
    version = form.setting("version")
    if version and pack_version(version) != version:
        row = form.settings
        where = row.place("version") if row is not None else Place(sheet=SETTINGS, column="version")
        found.append(LeftOut(where=where.text, what="version", text=version))
        if not has_order(version):
            faults.add(Fault.VERSION_SHAPE, where, warn=True, found=version, made=NO_VERSION)
    for row in form.tables.rows(SETTINGS):
        for h, text in row.cells.items():
            if row is form.settings and h.column in (*_UNDERSTOOD, "version"):
                continue
            found.append(LeftOut(where=row.place(h.text).text, what=h.column or h.text, text=text))
    return found


def _order(form: Form, entry: LeftOut) -> tuple[int, int]:
    sheet, _, rest = entry.where.partition(":")
    names = [table.name for table in form.tables.sheets.values()]
    number = rest.partition(":")[0]
    return names.index(sheet) if sheet in names else len(names), int(number) if number.isdecimal() else 0
