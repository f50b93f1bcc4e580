# SPDX-License-Identifier: MulanPSL-2.0
"""Major hazard installations (重大危险源): S = Σq/Q identifies a unit, R = αΣ(βq/Q) grades it (GB 18218).

Sums are exact fractions, so that a value on a limit is on it. Only quantities that the pack's table holds are
known; every other critical quantity is typed with its source and marked so in the working.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspector_app.domain.calculators.figures import equals, plain
from inspector_app.domain.calculators.reading import DataTable, Fact, Typed, Words, once, refuse_all, told
from inspector_app.domain.checklist import Verified
from inspector_app.domain.problems import Problem
from inspector_app.domain.working import Working

NAME = "hazmat_r"
_WORDS: Mapping[str, frozenset[str]] = {
    "title": frozenset(),
    "unit": frozenset({"unit"}),
    "share": frozenset({"name", "q", "limit", "source", "ratio"}),
    "sum": frozenset({"sum"}),
    "is": frozenset({"limit"}),
    "is_not": frozenset({"limit"}),
    "alpha": frozenset({"alpha", "scope", "persons", "range"}),
    "weighted": frozenset({"name", "beta", "source", "ratio"}),
    "r": frozenset({"r", "range", "grade"}),
    "from_table": frozenset({"basis"}),
    "from_category": frozenset({"category", "basis"}),
    "typed": frozenset({"source"}),
    "declared_same": frozenset({"declared"}),
    "declared_other": frozenset({"declared"}),
    "none": frozenset(),
    "result_is": frozenset({"unit", "sum", "r", "grade"}),
    "result_not": frozenset({"unit", "sum"}),
    "result_other": frozenset({"result", "declared"}),
    "join": frozenset(),
    "unverified": frozenset({"facts"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The critical quantity of a substance, in tonnes."""

    name: str
    quantity: Decimal
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a scale: from `least` on the word and value hold."""

    least: Decimal
    text: str
    value: Decimal = Decimal(0)
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HazmatTable:
    """What the calculation rests on, as a pack's `data.toml` holds it."""

    identify: Fact
    limit: Decimal
    grading: Fact
    alpha: tuple[Step, ...]  # by persons, the most first
    alpha_scope: str
    grades: tuple[Step, ...]  # by R, the highest first
    thresholds: tuple[Threshold, ...]
    thresholds_fact: Fact
    toxic: Mapping[str, Decimal]
    toxic_fact: Fact
    categories: Mapping[str, Decimal]
    categories_fact: Fact
    words: Words

    @property
    def declared(self) -> tuple[str, ...]:
        """Give what a unit may have declared: not a major hazard installation, or one of the grades."""
        return (self.words.say("none"), *(step.grade for step in self.grades))

    def threshold(self, name: str) -> Threshold | None:
        """Give the entry of a substance by its name or another name of it."""
        return next((t for t in self.thresholds if name == t.name or name in t.aliases), None)

    def toxic_beta(self, name: str) -> Decimal | None:
        """Give the β of a gas that is named in its own table."""
        known = self.threshold(name)
        names = {name, *((known.name, *known.aliases) if known else ())}
        return next((beta for toxic, beta in self.toxic.items() if toxic in names), None)


def read_table(data: Mapping[str, object]) -> tuple[HazmatTable, tuple[Problem, ...]]:
    """Read the table `hazmat_r` of a pack's data; with problems it must not be used."""
    problems: list[Problem] = []
    top = DataTable(data.get(NAME), NAME, problems)
    identify, grading = top.table("identify"), top.table("grading")
    thresholds, toxic, categories = top.table("thresholds"), top.table("beta_toxic"), top.table("beta_category")
    table = HazmatTable(
        identify=identify.fact(),
        limit=identify.number("limit"),
        grading=grading.fact(),
        alpha=_scale(grading, "alpha", value="alpha"),
        alpha_scope=grading.text("alpha_scope"),
        grades=_scale(grading, "grades", value=""),
        thresholds=tuple(_threshold(row) for row in thresholds.tables("rows")),
        thresholds_fact=thresholds.fact(),
        toxic=_toxic(toxic),
        toxic_fact=toxic.fact(),
        categories=_categories(categories),
        categories_fact=categories.fact(),
        words=Words(top.words(_WORDS)),
    )
    for part in (identify, grading, thresholds, toxic, categories, top):
        part.close()
    return table, told(problems, data, NAME)


