# SPDX-License-Identifier: MulanPSL-2.0
"""The score of a building site by JGJ 59-2011: items, 19 tables, summary, grade, each with its working in words.

Pure arithmetic on `ScoreFacts`. Every score is rounded half up to the decimals of the facts when it is made, so
that whoever adds up the printed numbers comes to the printed total. Missing items (缺项) go by R5 and R7; an item
not checked blocks its table, and one such table blocks the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspector_app.domain.checklist import ChecklistItem, Verified
from inspector_app.domain.jgj59 import TOTAL, GradeRule, ScoreFacts, ScoreRule, SummaryFact, TableFact

NAME, POINTS = "name_verify", "points_verify"  # columns of an item: how sure its name and its points are
_UNSURE = "M"
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was answered for an item: the points taken off (none: not checked), or that it is missing (缺项)."""

    off: Decimal | None = None
    is_missing: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """One line of a table. `off` and `got` are none while it is not checked, and where it is missing."""

    code: str
    name: str
    group: str
    is_assured: bool
    due: Decimal
    off: Decimal | None
    got: Decimal | None
    is_missing: bool
    reason: str
    name_unsure: bool
    points_unsure: bool

    @property
    def is_open(self) -> bool:
        """Whether it was neither checked nor left out."""
        return self.got is None and not self.is_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """The sum of some items: what was checked of them could bring `due` points and brought `got`."""

    due: Decimal
    off: Decimal
    got: Decimal
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableScore:
    """One of the 19 tables. `score` is none while an item is open and where the whole table is missing."""

    fact: TableFact
    items: tuple[ItemScore, ...]
    assured: PartScore
    general: PartScore
    whole: PartScore
    score: Decimal | None
    zero: str  # why it scores 0, in words; empty where it does not
    line: str  # how its score was found
    rules: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The codes of the items that are not checked."""
        return tuple(item.code for item in self.items if item.is_open)

    @property
    def is_missing(self) -> bool:
        """Whether nothing of it is on this site: all its items are 不适用."""
        return all(item.is_missing for item in self.items)

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has checked anything of it yet."""
        return all(item.got is None for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScore:
    """A line of the summary: C, and A1 = B × C / 100. Both none while a table is open, and where all are missing."""

    fact: SummaryFact
    tables: tuple[str, ...]  # numbers of its tables that were checked
    mean: Decimal | None  # C
    value: Decimal | None  # A1
    is_missing: bool
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """The whole. `total` and `grade` are none while `open` names an item, and when every table is missing."""

    facts: ScoreFacts
    tables: tuple[TableScore, ...]
    rows: tuple[RowScore, ...]
    due: Decimal  # E of the summary: the points of the lines that are not missing
    got: Decimal
    total: Decimal | None
    grade: GradeRule | None
    total_line: str
    grade_line: str
    open: tuple[str, ...]
    rules: tuple[ScoreRule, ...]  # those that the calculation used
    unsure_items: tuple[str, ...]  # codes of checked items whose name or points are 待核

    @property
    def is_ready(self) -> bool:
        """Whether there is a total and a grade."""
        return self.total is not None

    @property
    def is_unsure(self) -> bool:
        """Whether anything that it rests on is 待核."""
        unsure_grade = self.grade is not None and self.grade.is_unsure
        return bool(self.unsure_items) or unsure_grade or any(rule.is_unsure for rule in self.rules)

    @property
    def lines(self) -> tuple[str, ...]:
        """The working in words, as far as it goes: tables, summary, total, grade."""
        parts = (*(t.line for t in self.tables), *(r.line for r in self.rows), self.total_line, self.grade_line)
        return tuple(part for part in parts if part)


def score_sheet(facts: ScoreFacts, items: Sequence[ChecklistItem], taken: Mapping[str, Taken]) -> ScoreSheet:
    """Score a site; `items` are those of the pack, `taken` says by code what was answered."""
    tables = tuple(_table(facts, table, items, taken) for table in facts.tables)
    rows = tuple(_row(facts, row, [t for t in tables if t.fact.summary_item == row.name]) for row in facts.rows)
    left = tuple(code for table in tables for code in table.open)
    counted = [row for row in rows if not row.is_missing]
    due = sum((row.fact.points for row in counted), _ZERO)
    got = sum((row.value for row in counted if row.value is not None), _ZERO)
    total, total_line = None, "" if left or counted else facts.say("nothing")
    if counted and not left:
        total, total_line = _total(facts, rows, due, got)
    zeros = [table for table in tables if table.zero]
    grade, grade_line = (None, "") if total is None else _grade(facts, total, zeros)
    checked = [item for table in tables for item in table.items if item.got is not None]
    return ScoreSheet(
        facts=facts, tables=tables, rows=rows, due=due, got=got, total=total, grade=grade, total_line=total_line,
        grade_line=grade_line, open=left, rules=_used(facts, tables, rows),
        unsure_items=tuple(item.code for item in checked if item.name_unsure or item.points_unsure),
    )  # fmt: skip


def shown(value: Decimal) -> str:
    """Write points without zeros at the end: 8.5, 13.05, 90."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _rounded(value: Fraction, decimals: int) -> Decimal:
    """Round half up, exactly."""
    scaled = value * 10**decimals
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-decimals)


def _share(facts: ScoreFacts, got: Decimal, due: Decimal) -> Decimal:
    """R5: D / E × 100."""
    return _rounded(Fraction(got) / Fraction(due) * TOTAL, facts.decimals)


# One table -------------------------------------------------------------------------------------------------


def _item(facts: ScoreFacts, item: ChecklistItem, taken: Taken) -> ItemScore:
    due = Decimal(item.points or 0)
    off = None if taken.off is None or taken.is_missing else min(taken.off, due)  # R1
    unsure = item.verified is Verified.M
    says = {name: item.extras.get(name, "") for name in (NAME, POINTS)}
    both = unsure and not any(says.values())
    return ItemScore(
        code=item.code, name=item.check, group=item.group, is_assured=item.group == facts.assured_group, due=due,
        off=off, got=None if off is None else due - off, is_missing=taken.is_missing, reason=taken.reason,
        name_unsure=both or says[NAME] == _UNSURE, points_unsure=both or says[POINTS] == _UNSURE,
    )  # fmt: skip


def _part(items: Iterable[ItemScore]) -> PartScore:
    listed = list(items)
    checked = [item for item in listed if item.got is not None]
    return PartScore(
        due=sum((i.due for i in checked), _ZERO),
        off=sum((i.off for i in checked if i.off is not None), _ZERO),
        got=sum((i.got for i in checked if i.got is not None), _ZERO),
        missing=sum(i.is_missing for i in listed),
    )


def _table(
    facts: ScoreFacts, fact: TableFact, items: Sequence[ChecklistItem], taken: Mapping[str, Taken]
) -> TableScore:
    own = tuple(_item(facts, item, taken.get(item.code, Taken())) for item in items if item.section == fact.name)
    assured, general = _part(i for i in own if i.is_assured), _part(i for i in own if not i.is_assured)
    whole = _part(own)
    left = sum(item.is_open for item in own)
    zero, zero_rules = _zero(facts, fact, own, assured) if not left else ("", ())
    score, line = None, facts.say("table_open", table=fact.name, count=left)
    rules: tuple[str, ...] = ()
    if not left and not whole.due:
        line = facts.say("table_missing", table=fact.name)
    elif not left:
        score, line, rules = _scored(facts, fact, whole)
        score, line = (_ZERO, zero) if zero else (score, line)
        zero = zero or (line if not score else "")
    return TableScore(
        fact=fact, items=own, assured=assured, general=general, whole=whole, score=score, zero=zero, line=line,
        rules=(*rules, *zero_rules),
    )  # fmt: skip


def _scored(facts: ScoreFacts, fact: TableFact, whole: PartScore) -> tuple[Decimal, str, tuple[str, ...]]:
    """The score of a table by its sums alone."""
    slots = {"table": fact.name, "due": shown(whole.due), "off": shown(whole.off), "got": shown(whole.got)}
    if not whole.missing:
        return _rounded(Fraction(whole.got), facts.decimals), facts.say("table_full", **slots), ("R1",)
    score = _share(facts, whole.got, whole.due)
    return score, facts.say("table_part", **slots, score=shown(score), rule="R5"), ("R1", "R5")


def _zero(
    facts: ScoreFacts, fact: TableFact, items: Sequence[ItemScore], assured: PartScore
) -> tuple[str, tuple[str, ...]]:
    """Whether the 保证项目 bring the table to 0 (R3, with missing ones R7), in words; the rules that were asked."""
    if not fact.assured_points or not assured.due:
        return "", ()
    rules = ("R2", "R3", "R7") if assured.missing else ("R2", "R3")
    slots = {"table": fact.name, "got": shown(assured.got), "due": shown(assured.due)}
    lost = [item.name for item in items if item.is_assured and item.got == 0]
    if lost:
        said = facts.say("zero_item", **slots, items="、".join(lost), rule="R3")
        return said, rules
    if not assured.missing:
        least = facts.assured_least
        short = assured.got < least
        return (facts.say("zero_least", **slots, least=shown(least), rule="R3") if short else ""), rules
    # got / due < 40 / 60, without dividing
    if assured.got * facts.assured_due >= facts.assured_got * assured.due:
        return "", rules
    limit = {"least": shown(facts.assured_got), "of": shown(facts.assured_due)}
    return facts.say("zero_ratio", **slots, **limit, rule="R7"), rules


# The summary -----------------------------------------------------------------------------------------------


def _row(facts: ScoreFacts, fact: SummaryFact, tables: Sequence[TableScore]) -> RowScore:
    is_missing = all(table.is_missing for table in tables)
    scores = [table.score for table in tables if table.score is not None]
    counted = tuple(table.fact.no for table in tables if table.score is not None)
    mean = value = None
    line = facts.say("row_missing", row=fact.name) if is_missing else ""
    if scores and not any(table.open for table in tables):
        mean = _rounded(Fraction(sum(map(Fraction, scores), Fraction(0)), len(scores)), facts.decimals)  # R6
        value = _rounded(Fraction(fact.points) * Fraction(mean) / TOTAL, facts.decimals)  # R4
        slots = {"row": fact.name, "points": shown(fact.points), "value": shown(value)}
        if len(scores) == 1:
            line = facts.say("row_one", **slots, score=shown(mean), rule="R4")
        else:
            listed = "＋".join(map(shown, scores))
            line = facts.say("row_mean", **slots, scores=listed, count=len(scores), mean=shown(mean), rule="R6、R4")
    return RowScore(fact=fact, tables=counted, mean=mean, value=value, is_missing=is_missing, line=line)


def _total(facts: ScoreFacts, rows: Sequence[RowScore], due: Decimal, got: Decimal) -> tuple[Decimal, str]:
    values = "＋".join(shown(row.value) for row in rows if row.value is not None)
    if due == TOTAL:
        return got, facts.say("total_full", values=values, total=shown(got))
    total = _share(facts, got, due)
    slots = {"values": values, "got": shown(got), "due": shown(due), "total": shown(total)}
    return total, facts.say("total_part", **slots, rule="R5")


def _grade(facts: ScoreFacts, total: Decimal, zeros: Sequence[TableScore]) -> tuple[GradeRule, str]:
    """The first grade that total and tables reach; the last one takes what is left."""
    reached = (g for g in facts.grades if total >= g.least and (g.zero_table or not zeros))
    grade = next(reached, facts.grades[-1])
    slots = {"grade": grade.grade, "total": shown(total), "rule": grade.text}
    if not zeros:
        return grade, facts.say("grade", **slots)
    return grade, facts.say("grade_zero", **slots, tables="、".join(table.fact.name for table in zeros))


def _used(facts: ScoreFacts, tables: Sequence[TableScore], rows: Sequence[RowScore]) -> tuple[ScoreRule, ...]:
    """The rules that the calculation used, in their order, and how it was rounded."""
    used = {rule for table in tables for rule in table.rules}
    used |= {"R4" for row in rows if row.value is not None}
    used |= {"R6" for row in rows if len(row.tables) > 1 and row.value is not None}
    used |= {"R5" for row in rows if row.is_missing}
    return (*(rule for name, rule in sorted(facts.rules.items()) if name in used), facts.rounding)
