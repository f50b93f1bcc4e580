# SPDX-License-Identifier: MulanPSL-2.0
"""The enterprise register from a spreadsheet: first a preview that names every bad row, then one operation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.domain.problems import Problem, ProblemCode, blocking, refuse
from inspector_app.operations.enterprise_profiles import profile_problems, tidy
from inspector_app.operations.enterprises import TEXTS, cap_problems, cleaned, enterprise_problems, initials_of
from inspector_app.operations.files import read_small_file
from inspector_app.operations.import_rows import Imported, ImportPreview, ImportRow, RowAct, filled_rows
from inspector_app.operations.register_columns import CAP_HEADINGS, PROFILE_HEADINGS, read_profile
from inspector_app.operations.table_columns import Columns, Headings, find_columns
from inspector_app.sheets import read_sheet
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.register_rows import Registered, insert_registered, put_registered, registered
from inspector_app.workspace import Step, Workspace, code_tables
from inspector_app.workspace.code_tables import CodeTables
from inspector_app.workspace.privacy import masked_field

FILE_LIMIT = 50_000_000
CHUNK = 100  # rows written at once

# What offices call the columns; the first that fits is taken. Blanks and brackets are passed over.
HEADINGS: Headings = {
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
ALL_HEADINGS: Headings = {**HEADINGS, **PROFILE_HEADINGS, **CAP_HEADINGS}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRow(ImportRow):
    """A row, and the entry that it would make.

    `profile` and `visit_cap` are what would be kept: what the register knows, with what the row states over it.
    """

    draft: EnterpriseDraft
    enterprise_id: str
    profile: EnterpriseProfile = field(default_factory=EnterpriseProfile)
    visit_cap: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterprisePreview(ImportPreview[EnterpriseRow]):
    """The whole register file."""


def preview_import(ws: Workspace, path: Path, progress: Callable[[int, int], None] | None = None) -> EnterprisePreview:
    """Read a register file and say for each row what would happen; nothing is written.

    Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_EMPTY and COLUMN_MISSING (no column of names), and
    every fault of the unit's own code tables.
    """
    tables = code_tables.tables(ws.folder)
    refuse(tables.faults)
    sheet = read_sheet(read_small_file(path, FILE_LIMIT), path.name)
    columns = find_columns(sheet, ALL_HEADINGS, ("name",), path.name)
    filled = filled_rows(sheet, columns, path.name)
    with ws.reader() as db:
        reader = _RowReader(columns, *_known(db), tables)
    rows = []
    for done, (number, cells) in enumerate(filled):
        if progress is not None and done % 500 == 0:
            progress(done, len(filled))
        rows.append(reader.read(number, cells))
    return EnterprisePreview(path=path, rows=tuple(rows))


def _known(db: Database) -> tuple[dict[str, Registered], dict[str, Registered]]:
    """Give the register by code and by name; what was merged into another entry means that one."""
    shown = list(registered(db))
    by_code = {r.enterprise.credit_code: r for r in shown if r.enterprise.credit_code}
    by_name = {r.enterprise.name: r for r in shown}
    by_id = {r.enterprise.id: r for r in shown}
    for main, entries in enterprises.merged_entries(db).items():
        for entry in entries if main in by_id else ():
            by_name.setdefault(entry.name, by_id[main])
            if entry.credit_code:
                by_code.setdefault(entry.credit_code, by_id[main])
    return by_code, by_name


class _RowReader:
    """Reads rows; one that names an enterprise twice is bad the second time."""

    def __init__(
        self, columns: Columns, by_code: Mapping[str, Registered], by_name: Mapping[str, Registered], tables: CodeTables
    ) -> None:
        self._columns = columns
        self._tables = tables
        self._by_code = by_code
        self._by_name = by_name
        self._seen: dict[str, int] = {}

    def read(self, number: int, row: Sequence[str]) -> EnterpriseRow:
        """Say what a row of the file would do."""
        cells = self._columns.cells(row)
        draft = cleaned(EnterpriseDraft(**{"name": "", **{n: cells[n] for n in TEXTS if n in cells}}))
        stated, problems = read_profile(cells)
        cap = stated.pop("visit_cap", None)
        known = self._by_code.get(draft.credit_code) if draft.credit_code else self._by_name.get(draft.name)
        profile = self._profile(stated, known)
        problems += enterprise_problems(draft)
        problems += [*cap_problems(cap), *self._repeated(draft, number)]
        problems += self._profile_problems(profile, known) if stated else ()
        placed = tuple(self._columns.placed(problem, number) for problem in problems)
        act = RowAct.BAD if blocking(placed) else RowAct.NEW
        if known is not None and act is RowAct.NEW:
            draft = self._completed(draft, known.enterprise)
            cap = known.enterprise.visit_cap if cap is None else cap or None
            act = RowAct.SAME if _is_same(draft, profile, cap, known) else RowAct.UPDATE
        return EnterpriseRow(
            row_number=number, draft=draft, act=act, enterprise_id=known.enterprise.id if known else "",
            problems=placed, profile=profile, visit_cap=cap or None,
        )  # fmt: skip

    def _profile(self, stated: Mapping[str, Any], known: Registered | None) -> EnterpriseProfile:
        base = known.profile if known is not None else EnterpriseProfile()
        if known is not None:
            stated = {name: _unmasked(name, value, getattr(base, name)) for name, value in stated.items()}
        return tidy(dataclasses.replace(base, **stated), self._tables) if stated else base

    def _profile_problems(self, profile: EnterpriseProfile, known: Registered | None) -> Iterator[Problem]:
        """Say what is wrong with what the row changes; what the register says already is not this file's matter."""
        before = known.profile if known is not None else EnterpriseProfile()
        if profile == before:
            return
        for problem in profile_problems(profile, self._tables):
            is_new = getattr(before, problem.where) != getattr(profile, problem.where)
            if is_new or problem.code is ProblemCode.VALUE_MISSING:
                yield problem

    def _repeated(self, draft: EnterpriseDraft, number: int) -> list[Problem]:
        key = draft.credit_code or draft.name
        first = self._seen.setdefault(key, number) if key else number
        if first == number:
            return []
        fields = {"name": draft.name, "credit_code": draft.credit_code, "first_row": str(first)}
        where = "credit_code" if draft.credit_code else "name"
        return [Problem(code=ProblemCode.ENTERPRISE_DUPLICATE, where=where, fields=fields)]

    def _completed(self, draft: EnterpriseDraft, known: Enterprise) -> EnterpriseDraft:
        """Keep what the register knows and the file has no column, an empty cell or its masked form for."""
        texts = {name: (getattr(draft, name), getattr(known, name)) for name in TEXTS}
        return EnterpriseDraft(**{name: _unmasked(name, new, old) or old for name, (new, old) in texts.items()})


