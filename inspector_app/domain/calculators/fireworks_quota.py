# SPDX-License-Identifier: MulanPSL-2.0
"""Fireworks: people, machines and quantities that were counted, against the approved limit and the standard's.

The standard gives limits for the few processes that the pack's table holds; every other limit is the one that the
licence, the design or the plate of the workshop approves (核定), typed with where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.calculators.figures import plain
from inspector_app.domain.calculators.reading import DataTable, Fact, Typed, Words, once, refuse_all, told
from inspector_app.domain.checklist import Verified
from inspector_app.domain.problems import Problem
from inspector_app.domain.working import Working

NAME = "fireworks_quota"
_LINE = frozenset({"place", "measure", "found", "unit", "limit", "source"})
_WORDS: Mapping[str, frozenset[str]] = {
    "title": frozenset(),
    "within": _LINE,
    "over": _LINE | {"excess", "word"},
    "approved": frozenset({"source"}),
    "by_rule": frozenset({"basis", "text"}),
    "above_rule": frozenset({"place", "measure", "approved", "limit", "unit", "source"}),
    "result_fine": frozenset({"count"}),
    "result_over": frozenset({"count", "over", "list"}),
    "over_one": frozenset({"place", "words"}),
    "join": frozenset(),
    "and": frozenset(),
    "unverified": frozenset({"facts"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is counted: people, machines, or a quantity in one of several units; `over` names the excess."""

    key: str
    name: str
    units: tuple[str, ...]
    over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of place with what is counted there; `names` and `over` replace the measure's own words."""

    key: str
    name: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Limits of a standard for one process."""

    key: str
    kind: str
    fact: Fact
    limits: Mapping[str, Decimal]
    unit: str  # of the quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an item of the checklist is about; empty rules are all of its kinds."""

    item: str
    kinds: tuple[str, ...]
    measures: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaTable:
    """What the comparison rests on, as a pack's `data.toml` holds it."""

    kinds: tuple[Kind, ...]
    rules: tuple[Rule, ...]
    scopes: tuple[Scope, ...]
    words: Words
    approved: Fact  # why an approved limit counts
    exceed: Fact  # 三超一改

    def kind(self, key: str) -> Kind:
        """Give a kind that is there."""
        return next(kind for kind in self.kinds if kind.key == key)

    def rule(self, key: str) -> Rule | None:
        """Give a rule."""
        return next((rule for rule in self.rules if rule.key == key), None)

    def scope(self, item_code: str) -> Scope:
        """Give what an item is about; everything where the table does not say."""
        every = Scope(item=item_code, kinds=tuple(k.key for k in self.kinds), measures=(), rules=())
        return next((scope for scope in self.scopes if scope.item == item_code), every)


def read_table(data: Mapping[str, object]) -> tuple[QuotaTable, tuple[Problem, ...]]:
    """Read the table `fireworks_quota` of a pack's data; with problems it must not be used."""
    problems: list[Problem] = []
    top = DataTable(data.get(NAME), NAME, problems)
    kinds = tuple(_kind(row) for row in top.tables("kinds"))
    approved, exceed = top.table("approved"), top.table("exceed")
    table = QuotaTable(
        kinds=kinds,
        rules=tuple(_rule(row, kinds) for row in top.tables("rules", needed=False)),
        scopes=tuple(_scope(row, kinds) for row in top.tables("scopes", needed=False)),
        words=Words(top.words(_WORDS)),
        approved=approved.fact(),
        exceed=exceed.fact(),
    )
    approved.close()
    exceed.close()
    top.close()
    return table, told(problems, data, NAME)


def _kind(row: DataTable) -> Kind:
    measures = tuple(
        Measure(key=m.text("key"), name=m.text("name"), units=m.texts("units"), over=m.text("over"))
        for m in row.tables("measures")
    )
    return Kind(key=row.text("key"), name=row.text("name"), measures=measures)


def _rule(row: DataTable, kinds: Sequence[Kind]) -> Rule:
    key, kind, unit = row.text("key"), row.text("kind"), row.text("unit", needed=False)
    known = next((k for k in kinds if k.key == kind), None)
    if known is None:
        row.wrong("kind", ", ".join(k.key for k in kinds))
    inner = row.table("limits")
    limits = {name: inner.number(name) for name in inner.names()}
    for measure in known.measures if known else ():
        if measure.key in limits and len(measure.units) > 1 and unit not in measure.units:
            row.wrong("unit", ", ".join(measure.units))
    inner.close()
    return Rule(key=key, kind=kind, fact=row.fact(), limits=limits, unit=unit)


def _scope(row: DataTable, kinds: Sequence[Kind]) -> Scope:
    found = Scope(
        item=row.text("item"),
        kinds=row.texts("kinds"),
        measures=row.texts("measures", needed=False),
        rules=row.texts("rules", needed=False),
    )
    if not set(found.kinds) <= {kind.key for kind in kinds}:
        row.wrong("kinds", ", ".join(kind.key for kind in kinds))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limit:
    value: Decimal
    source: str
    is_rule: bool


