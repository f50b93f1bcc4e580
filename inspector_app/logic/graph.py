# SPDX-License-Identifier: MulanPSL-2.0
"""The expressions of a checklist's items, and in which order they depend on each other."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.logic.expression import Expression, compile_expression
from inspector_app.logic.faults import ExpressionFault

FIELDS = ("relevant", "calculation", "constraint", "required", "read_only", "choice_filter", "repeat_count")
"""The fields of `Logic` that are expressions; `default` is one only when it looks like one."""
VALUE_FIELDS = ("relevant", "calculation")
"""Those on which other items' values depend: they may not go round in a circle."""
_YES = {"yes": "true()", "true": "true()", "1": "true()", "no": "false()", "false": "false()", "0": "false()"}
_CALL = re.compile(r"\$\{|[a-z][a-z0-9:\-]*\s?\(|[\d)}]\s+(\*|\+|-|div|mod)\s+[\d($]", re.ASCII)
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMES = re.compile(r"\$\{\s*([^\s{}]+)\s*\}|([^\s,${}]+)")
CHOICE_FACTS = ("name", "label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item with its compiled expressions; `rank` is its place in the order of computing."""

    item: ChecklistItem
    rank: int
    expressions: Mapping[str, Expression]
    triggers: tuple[str, ...]

    @property
    def parent(self) -> str:
        """The repeat that it is a part of; a repeat inside a repeat stands for itself."""
        return "" if self.item.answer.kind is AnswerKind.ENTRIES else self.item.parent

    @property
    def is_computed(self) -> bool:
        """Whether its value follows from others at every moment."""
        return "calculation" in self.expressions and not self.triggers


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All items in the order of computing, what depends on each, and what is wrong with the expressions."""

    entries: Mapping[str, Entry]
    order: tuple[str, ...]
    dependents: Mapping[str, tuple[str, ...]]  # whose value or relevance reads the item
    watchers: Mapping[str, tuple[str, ...]]  # whose choices, constraint and the like read it
    parts: Mapping[str, tuple[str, ...]]  # of each repeat
    faults: tuple[Problem, ...]


def build_graph(items: Sequence[ChecklistItem]) -> Graph:
    """Compile all expressions. A faulty one, or one in a circle, counts as absent and leaves its problem."""
    known = {item.code: item for item in items}
    compiled, faults = _compiled(known)
    circles = list(_circles(known, compiled))
    for circle in circles:
        fields = {"items": " → ".join([*circle, circle[0]]), "item": circle[0]}
        where = f"{circle[0]}:relevant"
        faults.append(Problem(code=ProblemCode.EXPRESSION_CYCLE, where=where, fields=fields))
        for code in circle:
            compiled[code] = {n: e for n, e in compiled[code].items() if n not in VALUE_FIELDS}
    edges = _edges(known, compiled)
    order = _ordered(list(known), edges)
    entries = {
        code: Entry(item=known[code], rank=rank, expressions=compiled[code], triggers=trigger_codes(known[code]))
        for rank, code in enumerate(order)
    }
    watchers: dict[str, list[str]] = {}
    for code, expressions in compiled.items():
        for name in {n for f, e in expressions.items() if f not in VALUE_FIELDS for n in e.names}:
            watchers.setdefault(name, []).append(code)
    parts: dict[str, list[str]] = {}
    for item in items:
        if item.parent in known and item.answer.kind is not AnswerKind.ENTRIES:
            parts.setdefault(item.parent, []).append(item.code)
    return Graph(
        entries=entries, order=tuple(order), faults=tuple(faults), dependents=_tuples(edges),
        watchers=_tuples(watchers), parts=_tuples(parts),
    )  # fmt: skip


def _tuples(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in lists.items()}


def expression_text(item: ChecklistItem, field: str) -> str:
    """Give the expression in a field; the yes and no of XLSForm become true() and false()."""
    text = str(getattr(item.logic, field)).strip()
    return _YES.get(text.lower(), text) if field in ("required", "read_only", "relevant") else text


def is_dynamic(text: str) -> bool:
    """Whether a default is an expression and not a value: it names an item, calls a function or computes.

    >>> is_dynamic("today()"), is_dynamic("2026-11-22"), is_dynamic("甲类 仓库")
    (True, False, False)
    """
    return bool(_CALL.search(_LITERAL.sub("''", text)))


def trigger_codes(item: ChecklistItem) -> tuple[str, ...]:
    """Give the codes of the items whose change computes this item anew; `${a}, ${b}` or plain codes."""
    return tuple(found[1] or found[2] for found in _NAMES.finditer(item.logic.trigger))


def _compiled(known: Mapping[str, ChecklistItem]) -> tuple[dict[str, dict[str, Expression]], list[Problem]]:
    compiled: dict[str, dict[str, Expression]] = {}
    faults: list[Problem] = []
    for code, item in known.items():
        compiled[code] = {}
        if item.logic.is_empty:
            continue
        for field in (*FIELDS, "default"):
            text = expression_text(item, field)
            if not text or (field == "default" and not is_dynamic(text)):
                continue
            expression, problems = read_field(item, field, text, known)
            faults.extend(problems)
            if expression is not None and not problems:
                compiled[code][field] = expression
        unknown = (name for name in trigger_codes(item) if name not in known)
        faults.extend(_problem(item, "trigger", ProblemCode.EXPRESSION_NAME, name=name) for name in unknown)
    return compiled, faults


def read_field(
    item: ChecklistItem, field: str, text: str, known: Mapping[str, ChecklistItem]
) -> tuple[Expression | None, list[Problem]]:
    """Compile the expression of one field and look whether all that it names is there."""
    try:
        expression = compile_expression(text)
    except ExpressionFault as fault:
        shown = f"{fault.part}: {text}" if fault.part else text
        return None, [_problem(item, field, ProblemCode.EXPRESSION_WRONG, text=shown[:200], reason=fault.reason)]
    unknown = sorted(name for name in expression.names if name not in known)
    facts: set[str] = set()
    if field == "choice_filter":
        facts = {*CHOICE_FACTS, *(name for choice in item.answer.choices for name in choice.facts)}
    unknown += sorted(name for name in expression.facts if name not in facts)
    return expression, [_problem(item, field, ProblemCode.EXPRESSION_NAME, name=name) for name in unknown]


def _problem(item: ChecklistItem, field: str, code: ProblemCode, **fields: str) -> Problem:
    return Problem(code=code, where=f"{item.code}:{field}", fields={"item": item.code, "field": field, **fields})


def _reads(item: ChecklistItem, expressions: Mapping[str, Expression]) -> Iterator[str]:
    """Name what an item's value and relevance depend on; what a trigger computes is no standing dependence."""
    for field in VALUE_FIELDS:
        if field in expressions and not (field == "calculation" and item.logic.trigger):
            yield from expressions[field].names
    if item.parent:
        yield item.parent


def _edges(
    known: Mapping[str, ChecklistItem], compiled: Mapping[str, Mapping[str, Expression]]
) -> dict[str, dict[str, None]]:
    edges: dict[str, dict[str, None]] = {}
    for code, item in known.items():
        for name in _reads(item, compiled[code]):
            if name in known and name != code:
                edges.setdefault(name, {})[code] = None
    return edges


def _ordered(codes: Sequence[str], edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Sort so that everything stands behind what it depends on, else as the checklist has it (Kahn)."""
    place = {code: n for n, code in enumerate(codes)}
    waits = dict.fromkeys(codes, 0)
    for targets in edges.values():
        for target in targets:
            waits[target] += 1
    ready = [place[code] for code in codes if not waits[code]]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        code = codes[heapq.heappop(ready)]
        order.append(code)
        for target in edges.get(code, ()):
            waits[target] -= 1
            if not waits[target]:
                heapq.heappush(ready, place[target])
    return order if len(order) == len(codes) else [*order, *(c for c in codes if waits[c] > 0)]


def _circles(
    known: Mapping[str, ChecklistItem], compiled: Mapping[str, Mapping[str, Expression]]
) -> Iterator[list[str]]:
    """Give each group of items that depend on each other in a circle (Tarjan, without recursion)."""
    reads = {
        code: [name for name in dict.fromkeys(_reads(item, compiled[code])) if name in known]
        for code, item in known.items()
    }
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in reads:
        if root in index:
            continue
        work = [(root, iter(reads[root]))]
        _enter(root, index, low, stack, on_stack)
        while work:
            code, rest = work[-1]
            for name in rest:
                if name not in index:
                    _enter(name, index, low, stack, on_stack)
                    work.append((name, iter(reads[name])))
                    break
                if name in on_stack:
                    low[code] = min(low[code], index[name])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[code])
                if low[code] == index[code]:
                    group = stack[stack.index(code) :]
                    del stack[-len(group) :]
                    on_stack.difference_update(group)
                    if len(group) > 1 or code in reads[code]:
                        yield group


def _enter(code: str, index: dict[str, int], low: dict[str, int], stack: list[str], on_stack: set[str]) -> None:
    index[code] = low[code] = len(index)
    stack.append(code)
    on_stack.add(code)