def _scale(table: DataTable, name: str, *, value: str) -> tuple[Step, ...]:
    """Read a scale; it must reach down to 0, or some value would have no step."""
    found = []
    for row in table.tables(name):
        step = Step(
            least=row.number("least"),
            text=row.text("text"),
            value=row.number(value) if value else Decimal(0),
            grade="" if value else row.text("grade"),
        )
        found.append(step)
    if found and min(step.least for step in found) != 0:
        table.wrong(name, "least = 0")
    return tuple(sorted(found, key=lambda step: step.least, reverse=True))


def _threshold(row: DataTable) -> Threshold:
    quantity = row.number("quantity")
    if not quantity:
        row.wrong("quantity", "number > 0")
    return Threshold(name=row.text("name"), quantity=quantity, aliases=row.texts("aliases", needed=False))


def _toxic(table: DataTable) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in table.tables("rows"):
        beta = row.number("beta")
        found |= dict.fromkeys(row.texts("names"), beta)
    return found


def _categories(table: DataTable) -> Mapping[str, Decimal]:
    inner = table.table("values")
    found = {name: inner.number(name) for name in inner.names()}
    inner.close()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Substance:
    row: Typed
    name: str
    q: Decimal
    limit: Decimal  # Q
    limit_from: str
    beta: Decimal | None
    beta_from: str
    facts: tuple[Fact, ...]  # that its beta rests on

    @property
    def share(self) -> Fraction:
        return Fraction(self.q) / Fraction(self.limit)

    @property
    def weighted(self) -> Fraction:
        return Fraction(self.beta or 0) * self.share