class _Comparison:
    """One run over the typed places."""

    def __init__(self, table: QuotaTable, typed: Typed) -> None:
        self.table, self.words, self.typed = table, table.words, typed
        self.lines: list[str] = []
        self.facts: list[Fact] = []
        self.over: list[str] = []
        self.words_used: list[str] = []
        self.count = 0

    def run(self) -> None:
        self.lines.append(self.words.say("title"))
        for row in self.typed.rows("rows", "place"):
            self._place(row)

    def _place(self, row: Typed) -> None:
        place, kind = row.text("place", needed=True), row.choice("kind", [k.key for k in self.table.kinds])
        rule = self.table.rule(row.choice("rule", [r.key for r in self.table.rules]))
        if not kind:
            row.fault("kind", "missing")
            return
        if rule is not None and rule.kind != kind:
            row.fault("rule", "not among the choices")
            return
        words, compared = [], 0
        for measure in self.table.kind(kind).measures:
            found = row.number(measure.key)
            if found is None:
                continue
            compared += 1
            if self._measure(row, place, measure, found, rule):
                words.append(measure.over)
        if not compared:
            row.fault(self.table.kind(kind).measures[0].key, "missing")
        self.count += 1
        self.words_used += words
        if words:
            self.over.append(self.words.say("over_one", place=place, words=self.words.say("and").join(words)))

    def _measure(self, row: Typed, place: str, measure: Measure, found: Decimal, rule: Rule | None) -> bool:
        """Compare one count with every limit there is; true when one is passed."""
        unit = row.choice("unit", measure.units) if len(measure.units) > 1 else measure.units[0]
        if not unit:
            row.fault("unit", "missing")
            return False
        limits = self._limits(row, measure, rule, unit)
        if not limits:
            row.fault(f"limit_{measure.key}", "missing")
        by_rule = next((limit for limit in limits if limit.is_rule), None)
        for limit in limits:
            slots = {"place": place, "measure": measure.name, "unit": unit, "limit": plain(limit.value)}
            slots |= {"source": limit.source, "found": plain(found)}
            if found > limit.value:
                excess = plain(found - limit.value)
                self.lines.append(self.words.say("over", excess=excess, word=measure.over, **slots))
            else:
                self.lines.append(self.words.say("within", **slots))
            if by_rule is not None and not limit.is_rule and limit.value > by_rule.value:
                slots |= {"approved": plain(limit.value), "limit": plain(by_rule.value), "source": by_rule.source}
                self.lines.append(self.words.say("above_rule", **slots))
        return any(found > limit.value for limit in limits)

    def _limits(self, row: Typed, measure: Measure, rule: Rule | None, unit: str) -> list[_Limit]:
        limits = []
        if rule is not None and measure.key in rule.limits:
            if len(measure.units) > 1 and unit != rule.unit:
                row.fault("unit", "other unit", unit=rule.unit)
            self.facts.append(rule.fact)
            source = self.words.say("by_rule", basis=rule.fact.basis, text=rule.fact.text)
            limits.append(_Limit(value=rule.limits[measure.key], source=source, is_rule=True))
        approved = row.number(f"limit_{measure.key}")
        if approved is not None:
            self.facts.append(self.table.approved)
            source = self.words.say("approved", source=row.text("limit_source", needed=True))
            limits.append(_Limit(value=approved, source=source, is_rule=False))
        return limits


def calculate(inputs: Mapping[str, object], data: Mapping[str, object]) -> Working:
    """Compare the places of `inputs`: rows with place, kind, counts by measure, rule or limits with their source.

    `fails` is true as soon as one count is over one limit. Refuses CALCULATION_INPUT and CALCULATION_ROW with
    everything that is missing or odd, PACK_FIELD_* for the table.
    """
    table, faults = read_table(data)
    refuse_all(faults)
    problems: list[Problem] = []
    run = _Comparison(table, Typed(inputs, "", problems))
    run.run()
    refuse_all(problems)
    say = table.words.say
    if any(word in table.exceed.text for word in run.words_used):
        run.lines.append(table.exceed.text)
    unverified = once([f.cited for f in run.facts if f.verified is not Verified.V])
    if unverified:
        run.lines.append(say("unverified", facts=say("join").join(unverified)))
    count, over = str(run.count), str(len(run.over))
    result = say("result_over", count=count, over=over, list=say("join").join(run.over)) if run.over else ""
    return Working(
        calculator=NAME,
        inputs=inputs,
        result=result or say("result_fine", count=count),
        lines=tuple(run.lines),
        fails=bool(run.over),
        unverified=unverified,
    )
