# SPDX-License-Identifier: MulanPSL-2.0
"""The enterprise register from a spreadsheet: first a preview that names every bad row, then one operation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.enterprises import TEXTS, cleaned, enterprise_problems, initials_of
from inspector_app.operations.files import read_small_file
from inspector_app.sheets import Sheet, read_sheet
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

FILE_LIMIT = 50_000_000
HEAD_ROWS = 10  # the head may stand under a title

# What offices call the columns; the first that fits is taken. Blanks and brackets are passed over.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("企业名称", "单位名称", "被检查单位", "生产经营单位", "名称", "name"),
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "credit_code"),
    "address": ("生产经营地址", "经营地址", "单位地址", "企业地址", "详细地址", "地址", "住所", "address"),
    "district": ("所属辖区", "辖区", "所属区县", "区县", "乡镇街道", "属地", "镇街", "district"),
    "industry": ("行业类别", "所属行业", "行业", "industry"),
    "person_in_charge": ("主要负责人", "法定代表人", "负责人", "法人", "联系人", "person_in_charge"),
    "title": ("职务", "title"),
    "phone": ("联系电话", "电话", "手机", "联系方式", "phone"),
    "note": ("备注", "说明", "note"),
}


class RowAction(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One row of the file: what it says, what would happen, what is wrong with it."""

    row_number: int
    draft: EnterpriseDraft
    action: RowAction
    enterprise_id: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """The whole file, row by row; `problems` are those of all rows together."""

    path: Path
    rows: tuple[ImportRow, ...]
    problems: tuple[Problem, ...]

    @property
    def total(self) -> int:
        """How many rows hold anything."""
        return len(self.rows)

    def count(self, action: RowAction) -> int:
        """How many rows would be treated so."""
        return sum(row.action is action for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did."""

    added: int
    updated: int
    same: int
    skipped: int


def preview_import(ws: Workspace, path: Path, progress: Callable[[int, int], None] | None = None) -> ImportPreview:
    """Read a register file and say for each row what would happen; nothing is written.

    Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_EMPTY and COLUMN_MISSING (no column of names).
    """
    sheet = read_sheet(read_small_file(path, FILE_LIMIT), path.name)
    head, columns = _columns(sheet, path.name)
    with ws.reader() as db:
        by_code, by_name = _known(db)
    seen: dict[str, int] = {}
    rows = []
    for n, cells in enumerate(sheet.rows[head + 1 :], start=head + 2):
        if any(cells):
            rows.append(_row(n, cells, columns, sheet.rows[head], by_code, by_name, seen))
        if progress is not None and n % 500 == 0:
            progress(n, len(sheet.rows))
    if not rows:
        refuse([Problem(code=ProblemCode.TABLE_EMPTY, where=path.name, fields={"path": path.name})])
    problems = tuple(p for row in rows for p in row.problems)
    return ImportPreview(path=path, rows=tuple(rows), problems=problems)


def _known(db: Database) -> tuple[dict[str, Enterprise], dict[str, Enterprise]]:
    """Give the register by code and by name; what was merged into another entry means that one."""
    shown = enterprises.list_enterprises(db)
    by_code = {e.credit_code: e for e in shown if e.credit_code}
    by_name = {e.name: e for e in shown}
    by_id = {e.id: e for e in shown}
    for main, entries in enterprises.merged_entries(db).items():
        for entry in entries if main in by_id else ():
            by_name.setdefault(entry.name, by_id[main])
            if entry.credit_code:
                by_code.setdefault(entry.credit_code, by_id[main])
    return by_code, by_name


def _columns(sheet: Sheet, name: str) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for n, cells in enumerate(sheet.rows[:HEAD_ROWS]):
        found = _headings(cells)
        if "name" in found and len(found) > len(best[1]):
            best = (n, found)
    if not best[1]:
        fields = {"column": HEADINGS["name"][0]}
        refuse([Problem(code=ProblemCode.COLUMN_MISSING, where=name, fields=fields)])
    return best


def _headings(cells: Sequence[str]) -> dict[str, int]:
    plain = ["".join(c for c in cell if c.isalnum() or c == "_").lower() for cell in cells]
    found: dict[str, int] = {}
    for field, words in HEADINGS.items():
        exact = [n for word in words for n, cell in enumerate(plain) if cell == word]
        loose = [n for word in words for n, cell in enumerate(plain) if len(word) > 2 and word in cell]
        free = [n for n in (*exact, *loose) if n not in found.values()]
        if free:
            found[field] = free[0]
    return found


def _row(
    number: int, cells: Sequence[str], columns: Mapping[str, int], heads: Sequence[str],
    by_code: Mapping[str, Enterprise], by_name: Mapping[str, Enterprise], seen: dict[str, int],
) -> ImportRow:  # fmt: skip
    values = {field: cells[n] if n < len(cells) else "" for field, n in columns.items()}
    draft = cleaned(EnterpriseDraft(**{"name": "", **values}))
    problems = list(enterprise_problems(draft))
    key = draft.credit_code or draft.name
    if key and key in seen:
        code = ProblemCode.ENTERPRISE_DUPLICATE
        fields = {"name": draft.name, "credit_code": draft.credit_code, "first_row": str(seen[key])}
        problems.append(Problem(code=code, where="credit_code" if draft.credit_code else "name", fields=fields))
    seen.setdefault(key, number)
    placed = tuple(_placed(p, number, columns, heads) for p in problems)
    known = by_code.get(draft.credit_code) if draft.credit_code else by_name.get(draft.name)
    action = RowAction.BAD if placed else RowAction.NEW
    if known is not None and not placed:
        draft = _completed(draft, known, columns)
        same = all(getattr(draft, n) == getattr(known, n) for n in TEXTS)
        action = RowAction.SAME if same else RowAction.UPDATE
    return ImportRow(
        row_number=number, draft=draft, action=action, enterprise_id=known.id if known else "", problems=placed
    )


def _placed(problem: Problem, row: int, columns: Mapping[str, int], heads: Sequence[str]) -> Problem:
    n = columns.get(problem.where)
    column = heads[n] if n is not None and n < len(heads) else problem.where
    fields = {**problem.fields, "row": str(row), "column": column}
    return dataclasses.replace(problem, where=f"row:{row}:{column}", fields=fields)


def _completed(draft: EnterpriseDraft, known: Enterprise, columns: Mapping[str, int]) -> EnterpriseDraft:
    """Keep what the register knows and the file has no column, or an empty cell, for."""
    values = {n: getattr(draft, n) or getattr(known, n) for n in TEXTS if n in columns}
    kept = {n: getattr(known, n) for n in TEXTS if n not in columns}
    return EnterpriseDraft(**{**kept, **values})


def import_enterprises(
    ws: Workspace,
    preview: ImportPreview,
    *,
    skip_bad: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Done[ImportResult]:
    """Import what the preview showed, in one operation. Refuses with all bad rows unless they are to be skipped."""
    if not skip_bad:
        refuse(preview.problems)
    wanted = [r for r in preview.rows if r.action in (RowAction.NEW, RowAction.UPDATE)]
    with ws.operation(Op.IMPORT_ENTERPRISES) as step:
        for n, row in enumerate(wanted, start=1):
            values = {name: getattr(row.draft, name) for name in TEXTS}
            known = enterprises.get_enterprise(step.db, row.enterprise_id) if row.enterprise_id else None
            made = Enterprise(
                id=row.enterprise_id or step.new_id(), initials=initials_of(row.draft.name),
                visit_cap=known.visit_cap if known else None, **values,
            )  # fmt: skip
            enterprises.put_enterprise(step.db, made)
            if progress is not None and n % 100 == 0:
                progress(n, len(wanted))
    result = ImportResult(
        added=preview.count(RowAction.NEW), updated=preview.count(RowAction.UPDATE),
        same=preview.count(RowAction.SAME), skipped=preview.count(RowAction.BAD),
    )  # fmt: skip
    return Done(value=result, changes=step.changes)
