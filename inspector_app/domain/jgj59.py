# SPDX-License-Identifier: MulanPSL-2.0
"""The facts by which a building site is scored (JGJ 59-2011), read from the table `jgj59` of a pack's data.

Every number and every word of the standard is data; here is only their shape. What is wrong with the data is
gathered, each fault with its place, so that a pack of an office is refused before anybody scores with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, ProblemCode

KEY = "jgj59"
MARKS = ("V", "M", "P")  # read in a source; from memory (待核); our own choice
TOTAL = 100  # what every table and the summary add up to

WORDS: Mapping[str, frozenset[str]] = {
    "table_full": frozenset({"table", "due", "off", "got"}),
    "table_part": frozenset({"table", "due", "got", "score", "rule"}),
    "table_missing": frozenset({"table"}),
    "table_open": frozenset({"table", "count"}),
    "zero_item": frozenset({"table", "items", "rule"}),
    "zero_least": frozenset({"table", "got", "least", "rule"}),
    "zero_ratio": frozenset({"table", "got", "due", "least", "of", "rule"}),
    "row_one": frozenset({"row", "points", "score", "value", "rule"}),
    "row_mean": frozenset({"row", "scores", "count", "mean", "points", "value", "rule"}),
    "row_missing": frozenset({"row"}),
    "total_full": frozenset({"values", "total"}),
    "total_part": frozenset({"values", "got", "due", "total", "rule"}),
    "grade": frozenset({"grade", "total", "rule"}),
    "grade_zero": frozenset({"grade", "total", "rule", "tables"}),
    "nothing": frozenset(),
}
"""The sentences of a calculation, with the slots that each may use."""

_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """A rule of the standard, or (P) of this program; `text` is its wording or its formula."""

    id: str
    text: str
    clause: str
    mark: str
    note: str = ""

    @property
    def is_unsure(self) -> bool:
        """Whether it is shown as 待核."""
        return self.mark == "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRule:
    """A grade: the least total, and whether a table may have scored 0."""

    grade: str
    text: str
    clause: str
    mark: str
    least: Decimal
    zero_table: bool

    @property
    def is_unsure(self) -> bool:
        """Whether it is shown as 待核."""
        return self.mark == "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFact:
    """A line of the summary table (表A) and the points that it is worth."""

    name: str
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFact:
    """One of the 19 tables; its items are those of the section of the same name."""

    no: str  # 表B.1
    name: str
    clause: str
    summary_item: str
    assured_points: Decimal  # 0 where the table does not part 保证项目 from 一般项目
    general_points: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFacts:
    """Everything that the standard says about the score. `rules` are by id: R1 to R7."""

    law: str
    standard: str
    unlisted: str  # that the single deductions of an item are not known here
    pending: str  # 待核
    assured_group: str  # the group of the items that are 保证项目
    decimals: int
    rounding: ScoreRule
    summary_table: str
    summary_mark: str
    rows: tuple[SummaryFact, ...]
    rules: Mapping[str, ScoreRule]
    assured_least: Decimal  # R3
    assured_got: Decimal  # R7: got / due under this / `assured_due` is 0
    assured_due: Decimal
    grades: tuple[GradeRule, ...]  # the best first; the last one takes what is left
    tables: tuple[TableFact, ...]
    words: Mapping[str, str] = field(default_factory=dict)

    def say(self, word: str, **slots: object) -> str:
        """Fill one of the sentences."""
        return _SLOT.sub(lambda found: str(slots[found[1]]), self.words[word])


RULE_IDS = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReading:
    """What came of the data: facts only where nothing is wrong."""

    facts: ScoreFacts | None
    problems: tuple[Problem, ...]


def read_facts(data: Mapping[str, object], where: str = KEY) -> ScoreReading | None:
    """Read the facts from a pack's data; none where the pack does not score by JGJ 59."""
    table = data.get(KEY)
    if table is None:
        return None
    problems: list[Problem] = []
    top = _Table(table, where, problems)
    rounding, summary = top.table("rounding"), top.table("summary")
    rules = {entry.text("id"): entry for entry in top.tables("rules")}
    problems.extend(_missing(f"{where}.rules.{name}") for name in RULE_IDS if name not in rules)
    facts = ScoreFacts(
        law=top.text("law"), standard=top.text("standard"), unlisted=top.text("unlisted"), pending=top.text("pending"),
        assured_group=top.text("assured_group"), decimals=int(rounding.number("decimals", 0, 6)),
        rounding=_rule(rounding, ""), summary_table=summary.text("table"), summary_mark=summary.mark(),
        rows=tuple(SummaryFact(name=r.text("name"), points=r.number("points", 1)) for r in summary.tables("items")),
        rules={name: _rule(entry, name) for name, entry in rules.items()},
        assured_least=_number_of(rules, "R3", "assured_least"), assured_got=_number_of(rules, "R7", "assured_got"),
        assured_due=_number_of(rules, "R7", "assured_due"),
        grades=tuple(map(_grade, top.tables("grades"))), tables=tuple(map(_table, top.tables("tables"))),
        words=_words(top.table("words")),
    )  # fmt: skip
    if not problems:
        problems.extend(_sums(facts, where))
    return ScoreReading(facts=None if problems else facts, problems=tuple(problems))


