# SPDX-License-Identifier: MulanPSL-2.0
"""The rows of a self-report file: what offices and enterprises call the columns, and every fault with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import credit_code, texts
from inspector_app.domain.enterprise_record_rules import FIRST_YEAR, MOST_FINDINGS, cleaned, problems_of
from inspector_app.domain.enterprise_records import SelfFinding, SelfReportKind
from inspector_app.domain.finding import Grade
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.operations.register_columns import EMPTY, whole_in
from inspector_app.operations.table_columns import Columns, Headings, day_in
from inspector_app.storage import enterprises
from inspector_app.storage.driver import Database

# What people call the columns; the first that fits is taken.
HEADINGS: Headings = {
    "enterprise": ("企业名称", "单位名称", "生产经营单位", "enterprise"),
    "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码", "credit_code"),
    "kind": ("自查周期", "自查类型", "报告类型", "周期", "kind"),
    "period_from": ("自查开始日期", "自查起始日期", "开始日期", "起始日期", "自查起", "period_from"),
    "period_to": ("自查结束日期", "自查截止日期", "结束日期", "截止日期", "自查止", "period_to"),
    "reported_on": ("上报日期", "报告日期", "填报日期", "报送日期", "reported_on"),
    "checked_by": ("自查人", "检查人", "自查人员", "checked_by"),
    "found": ("发现隐患数", "排查隐患数", "隐患数", "隐患数量", "found"),
    "rectified": ("已整改数", "整改完成数", "已整改隐患数", "rectified"),
    "description": ("隐患描述", "隐患内容", "问题隐患", "存在问题", "隐患情况", "description"),
    "place": ("隐患部位", "部位", "隐患地点", "place"),
    "grade": ("隐患级别", "隐患类别", "隐患等级", "grade"),
    "measure": ("整改措施", "measure"),
    "person": ("整改责任人", "责任人", "person"),
    "found_on": ("发现日期", "发现时间", "found_on"),
    "deadline": ("整改期限", "整改截止日期", "完成时限", "整改时限", "deadline"),
    "rectified_on": ("整改完成日期", "完成日期", "整改日期", "rectified_on"),
    "note": ("备注", "说明", "note"),
}
KINDS: Mapping[SelfReportKind, tuple[str, ...]] = {
    SelfReportKind.WEEKLY: ("每周", "周", "周报", "一周"),
    SelfReportKind.FORTNIGHTLY: ("每两周", "两周", "双周", "半月", "两周报"),
    SelfReportKind.QUARTERLY: ("每季度", "季", "季度", "季报"),
}
GRADES: Mapping[Grade, tuple[str, ...]] = {
    Grade.GENERAL: ("一般", "一般隐患", "一般事故隐患"),
    Grade.MAJOR: ("重大", "重大隐患", "重大事故隐患"),
}
NOTHING = EMPTY | {"无隐患", "未发现隐患", "未发现问题", "没有隐患"}
REPORT_DAYS = ("period_from", "period_to", "reported_on")
FINDING_DAYS = ("found_on", "deadline", "rectified_on")
LONGEST_PERIOD = 100  # days; a quarter has at most 92


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKey:
    """What the rows of one report have in common."""

    enterprise_id: str
    kind: SelfReportKind | None
    period_from: date | None
    period_to: date | None
    bad_row: int = 0  # a row whose report is not known stands alone


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One row of the file: whose report it belongs to, the hazard that it names, what is wrong with it."""

    row_number: int
    enterprise: str
    key: ReportKey
    finding: SelfFinding | None
    found: int | None
    rectified: int | None
    reported_on: date | None
    checked_by: str
    note: str
    problems: tuple[Problem, ...]


