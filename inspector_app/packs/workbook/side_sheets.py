# SPDX-License-Identifier: MulanPSL-2.0
"""The sheets beside the items: settings, laws, data tables, and what could not be shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from inspector_app.domain.answering import LeftOut
from inspector_app.domain.checklist import ChecklistPack, Clause, Law, Verified
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.draft import clauses_of
from inspector_app.packs.fields import Expected
from inspector_app.packs.laws import LawLibrary
from inspector_app.packs.workbook.clauses import clause_lines
from inspector_app.packs.workbook.columns import (
    DATA,
    DATA_COLUMNS,
    LAW_COLUMNS,
    LAWS,
    LEFT_OUT,
    LEFT_OUT_COLUMNS,
    SETTING_COLUMNS,
    SETTINGS,
)
from inspector_app.packs.workbook.tables import Row, Table, clean, left_out
from inspector_app.packs.workbook.words import MARKS, half_width, word_of
from inspector_app.sheets import Book

CHUNK = 15_000  # characters of a data table in one cell
JSON_TEXT = "JSON text"
_SPACES = re.compile(r"[\s\ufffe\uffff]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?")


# Laws -----------------------------------------------------------------------------------------------------


def law_rows(pack: ChecklistPack, library: LawLibrary) -> list[Mapping[str, str]]:
    """Give the laws that the pack cites, in the order of their first place, then all others of the library."""
    cited: dict[str, dict[str, Clause]] = {}
    for item in pack.items:
        for _, clause in clauses_of(item):
            cited.setdefault(clause.law, {}).setdefault(f"{clause.clause} {clause.verified}", clause)
    rows: list[Mapping[str, str]] = []
    for key in dict.fromkeys([*cited, *sorted(library.laws)]):
        clauses = list(cited.get(key, {}).values())
        law = library.laws.get(key) or _law_of(clauses[0])
        rows.append({**_law_cells(law), "条款": clause_lines(clauses)})
    return rows


def _law_of(clause: Clause) -> Law:
    """Make a law out of what an imported clause knows of it."""
    return Law(
        key=clause.law, name=clause.name, number=clause.number, kind="", verified=Verified.M,
        effective_from=clause.effective_from, effective_to=clause.effective_to,
    )  # fmt: skip


def _law_cells(law: Law) -> dict[str, str]:
    return {
        "依据编码": law.key,
        "名称": law.name,
        "文号": law.number,
        "生效日": _day_text(law.effective_from),
        "失效日": _day_text(law.effective_to),
        "核验": MARKS[law.verified],
        "状态": law.status,
        "被替代": law.superseded_by,
        "核对日": _day_text(law.checked_on),
    }


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def with_laws(book: Book, library: LawLibrary, faults: list[Problem]) -> tuple[LawLibrary, Mapping[str, Row]]:
    """Give the library with the laws that only the workbook has, and the row of each law of the workbook.

    Where both have a law, the library's counts; `law_differs` tells those that are cited.
    """
    sheet = book.find(LAWS)
    if sheet is None:
        return library, {}
    table = Table(book, sheet, LAW_COLUMNS, faults)
    if not len(table) or not table.need("依据编码", "名称"):
        return library, {}
    rows: dict[str, Row] = {}
    own: dict[str, Law] = {}
    for row in table:
        key = row.text("依据编码")
        if not key:
            row.missing("依据编码")
            continue
        if key in rows:
            row.fault(ProblemCode.PACK_CODE_DUPLICATE, "依据编码", code=key)
            continue
        rows[key] = row
        if key not in library.laws:
            own[key] = _own_law(key, row)
    seen = library.seen | frozenset(own)
    return replace(library, laws={**own, **library.laws}, seen=seen), rows


def _own_law(key: str, row: Row) -> Law:
    if not row.text("名称"):
        row.missing("名称")
    begins, ends = read_day(row, "生效日"), read_day(row, "失效日")
    if begins and ends and ends < begins:
        row.wrong("失效日", f"≥ {begins.isoformat()}")
    return Law(
        key=key, name=row.text("名称") or "?", number=row.text("文号"), kind="",
        verified=word_of(row.text("核验"), Verified) or Verified.M, effective_from=begins, effective_to=ends,
    )  # fmt: skip


def law_differs(law: Law, row: Row) -> None:
    """Warn where a cited law stands otherwise in the library: an edit of it has no effect."""
    cells = _law_cells(law)
    for head in ("名称", "文号", "生效日", "失效日"):
        text = row.text(head)
        if row.table.has(head) and (_plain_day(text) or text) != cells[head]:
            row.warn(ProblemCode.SHEET_LAW_DIFFERS, head, law=law.key, found=text or "—", known=cells[head] or "—")
            return


# Settings -------------------------------------------------------------------------------------------------


def settings_row(book: Book, faults: list[Problem], unused: list[LeftOut]) -> Row | None:
    """Give the one row of `settings`; columns that nobody knows are noted in `unused`."""
    sheet = book.find(SETTINGS)
    if sheet is None:
        faults.append(Problem(code=ProblemCode.SHEET_MISSING, where=SETTINGS, fields={"sheet": SETTINGS}))
        return None
    table = Table(book, sheet, SETTING_COLUMNS, faults)
    rows = list(table)
    if not table.need("form_title", "form_id", "version") or not rows:
        if not rows:
            problem = Problem(code=ProblemCode.TABLE_EMPTY, where=sheet, fields={"path": sheet, "sheet": sheet})
            faults.append(problem)
        return None
    for head, text in rows[0].unknown():
        where = f"{table.name}!{table.letter(head)}{rows[0].number}"
        unused.append(left_out(where, head, text))
    return rows[0]


def read_day(row: Row, head: str) -> date | None:
    """Read a day as people and spreadsheets write it; a fault where it is none."""
    text = row.text(head)
    if not text:
        return None
    try:
        return date.fromisoformat(_plain_day(text))
    except ValueError:
        row.wrong(head, Expected.DATE)
        return None


def _plain_day(text: str) -> str:
    found = _DAY.fullmatch(half_width(text).strip())
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def version_text(text: str) -> str:
    """Read a version; a spreadsheet may have taken `2026.12.1` for a day."""
    text = half_width(text).strip().lstrip("vV")
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    return ".".join(str(int(part)) for part in found.groups()) if found else text


# Data and what was left out ---------------------------------------------------------------------------------


def data_rows(data: Mapping[str, object]) -> list[Mapping[str, str]]:
    """Give each table as JSON, in several cells where it is long. Blanks are escaped: cells lose theirs at the ends."""
    rows: list[Mapping[str, str]] = []
    for name, table in data.items():
        text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        text = _SPACES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        rows.extend({"表": name, "内容": text[begin : begin + CHUNK]} for begin in range(0, len(text), CHUNK))
    return rows


def read_data(book: Book, faults: list[Problem]) -> Mapping[str, object]:
    """Read the data tables back."""
    sheet = book.find(DATA)
    if sheet is None:
        return {}
    table = Table(book, sheet, DATA_COLUMNS, faults)
    texts: dict[str, str] = {}
    rows: dict[str, Row] = {}
    for row in table:
        name = clean(row.text("表"))
        texts[name] = texts.get(name, "") + row.text("内容")
        rows.setdefault(name, row)
    found: dict[str, object] = {}
    for name, text in texts.items():
        try:
            value = json.loads(text)
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")  # can it be frozen?
            found[name] = value
        except (ValueError, RecursionError):
            rows[name].wrong("内容", JSON_TEXT)
    return found


def left_out_rows(entries: Iterable[LeftOut]) -> list[Mapping[str, str]]:
    """Give what a foreign form had that cannot be shown."""
    return [{"位置": entry.where, "类型": entry.what, "内容": entry.text} for entry in entries]


def read_left_out(book: Book, faults: list[Problem]) -> list[LeftOut]:
    """Read it back."""
    sheet = book.find(LEFT_OUT)
    if sheet is None:
        return []
    table = Table(book, sheet, LEFT_OUT_COLUMNS, faults)
    return [left_out(row.text("位置"), row.text("类型"), row.text("内容")) for row in table]
