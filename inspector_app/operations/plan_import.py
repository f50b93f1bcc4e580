# SPDX-License-Identifier: MulanPSL-2.0
"""Units of a year's plan from a spreadsheet: a preview that names every bad row, then one operation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.credit_code import normalised
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.problems import Problem, ProblemCode, blocking
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnit
from inspector_app.operations.files import read_small_file
from inspector_app.operations.import_rows import Imported, ImportPreview, ImportRow, RowAct, filled_rows
from inspector_app.operations.plan_rows import MOST_WORKDAYS, PlanUnitDraft, plan_in
from inspector_app.operations.plans import put_units_in
from inspector_app.operations.table_columns import Columns, Headings, find_columns
from inspector_app.sheets import read_sheet
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import list_records
from inspector_app.workspace import Workspace

FILE_LIMIT = 30_000_000
HEADINGS: Headings = {
    "name": ("企业名称", "单位名称", "被检查单位", "生产经营单位", "名称", "单位", "name"),
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码", "credit_code"),
    "month": ("计划检查月份", "计划月份", "检查月份", "月份", "检查时间", "month"),
    "plan_kind": ("检查类别", "检查方式", "检查类型", "类别", "kind"),
    "reason": ("重点条件", "列入重点的理由", "列入理由", "重点理由", "理由", "reason"),
    "items": ("检查事项", "检查内容", "检查表", "items"),
    "officers": ("执法人员", "检查人员", "检查人", "officers"),
    "workdays": ("所需工作日", "工作日", "workdays"),
    "note": ("备注", "说明", "note"),
}
NEEDED = ("name", "month")
_MONTH = re.compile(r"(?:\d{4}\s*[-./年]\s*)?(\d{1,2})\s*月?(?:份)?")
_LIST = re.compile(r"[、，,;；\n]+")
_KINDS = (("重点", PlanKind.KEY), ("key", PlanKind.KEY), ("一般", PlanKind.GENERAL), ("随机", PlanKind.GENERAL),
          ("general", PlanKind.GENERAL))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportRow(ImportRow):
    """A row, and the unit that it would make."""

    name: str  # as the file has it
    draft: PlanUnitDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImportPreview(ImportPreview[PlanImportRow]):
    """The whole file, and the plan it is for."""

    plan_id: str


def preview_units(ws: Workspace, plan_id: str, path: Path) -> PlanImportPreview:
    """Read a file and say for each row what would happen; nothing is written.

    Refuses PLAN_STATE for a plan that is no draft, FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_EMPTY and
    COLUMN_MISSING (names and months are needed).
    """
    sheet = read_sheet(read_small_file(path, FILE_LIMIT), path.name)
    columns = find_columns(sheet, HEADINGS, NEEDED, path.name)
    filled = filled_rows(sheet, columns, path.name)
    with ws.reader() as db:
        plan = plan_in(db, plan_id, PlanState.DRAFT)
        reader = _RowReader(db, columns, list_records(db, PlanUnit, "plan_id = ?", [plan.id]))
        rows = tuple(reader.read(n, row) for n, row in filled)
    return PlanImportPreview(plan_id=plan_id, path=path, rows=rows)


def import_units(ws: Workspace, preview: PlanImportPreview, *, skip_bad: bool = False) -> Done[Imported]:
    """Import what the preview showed, in one operation. Refuses with all bad rows unless they are to be skipped."""
    wanted = [row.draft for row in preview.wanted(skip_bad=skip_bad)]
    with ws.operation(Op.AMEND_PLAN) as step:
        put_units_in(step, preview.plan_id, wanted)
    return Done(value=preview.counts(), changes=step.changes)


class _RowReader:
    """Reads rows; one that names an enterprise twice for a month is bad the second time."""

    def __init__(self, db: Database, columns: Columns, known: Sequence[PlanUnit]) -> None:
        self._db = db
        self._columns = columns
        self._known = {(unit.enterprise_id, unit.month): unit for unit in known}
        self._seen: dict[tuple[str, int], int] = {}

    def read(self, number: int, row: Sequence[str]) -> PlanImportRow:
        cells = {name: texts.cleaned(text) for name, text in self._columns.cells(row).items()}
        problems: list[Problem] = []
        enterprise = self._enterprise(cells, problems)
        month = _month(cells["month"], problems)
        workdays = _tenths(cells.get("workdays", ""), problems)
        kind = _kind(cells, problems)
        key = (enterprise.id if enterprise else "", month)
        before = self._known.get(key)
        draft = PlanUnitDraft(
            id=before.id if before else "", enterprise_id=key[0], kind=kind, month=month,
            reason=cells.get("reason", ""), items=_parts(cells.get("items", "")),
            officers=_parts(cells.get("officers", "")), workdays=workdays, note=cells.get("note", ""),
        )  # fmt: skip
        problems += self._text_problems(draft)
        if enterprise is not None and month and self._seen.setdefault(key, number) != number:
            fields = {"name": enterprise.name, "month": str(month)}
            problems.append(Problem(code=ProblemCode.PLAN_UNIT_TWICE, where="month", fields=fields))
        placed = tuple(self._columns.placed(problem, number) for problem in problems)
        act = RowAct.BAD if blocking(placed) else RowAct.NEW
        if before is not None and act is RowAct.NEW:
            act = RowAct.SAME if draft.unit(before.id, before.plan_id, before) == before else RowAct.UPDATE
        return PlanImportRow(row_number=number, name=cells["name"], draft=draft, act=act, problems=placed)

    def _enterprise(self, cells: Mapping[str, str], problems: list[Problem]) -> Enterprise | None:
        """Find the enterprise by its code, else by its exact name."""
        code = normalised(cells.get("credit_code", ""))
        found = enterprises.with_code(self._db, code) if code else None
        found = found or (enterprises.with_name(self._db, cells["name"]) if cells["name"] else None)
        if found is None or (code and found.credit_code and found.credit_code != code):
            where = "credit_code" if code else "name"
            fields = {"name": cells["name"][:80], "credit_code": code[:40]}
            problems.append(Problem(code=ProblemCode.ENTERPRISE_UNKNOWN, where=where, fields=fields))
            return None
        return found

    def _text_problems(self, draft: PlanUnitDraft) -> list[Problem]:
        found: list[Problem] = []
        for name in ("reason", "note"):
            found += texts.problems_of(getattr(draft, name), name, limit=texts.LONG_LIMIT)
        for name, parts in (("items", draft.items), ("officers", draft.officers)):
            for part in parts:
                found += texts.problems_of(part, name)
        return found


def _wrong(name: str, found: str, allowed: str) -> Problem:
    fields = {"field": name, "found": found[:40], "allowed": allowed}
    return Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=name, fields=fields)


def _month(text: str, problems: list[Problem]) -> int:
    found = _MONTH.fullmatch(text.strip())
    month = int(found[1]) if found else 0
    if not 1 <= month <= 12:
        problems.append(_wrong("month", text, "1-12"))
        return 0
    return month


def _tenths(text: str, problems: list[Problem]) -> int:
    """Read workdays like 1.5 as tenths; none is none."""
    if not text:
        return 0
    try:
        tenths = Decimal(text.removesuffix("天").removesuffix("日")) * 10
        is_right = tenths == tenths.to_integral_value() and 0 <= tenths <= MOST_WORKDAYS
    except ArithmeticError:
        is_right = False
    if not is_right:
        problems.append(_wrong("workdays", text, f"0-{MOST_WORKDAYS // 10}"))
        return 0
    return int(tenths)


def _kind(cells: Mapping[str, str], problems: list[Problem]) -> PlanKind:
    """Read whether it is a key unit; where nothing is said, one with a condition is."""
    text = cells.get("plan_kind", "")
    found = next((kind for word, kind in _KINDS if word in text.lower()), None)
    if text and found is None:
        problems.append(_wrong("plan_kind", text, "重点、一般"))
    return found or (PlanKind.KEY if cells.get("reason") else PlanKind.GENERAL)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _LIST.split(text) if part.strip())