def item_problems(facts: ScoreFacts, items: Sequence[ChecklistItem], where: str = KEY) -> tuple[Problem, ...]:
    """Say which tables do not fit the items of their section: points, groups, kind of answer."""
    found: list[Problem] = []
    by_table = {table.name: [i for i in items if i.section == table.name] for table in facts.tables}
    for table in facts.tables:
        own, place = by_table[table.name], f"{where}.{table.no}"
        found += [
            _wrong(f"{place}.{item.code}", AnswerKind.DEDUCTION, item.answer.kind)
            for item in own
            if item.answer.kind is not AnswerKind.DEDUCTION or item.points is None
        ]
        assured = sum(item.points or 0 for item in own if item.group == facts.assured_group)
        for name, wanted, got in (
            ("total", table.total, sum(item.points or 0 for item in own)),
            ("assured_points", table.assured_points, assured),
        ):
            if wanted != got:
                found.append(_wrong(f"{place}.{name}", got, wanted))
    stray = [i.code for i in items if i.answer.kind is AnswerKind.DEDUCTION and i.section not in by_table]
    return (*found, *(_wrong(f"{where}.tables", "section", code) for code in stray))


def _rule(entry: _Table, name: str) -> ScoreRule:
    text = entry.text("rule", needed=False) or entry.text("formula", needed=False)
    if not text:
        entry.missing("rule")
    meanings = "；".join(f"{letter} {meaning}" for letter, meaning in entry.pairs("vars"))
    text += f"（{meanings}）" if meanings else ""
    clause, note = entry.text("clause", needed=False), entry.text("note", needed=False)
    return ScoreRule(id=name, text=text, clause=clause, mark=entry.mark(), note=note)


def _grade(entry: _Table) -> GradeRule:
    return GradeRule(
        grade=entry.text("grade"), text=entry.text("rule"), clause=entry.text("clause", needed=False),
        mark=entry.mark(), least=entry.number("least", 0, TOTAL), zero_table=entry.flag("zero_table"),
    )  # fmt: skip


def _table(entry: _Table) -> TableFact:
    return TableFact(
        no=entry.text("table"), name=entry.text("name"), clause=entry.text("clause"),
        summary_item=entry.text("summary_item"), assured_points=entry.number("assured_points", 0, TOTAL),
        general_points=entry.number("general_points", 0, TOTAL), total=entry.number("total", TOTAL, TOTAL),
    )  # fmt: skip


def _number_of(rules: Mapping[str, _Table], rule: str, name: str) -> Decimal:
    return rules[rule].number(name, 1, TOTAL) if rule in rules else Decimal(1)