def _unmasked(name: str, written: Any, known: Any) -> Any:
    """Give what the register knows where its masked form was written: a file that was given out comes back."""
    is_masked = isinstance(written, str) and "*" in written and written == masked_field(name, known)
    return known if is_masked else written


def _is_same(draft: EnterpriseDraft, profile: EnterpriseProfile, cap: int | None, known: Registered) -> bool:
    entry = known.enterprise
    texts_are = all(getattr(draft, name) == getattr(entry, name) for name in TEXTS)
    return texts_are and profile == known.profile and cap == entry.visit_cap


def import_enterprises(
    ws: Workspace,
    preview: EnterprisePreview,
    *,
    skip_bad: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Done[Imported]:
    """Import what the preview showed, in one operation. Refuses with all bad rows unless they are to be skipped."""
    wanted = preview.wanted(skip_bad=skip_bad)
    with ws.operation(Op.IMPORT_ENTERPRISES) as step:
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            made = [Registered(enterprise=_entry(step, row), profile=row.profile) for row in chunk]
            insert_registered(step.db, [m for m, row in zip(made, chunk, strict=True) if not row.enterprise_id])
            for entry in (m for m, row in zip(made, chunk, strict=True) if row.enterprise_id):
                put_registered(step.db, entry.enterprise, entry.profile)
            if progress is not None:
                progress(start + len(chunk), len(wanted))
    return Done(value=preview.counts(), changes=step.changes)


def _entry(step: Step, row: EnterpriseRow) -> Enterprise:
    values = {name: getattr(row.draft, name) for name in TEXTS}
    initials = initials_of(row.draft.name)
    return Enterprise(id=row.enterprise_id or step.new_id(), initials=initials, visit_cap=row.visit_cap, **values)
