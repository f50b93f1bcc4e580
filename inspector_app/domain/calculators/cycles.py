# SPDX-License-Identifier: MulanPSL-2.0
"""The table of inspection cycles of special equipment, as a pack's `data.toml` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.calculators.reading import DataTable, Fact, Slots, told
from inspector_app.domain.problems import Problem

MOST_MONTHS = 1200
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time; `least_months` is the beginning of a range such as 3–6年."""

    least_months: int
    months: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """What holds for some safety classes: a length, or that the piece may not be used at all."""

    classes: tuple[str, ...]
    span: Span | None
    banned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One row of the table. A `kind` is what a piece of equipment is listed as; without one the row is only read.

    `first` counts from putting into use, `every` or `by_class` from the last inspection, `schedule` are years in
    use after whose last it is due every year.
    """

    kind: str
    category: str
    item: str
    fact: Fact
    aliases: tuple[str, ...] = ()
    first: Span | None = None
    every: Span | None = None
    by_class: tuple[ClassRule, ...] = ()
    schedule: tuple[int, ...] = ()

    @property
    def computes(self) -> bool:
        """Whether a day can be counted by it."""
        return bool(self.first or self.every or self.by_class or self.schedule)

    def rule_of(self, safety_class: str) -> ClassRule | None:
        """Give what holds for a safety class."""
        return next((rule for rule in self.by_class if safety_class in rule.classes), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleTable:
    """All cycles, the items that ask for them, and the words of the working."""

    cycles: tuple[Cycle, ...]
    scopes: Mapping[str, tuple[str, ...]]  # item -> categories
    soon: Fact
    soon_days: int
    words: Mapping[str, str]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What a piece may be listed as."""
        return tuple(cycle.kind for cycle in self.cycles if cycle.kind)

    def cycle(self, kind: str) -> Cycle | None:
        """Give the cycle of what a piece is listed as, by the name or another name of it."""
        wanted = _bare(kind)
        if not wanted:
            return None
        return next((c for c in self.cycles if c.kind and wanted in map(_bare, (c.kind, *c.aliases))), None)

    def concerns(self, item_code: str, kind: str) -> bool:
        """Whether an item of the checklist is about such a piece; an item that is not listed is about all."""
        categories = self.scopes.get(item_code)
        if categories is None:
            return True
        cycle = self.cycle(kind)
        return cycle is not None and cycle.category in categories


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def read_cycles(data: Mapping[str, object], name: str, words: Slots) -> tuple[CycleTable, tuple[Problem, ...]]:
    """Read the table; with problems it must not be used."""
    problems: list[Problem] = []
    top = DataTable(data.get(name), name, problems)
    soon = top.table("soon")
    cycles = tuple(_cycle(row) for row in top.tables("cycles"))
    categories = {cycle.category for cycle in cycles}
    scopes = {}
    for row in top.tables("scopes", needed=False):
        item, found = row.text("item"), row.texts("categories")
        if not set(found) <= categories:
            row.wrong("categories", ", ".join(sorted(categories)))
        scopes[item] = found
    table = CycleTable(
        cycles=cycles, scopes=scopes, soon=soon.fact(), soon_days=soon.whole("days") or 0, words=top.words(words)
    )
    if len(set(table.kinds)) < len(table.kinds):
        top.wrong("cycles", "kind")
    soon.close()
    top.close()
    return table, told(problems, data, name)


def _cycle(row: DataTable) -> Cycle:
    return Cycle(
        kind=row.text("kind", needed=False),
        category=row.text("category"),
        item=row.text("item"),
        fact=_fact(row),
        aliases=row.texts("aliases", needed=False),
        first=_span(row, "first"),
        every=_span(row, "every"),
        by_class=tuple(_class_rule(inner) for inner in row.tables("by_class", needed=False)),
        schedule=tuple(sorted(row.wholes("schedule"))),
    )


def _fact(row: DataTable) -> Fact:
    """Read the text of the row with its mark; category and item are a part of what is cited."""
    plain = row.fact()
    told = "，".join(part for part in (row.text("category"), row.text("item"), plain.text) if part)
    return Fact(text=told, basis=plain.basis, verified=plain.verified, sources=plain.sources)


def _span(row: DataTable, name: str) -> Span | None:
    if not row.has(name):
        return None
    inner = row.table(name)
    span = _length(inner)
    inner.close()
    return span


def _length(inner: DataTable) -> Span | None:
    months, days = inner.whole("months", needed=False), inner.whole("days", needed=False)
    least = inner.whole("least_months", needed=False)
    if (months or 0) > MOST_MONTHS or (days or 0) > MOST_DAYS or (least or 0) > (months or 0):
        inner.wrong("months", f"0-{MOST_MONTHS}")
        return None
    if not months and not days:
        return None
    whole = months or 0
    return Span(least_months=whole if least is None else least, months=whole, days=days or 0)


def _class_rule(inner: DataTable) -> ClassRule:
    rule = ClassRule(classes=inner.texts("classes"), span=_length(inner), banned=inner.flag("banned"))
    if rule.span is None and not rule.banned:
        inner.wrong("months", "number > 0")
    return rule