class _Calculation:
    """One run over the typed units; `problems` are what keeps it from a result."""

    def __init__(self, table: HazmatTable, typed: Typed) -> None:
        self.table, self.words, self.typed = table, table.words, typed
        self.persons = typed.whole("persons")
        self.lines: list[str] = []
        self.results: list[str] = []
        self.facts: list[Fact] = [table.identify]
        self.verdicts: list[bool | None] = []

    def run(self) -> None:
        self.lines += [self.words.say("title"), self.table.identify.cited]
        for unit in self.typed.rows("units", "name"):
            self._unit(unit)

    def _unit(self, unit: Typed) -> None:
        before = len(self.typed.problems)
        name, declared = unit.text("name", needed=True), unit.choice("declared", self.table.declared)
        substances = [self._substance(row) for row in unit.rows("substances", "name")]
        if len(self.typed.problems) > before:
            return
        known = [s for s in substances if s is not None]
        total = sum((s.share for s in known), Fraction(0))
        self.lines.append(self.words.say("unit", unit=name))
        self.lines += [self._share_line(s) for s in known]
        self.lines.append(self.words.say("sum", sum=equals(total)))
        limit = plain(self.table.limit)
        if total >= Fraction(self.table.limit):
            self.lines.append(self.words.say("is", limit=limit))
            grade, result = self._grade(name, known, total)
        else:
            self.lines.append(self.words.say("is_not", limit=limit))
            grade, result = self.words.say("none"), self.words.say("result_not", unit=name, sum=equals(total))
        self._compare(declared, grade, result)

    def _compare(self, declared: str, grade: str, result: str) -> None:
        """Hold the result against what the unit declared, if anything."""
        same = declared == grade
        if declared:
            self.lines.append(self.words.say("declared_same" if same else "declared_other", declared=declared))
        if declared and not same:
            result = self.words.say("result_other", result=result, declared=declared)
        self.verdicts.append(not same if declared else None)
        self.results.append(result)

    def _substance(self, row: Typed) -> _Substance | None:
        name, q = row.text("name", needed=True), row.number("q", needed=True)
        limit, limit_from = self._limit(row, name)
        beta, beta_from, facts = self._beta(row, name)
        if q is None or limit is None or not name:
            return None
        return _Substance(
            row=row, name=name, q=q, limit=limit, limit_from=limit_from, beta=beta, beta_from=beta_from, facts=facts
        )

    def _limit(self, row: Typed, name: str) -> tuple[Decimal | None, str]:
        """Find Q: typed with its source, else the table's."""
        typed = row.number("limit", positive=True)
        if typed is not None:
            return typed, self.words.say("typed", source=row.text("limit_source", needed=True))
        known, fact = self.table.threshold(name), self.table.thresholds_fact
        if known is None:
            if name:
                row.fault("limit", "not in the table")
            return None, ""
        self.facts.append(fact)
        return known.quantity, self.words.say("from_table", basis=fact.basis)

    def _beta(self, row: Typed, name: str) -> tuple[Decimal | None, str, tuple[Fact, ...]]:
        """Find β: typed with its source, else of the gas, else of the category; it is needed for a grade only."""
        typed, category = row.number("beta", positive=True), row.choice("category", tuple(self.table.categories))
        if typed is not None:
            return typed, self.words.say("typed", source=row.text("beta_source", needed=True)), ()
        toxic, fact = self.table.toxic_beta(name), self.table.toxic_fact
        if toxic is not None:
            return toxic, self.words.say("from_table", basis=fact.basis), (fact,)
        if not category:
            return None, "", ()
        fact = self.table.categories_fact
        told = self.words.say("from_category", category=category, basis=fact.basis)
        return self.table.categories[category], told, (fact,)

    def _share_line(self, s: _Substance) -> str:
        return self.words.say(
            "share", name=s.name, q=plain(s.q), limit=plain(s.limit), source=s.limit_from, ratio=equals(s.share)
        )

    def _grade(self, name: str, known: Sequence[_Substance], total: Fraction) -> tuple[str, str]:
        for substance in known:
            if substance.beta is None:
                substance.row.fault("beta", "missing")
        if self.persons is None:
            self.typed.fault("persons", "missing")
        if self.persons is None or any(s.beta is None for s in known):
            return "", ""
        self.facts += [self.table.grading, *(fact for s in known for fact in s.facts)]
        step = next(s for s in self.table.alpha if self.persons >= s.least)
        r = Fraction(step.value) * sum((s.weighted for s in known), Fraction(0))
        grade = next(g for g in self.table.grades if r >= Fraction(g.least))
        say = self.words.say
        alpha, persons = plain(step.value), str(self.persons)
        self.lines.append(say("alpha", alpha=alpha, scope=self.table.alpha_scope, persons=persons, range=step.text))
        for s in known:
            beta = plain(s.beta or 0)
            self.lines.append(say("weighted", name=s.name, beta=beta, source=s.beta_from, ratio=equals(s.weighted)))
        self.lines.append(say("r", r=equals(r), range=grade.text, grade=grade.grade))
        return grade.grade, say("result_is", unit=name, sum=equals(total), r=equals(r), grade=grade.grade)


def calculate(inputs: Mapping[str, object], data: Mapping[str, object]) -> Working:
    """Identify and grade the units of `inputs`: persons within 500 m, units with name, declared, substances.

    A substance has name, q (t) and, where the table does not know them, limit with limit_source, and beta with
    beta_source or category. `fails` is true where a unit declared something else, none where it declared nothing.
    Refuses CALCULATION_INPUT and CALCULATION_ROW with everything that is missing or odd, PACK_FIELD_* for the table.
    """
    table, faults = read_table(data)
    refuse_all(faults)
    problems: list[Problem] = []
    run = _Calculation(table, Typed(inputs, "", problems))
    run.run()
    refuse_all(problems)
    unverified = once([f.cited for f in run.facts if f.verified is not Verified.V])
    if unverified:
        run.lines.append(table.words.say("unverified", facts=table.words.say("join").join(unverified)))
    told = [verdict for verdict in run.verdicts if verdict is not None]
    undecided = len(told) < len(run.verdicts)
    return Working(
        calculator=NAME,
        inputs=inputs,
        result=table.words.say("join").join(run.results),
        lines=tuple(run.lines),
        fails=True if any(told) else None if undecided else False,
        unverified=unverified,
    )