class RowReader:
    """Reads rows with the register at hand; each enterprise is looked up once."""

    def __init__(self, columns: Columns, today: date, defaults: Mapping[str, object]) -> None:
        self._columns = columns
        self._today = today
        self._defaults = defaults
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def read(self, db: Database, number: int, row: Sequence[str]) -> ReportRow:
        """Read one row; every fault is noted, with its column."""
        cells = {name: texts.cleaned(cell) for name, cell in self._columns.cells(row).items()}
        problems: list[Problem] = []
        owner, name = self._enterprise(db, cells, problems)
        kind = self._kind(cells, problems)
        days = {n: self._day(n, cells, problems) for n in (*REPORT_DAYS, *FINDING_DAYS)}
        counts = {n: _count(n, cells, problems) for n in ("found", "rectified")}
        self._check_period(days, problems)
        for field, word in (("checked_by", "report_checked_by"), ("note", "note")):
            limit = texts.LONG_LIMIT if field == "note" else texts.NAME_LIMIT
            problems += texts.problems_of(cells.get(field, ""), word, where=field, limit=limit)
        finding = self._finding(cells, days, problems)
        begin, end = days["period_from"], days["period_to"]
        is_known = bool(owner) and kind is not None and begin is not None and end is not None
        key = ReportKey(
            enterprise_id=owner, kind=kind, period_from=begin, period_to=end, bad_row=0 if is_known else number
        )
        return ReportRow(
            row_number=number, enterprise=name, key=key, finding=finding, found=counts["found"],
            rectified=counts["rectified"], reported_on=days["reported_on"], checked_by=cells.get("checked_by", ""),
            note=cells.get("note", ""), problems=tuple(self._columns.placed(p, number) for p in problems),
        )  # fmt: skip

    def _enterprise(self, db: Database, cells: Mapping[str, str], problems: list[Problem]) -> tuple[str, str]:
        """Find whose report it is: by the code where there is one, else by the name, else the one that was given."""
        code, name = credit_code.normalised(cells.get("credit_code", "")), cells.get("enterprise", "")
        if not code and not name and self._defaults["enterprise_id"]:
            found = enterprises.get_enterprise(db, str(self._defaults["enterprise_id"]))
            if found is not None:
                return found.id, found.name
        if not code and not name:
            problems.append(Problem(code=ProblemCode.VALUE_MISSING, where="enterprise", fields={"field": "enterprise"}))
            return "", ""
        if (code, name) not in self._known:
            entry = enterprises.with_code(db, code) if code else enterprises.with_name(db, name)
            self._known[code, name] = (entry.id, entry.name) if entry is not None else ("", name)
        owner, known_as = self._known[code, name]
        if not owner:
            where = "credit_code" if code else "enterprise"
            fields = {"name": name[:80], "credit_code": code[:40]}
            problems.append(Problem(code=ProblemCode.ENTERPRISE_UNKNOWN, where=where, fields=fields))
        return owner, known_as

    def _kind(self, cells: Mapping[str, str], problems: list[Problem]) -> SelfReportKind | None:
        text = cells.get("kind", "")
        given = self._defaults["kind"]
        if text in EMPTY and isinstance(given, SelfReportKind):
            return given
        found = next((kind for kind, words in KINDS.items() if text in (*words, kind.value)), None)
        if found is None:
            problems.append(_choice("kind", "report_kind", text, [words[0] for words in KINDS.values()]))
        return found

    def _day(self, name: str, cells: Mapping[str, str], problems: list[Problem]) -> date | None:
        text = cells.get(name, "")
        given = self._defaults.get(name)
        if text in EMPTY:
            if isinstance(given, date):
                return given
            if name in ("period_from", "period_to"):
                problems.append(Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name}))
            return None
        day = day_in(text)
        if day is None or day.year < FIRST_YEAR:
            fields = {"field": name, "found": text[:40]}
            problems.append(Problem(code=ProblemCode.DATE_WRONG, where=name, fields=fields))
            return None
        return day

    def _check_period(self, days: Mapping[str, date | None], problems: list[Problem]) -> None:
        begin, end, said = (days[name] for name in REPORT_DAYS)
        if begin is not None and end is not None:
            if end < begin:
                problems.append(_order("period_to", "period_from", "period_to"))
            elif (end - begin).days > LONGEST_PERIOD:
                fields = {"field": "period_to", "found": end.isoformat(), "allowed": f"≤ {LONGEST_PERIOD} d"}
                problems.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="period_to", fields=fields))
        if begin is not None and said is not None and said < begin:
            problems.append(_order("reported_on", "period_from", "reported_on"))
        for name in ("period_from", "reported_on"):
            day = days[name]
            if day is not None and day > self._today:
                problems.append(_order(name, name, "now"))

    def _finding(
        self, cells: Mapping[str, str], days: Mapping[str, date | None], problems: list[Problem]
    ) -> SelfFinding | None:
        """Give the hazard that a row names; none where it says that there was none."""
        if cells.get("description", "") in NOTHING:
            return None
        text = unicodedata.normalize("NFKC", cells.get("grade", ""))
        grade = next((g for g, words in GRADES.items() if text in (*words, g.value)), None)
        if grade is None and text not in EMPTY:
            problems.append(_choice("grade", "grade", text, [words[0] for words in GRADES.values()]))
        made = cleaned(
            SelfFinding(
                id="", report_id="", ordinal=0, description=cells["description"], place=cells.get("place", ""),
                grade=grade or Grade.GENERAL, measure=cells.get("measure", ""), person=cells.get("person", ""),
                found_on=days["found_on"], deadline=days["deadline"], rectified_on=days["rectified_on"],
                note=cells.get("note", ""),
            )
        )  # fmt: skip
        problems += (p for p in problems_of(made, self._today) if p.where != "note")  # the row's own note
        return made


def _count(name: str, cells: Mapping[str, str], problems: list[Problem]) -> int | None:
    text = unicodedata.normalize("NFKC", cells.get(name, ""))
    if text in EMPTY:
        return None
    value = whole_in(text.removesuffix("项").removesuffix("条"))
    if value is not None and value <= MOST_FINDINGS:
        return value
    field = "found_count" if name == "found" else name
    fields = {"field": field, "expected": "whole number", "found": f"“{text[:40]}”"}
    problems.append(Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=name, fields=fields))
    return None


def _choice(where: str, field: str, text: str, allowed: Sequence[str]) -> Problem:
    if text in EMPTY:
        return Problem(code=ProblemCode.VALUE_MISSING, where=where, fields={"field": field})
    fields = {"field": field, "found": text[:40], "allowed": "、".join(allowed)}
    return Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=where, fields=fields)


def _order(where: str, earlier: str, later: str) -> Problem:
    return Problem(code=ProblemCode.TIME_ORDER, where=where, fields={"earlier": earlier, "later": later})