def _words(table: _Table) -> Mapping[str, str]:
    words = {}
    for name, slots in WORDS.items():
        words[name] = table.text(name)
        for slot in _SLOT.findall(words[name]):
            if slot not in slots:
                table.wrong(name, ", ".join(sorted(slots)), slot)
    return words


def _sums(facts: ScoreFacts, where: str) -> list[Problem]:
    """Hold the tables to their sums, and each to a line of the summary; the last grade takes everything."""
    found = []
    names = {row.name for row in facts.rows}
    if (points := sum(row.points for row in facts.rows)) != TOTAL:
        found.append(_wrong(f"{where}.summary.items", TOTAL, points))
    for table in facts.tables:
        if table.summary_item not in names:
            found.append(_wrong(f"{where}.{table.no}.summary_item", ", ".join(names), table.summary_item))
        if (parts := table.assured_points + table.general_points) != table.total:
            found.append(_wrong(f"{where}.{table.no}.total", parts, table.total))
    used = {table.summary_item for table in facts.tables}
    found += [_missing(f"{where}.tables.{row.name}") for row in facts.rows if row.name not in used]
    last = facts.grades[-1] if facts.grades else None
    if last is None or last.least or not last.zero_table:
        found.append(_wrong(f"{where}.grades", "least = 0", "-" if last is None else last.least))
    return found


class _Table:
    """One table of the data, read by type; faults are noted with their place."""

    def __init__(self, value: object, where: str, problems: list[Problem]) -> None:
        self._values: Mapping[str, object] = value if isinstance(value, dict) else {}
        self._where, self._problems = where, problems
        if not isinstance(value, dict):
            problems.append(_wrong(where, "table", value))

    def missing(self, name: str) -> None:
        """Note that something is not there."""
        self._problems.append(_missing(f"{self._where}.{name}"))

    def wrong(self, name: str, expected: object, found: object) -> None:
        """Note that something else stands there."""
        self._problems.append(_wrong(f"{self._where}.{name}", expected, found))

    def text(self, name: str, *, needed: bool = True) -> str:
        """Take a text."""
        value = self._values.get(name)
        if value is None or value == "":
            if needed:
                self.missing(name)
            return ""
        if not isinstance(value, str):
            self.wrong(name, "text", value)
            return ""
        return value

    def number(self, name: str, least: int, most: int = TOTAL) -> Decimal:
        """Take a number within bounds."""
        value = self._values.get(name)
        if value is None:
            self.missing(name)
            return Decimal(least)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.wrong(name, f"{least}-{most}", value)
            return Decimal(least)
        return Decimal(str(value))

    def flag(self, name: str) -> bool:
        """Take true or false."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            self.wrong(name, "true or false", value)
        return value is True

    def mark(self) -> str:
        """Take how sure it is."""
        found = self.text("verified")
        if found and found not in MARKS:
            self.wrong("verified", ", ".join(MARKS), found)
        return found

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Take the texts of a table whose names are data; an absent one is empty."""
        table = self.table(name)
        return tuple((key, table.text(key)) for key in table.names())

    def names(self) -> tuple[str, ...]:
        """Give the names that stand in it."""
        return tuple(self._values)

    def table(self, name: str) -> _Table:
        """Take a table inside this one."""
        return _Table(self._values.get(name, {}), f"{self._where}.{name}", self._problems)

    def tables(self, name: str) -> tuple[_Table, ...]:
        """Take a list of tables, counted from 1."""
        value = self._values.get(name)
        if not isinstance(value, list) or not value:
            self.missing(name)
            return ()
        return tuple(_Table(v, f"{self._where}.{name}[{n}]", self._problems) for n, v in enumerate(value, 1))


def _missing(where: str) -> Problem:
    return Problem(code=ProblemCode.PACK_FIELD_MISSING, where=where, fields={"field": where.partition(":")[2] or where})


def _wrong(where: str, expected: object, found: object) -> Problem:
    fields = {"field": where.partition(":")[2] or where, "expected": str(expected), "found": str(found)[:60]}
    return Problem(code=ProblemCode.PACK_FIELD_WRONG, where=where, fields=fields)
