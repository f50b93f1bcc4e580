# SPDX-License-Identifier: MulanPSL-2.0
"""The equipment list of an enterprise from a spreadsheet: a preview that names every bad row, then one operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.domain.change import Done, Op
from inspector_app.domain.equipment import DAYS, Equipment, EquipmentDraft, cleaned, field_of, problems_of
from inspector_app.domain.problems import Problem, ProblemCode, blocking, refuse
from inspector_app.operations.equipment import DRAFT_FIELDS, keep_equipment_in, twin_problems
from inspector_app.operations.files import read_small_file
from inspector_app.operations.import_rows import Imported, ImportPreview, ImportRow, RowAct, filled_rows
from inspector_app.operations.table_columns import Columns, Headings, day_in, find_columns
from inspector_app.sheets import read_sheet
from inspector_app.storage import equipment
from inspector_app.workspace import Workspace

FILE_LIMIT = 20_000_000
MOST_PIECES = 5_000

# What offices call the columns; the first that fits is taken.
HEADINGS: Headings = {
    "name": ("设备名称", "名称", "name"),
    "category": ("设备类别", "设备种类", "设备品种", "种类", "类别", "品种", "category"),
    "code": ("设备代码", "设备注册代码", "注册代码", "出厂编号", "code"),
    "registration": ("使用登记证编号", "使用登记证号", "登记证编号", "使用登记编号", "登记证号", "registration"),
    "place": ("使用地点", "安装地点", "设备地点", "所在位置", "使用场所", "地点", "位置", "place"),
    "safety_class": ("安全状况等级", "安全等级", "safety_class"),
    "started_on": ("投用日期", "投入使用日期", "启用日期", "使用日期", "started_on"),
    "due_on": ("下次检验日期", "下次检验时间", "检验有效期至", "检验到期日期", "有效期至", "due_on"),
    "inspected_on": ("上次检验日期", "最近检验日期", "检验日期", "检验时间", "inspected_on"),
    "note": ("备注", "说明", "note"),
}
NEEDED = ("name", "category")
EMPTY = ("", "-", "/", "—", "无")  # how people say that there is no date


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentRow(ImportRow):
    """A row, and the piece that it would make."""

    draft: EquipmentDraft
    equipment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentPreview(ImportPreview[EquipmentRow]):
    """The whole file, and the enterprise it is of."""

    enterprise_id: str


def preview_equipment(ws: Workspace, enterprise_id: str, path: Path) -> EquipmentPreview:
    """Read a file and say for each row what would happen; nothing is written.

    Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_EMPTY and COLUMN_MISSING.
    """
    sheet = read_sheet(read_small_file(path, FILE_LIMIT), path.name)
    columns = find_columns(sheet, HEADINGS, NEEDED, path.name)
    with ws.reader() as db:
        known = equipment.list_equipment(db, enterprise_id)
    filled = filled_rows(sheet, columns, path.name)
    if len(filled) > MOST_PIECES:
        fields = {"path": path.name, "size": str(len(filled)), "limit": str(MOST_PIECES)}
        refuse([Problem(code=ProblemCode.FILE_TOO_LARGE, where=path.name, fields=fields)])
    reader = _RowReader(columns, known, ws)
    return EquipmentPreview(
        enterprise_id=enterprise_id, path=path, rows=tuple(reader.read(n, row) for n, row in filled)
    )


class _RowReader:
    """Reads rows; one that names a piece twice is bad the second time."""

    def __init__(self, columns: Columns, known: Sequence[Equipment], ws: Workspace) -> None:
        self._columns = columns
        self._known = known
        self._today = ws.today()
        self._seen: dict[tuple[str, str], int] = {}

    def read(self, number: int, row: Sequence[str]) -> EquipmentRow:
        cells = self._columns.cells(row)
        days, problems = _days(cells)
        values: dict[str, Any] = {**{n: cells.get(n, "") for n in DRAFT_FIELDS if n not in DAYS}, **days}
        draft = cleaned(EquipmentDraft(**values))
        same = self._same(draft)
        others = [e for e in self._known if e is not same]
        problems += [*problems_of(draft, self._today), *self._repeated(draft, number), *twin_problems(draft, others)]
        placed = tuple(self._columns.placed(problem, number) for problem in problems)
        act = RowAct.BAD if blocking(placed) else RowAct.NEW
        if same is not None and act is RowAct.NEW:
            draft = self._completed(draft, same)
            equal = all(getattr(draft, name) == getattr(same, name) for name in DRAFT_FIELDS)
            act = RowAct.SAME if equal else RowAct.UPDATE
        return EquipmentRow(
            row_number=number, draft=draft, act=act, equipment_id=same.id if same else "", problems=placed
        )

    def _repeated(self, draft: EquipmentDraft, number: int) -> list[Problem]:
        found = []
        for name in ("code", "registration"):
            value = getattr(draft, name)
            if value and self._seen.setdefault((name, value), number) != number:
                fields = {"name": draft.name, "code": value}
                found.append(Problem(code=ProblemCode.EQUIPMENT_DUPLICATE, where=name, fields=fields))
        return found

    def _same(self, draft: EquipmentDraft) -> Equipment | None:
        """Give the piece on the list that a row means: by its registration or code, else by name and place."""
        for name in ("registration", "code"):
            value = getattr(draft, name)
            found = next((e for e in self._known if value and getattr(e, name) == value), None)
            if found is not None:
                return found
        if draft.code or draft.registration:
            return None
        key = (draft.category, draft.name, draft.place)
        unnumbered = (e for e in self._known if not e.code and not e.registration)
        return next((e for e in unnumbered if (e.category, e.name, e.place) == key), None)

    def _completed(self, draft: EquipmentDraft, known: Equipment) -> EquipmentDraft:
        """Keep what the list knows and the file has no column, or an empty cell, for."""
        values: dict[str, Any] = {name: getattr(draft, name) or getattr(known, name) for name in DRAFT_FIELDS}
        return EquipmentDraft(**values)


def _days(cells: Mapping[str, str]) -> tuple[dict[str, object], list[Problem]]:
    days: dict[str, object] = {}
    problems = []
    for name in DAYS:
        text = cells.get(name, "").strip()
        days[name] = day_in(text)
        if days[name] is None and text not in EMPTY:
            fields = {"field": field_of(name), "found": text[:40]}
            problems.append(Problem(code=ProblemCode.DATE_WRONG, where=name, fields=fields))
    return days, problems


def import_equipment(ws: Workspace, preview: EquipmentPreview, *, skip_bad: bool = False) -> Done[Imported]:
    """Import what the preview showed, in one operation. Refuses with all bad rows unless they are to be skipped."""
    wanted = preview.wanted(skip_bad=skip_bad)
    with ws.operation(Op.KEEP_EQUIPMENT) as step:
        for row in wanted:
            keep_equipment_in(step, preview.enterprise_id, row.draft, equipment_id=row.equipment_id)
    return Done(value=preview.counts(), changes=step.changes)
