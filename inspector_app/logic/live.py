# SPDX-License-Identifier: MulanPSL-2.0
"""The logic of a checklist while it is answered: what is shown, computed, required, allowed."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.domain.problems import Problem
from inspector_app.logic import values
from inspector_app.logic.expression import Expression
from inspector_app.logic.graph import Entry, Graph, build_graph
from inspector_app.logic.state import BLANK, Given, Live, Node, Scope

__all__ = ["Live", "LiveForm", "Node", "logic_faults"]


class LiveForm:
    """The logic of a set of items, read once. Faulty expressions count as absent; `faults` lists them."""

    def __init__(self, items: Sequence[ChecklistItem]) -> None:
        self._graph = build_graph(items)
        self._computes = any(entry.expressions for entry in self._graph.entries.values())

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What is wrong with the expressions: EXPRESSION_WRONG, EXPRESSION_NAME, EXPRESSION_CYCLE."""
        return self._graph.faults

    @property
    def has_logic(self) -> bool:
        """Whether any item has an expression; without one nothing ever hides, changes or is required."""
        return self._computes

    @property
    def has_triggers(self) -> bool:
        """Whether answering an item may compute others once (`trigger`)."""
        return any(entry.triggers for entry in self._graph.entries.values())

    def computed(self) -> tuple[str, ...]:
        """The codes of the items whose value follows from others."""
        return tuple(code for code in self._graph.order if self._graph.entries[code].is_computed)

    def open(
        self,
        answers: Mapping[str, Answer],
        spot_answers: Mapping[Node, Answer],
        now: datetime,
        spots: Sequence[Spot] = (),
        *,
        is_frozen: bool = False,
    ) -> Live:
        """Compute everything from answers. Pass the spots too: an entry without an answer counts as well.

        With `is_frozen` computed values are those that were kept when the inspection finished.
        """
        entries = self._graph.entries
        given = {(code, ""): _given(entries[code].item, a) for code, a in answers.items() if code in entries}
        given.update(
            {(code, spot): _given(entries[code].item, a) for (code, spot), a in spot_answers.items() if code in entries}
        )
        places = _places(spots, spot_answers, self._graph)
        return self._opened(given, places, now, is_frozen=is_frozen)

    def _opened(
        self, given: Mapping[Node, Given], places: Mapping[str, tuple[str, ...]], now: datetime, *, is_frozen: bool
    ) -> Live:
        known: dict[Node, str] = {}
        hidden: set[Node] = set()
        if not self._computes:  # what was answered is all there is
            known = {node: value for node, (value, _) in given.items() if value}
        draft = Live(
            hidden=frozenset(), now=now, is_frozen=is_frozen, graph=self._graph, spots=places, given=given,
            values=known, hidden_nodes=hidden,  # type: ignore[arg-type]  # both are filled below, then frozen
        )  # fmt: skip
        for code in self._graph.order if self._computes else ():
            for node in _nodes(draft, code):
                _compute(draft, node, known, hidden)
        return _frozen(draft, known, hidden)

    def change(
        self, live: Live, code: str, value: str, spot_id: str = "", *, is_settled: bool | None = None
    ) -> tuple[Live, frozenset[str]]:
        """Give the state after one canonical value (for a tick: the result's word), and the codes whose look changed.

        Only what depends on the item is computed again. `is_settled` says that the item needs no more answer though
        its value is empty (不适用); without it an item is settled when it has a value.
        """
        entry = self._graph.entries.get(code)
        if entry is None:
            return live, frozenset()
        node = (code, spot_id)
        given = {**live.given, node: (value, bool(value) if is_settled is None else is_settled)}
        holder = entry.parent or code
        if spot_id and spot_id not in live.spots.get(holder, ()):
            places = {**live.spots, holder: (*live.spots.get(holder, ()), spot_id)}
            after = self._opened(given, places, live.now, is_frozen=live.is_frozen)
            return after, frozenset(self._graph.entries)
        known, hidden = dict(live.values), set(live.hidden_nodes)
        draft = Live(
            hidden=frozenset(), now=live.now, is_frozen=live.is_frozen, graph=self._graph, spots=live.spots,
            given=given, values=known, hidden_nodes=hidden,  # type: ignore[arg-type]  # filled below, then frozen
        )  # fmt: skip
        changed = self._spread(draft, node, known, hidden)
        after = _frozen(draft, known, hidden)
        changed |= {code} | (live.hidden ^ after.hidden)
        return after, frozenset(changed.union(self._watching(live, after, changed)))

    def _spread(self, draft: Live, start: Node, known: dict[Node, str], hidden: set[Node]) -> set[str]:
        """Compute a node and all that depends on it, in order; give the codes whose value or relevance changed."""
        entries = self._graph.entries
        own = [start[1]] if entries[start[0]].parent else [spot for _, spot in _nodes(draft, start[0])]
        waiting: dict[str, dict[str, None]] = {start[0]: dict.fromkeys(own)}
        ready = [entries[start[0]].rank]
        changed: set[str] = set()
        while ready:
            code = self._graph.order[heapq.heappop(ready)]
            for spot in waiting.pop(code):
                before = known.get((code, spot)), (code, spot) in hidden
                _compute(draft, (code, spot), known, hidden)
                if before == (known.get((code, spot)), (code, spot) in hidden):
                    continue
                changed.add(code)
                for target in self._graph.dependents.get(code, ()):
                    if target not in waiting:
                        heapq.heappush(ready, entries[target].rank)
                    wanted = waiting.setdefault(target, {})
                    wanted.update(dict.fromkeys(_reached(draft, entries[code], entries[target], spot)))
        return changed

    def _watching(self, before: Live, after: Live, changed: set[str]) -> Iterator[str]:
        """Give the items whose choices, duties or faults the changes have changed."""
        watching = {code for name in changed for code in self._graph.watchers.get(name, ())}
        for code in watching:
            spots = ("", *after.spots.get(self._graph.entries[code].parent or code, ()))
            if any(_look(before, code, spot) != _look(after, code, spot) for spot in spots):
                yield code

    def triggered(self, live: Live, code: str, spot_id: str = "") -> dict[Node, str]:
        """Give the values to be kept because `code` was answered: calculations that only a trigger starts."""
        found: dict[Node, str] = {}
        for target, entry in self._graph.entries.items():
            rule = entry.expressions.get("calculation")
            if rule is None or code not in entry.triggers:
                continue
            same = entry.parent == self._graph.entries[code].parent
            for node in [(target, spot_id)] if same else _nodes(live, target):
                if node not in live.hidden_nodes:
                    found[node] = values.stored(rule.evaluate(_own_scope(live, node)))
        return found

    def defaults(self, live: Live, parent: str = "", spot_id: str = "") -> dict[str, str]:
        """Give the defaults of unanswered items as typed values, in order; of a repeat's parts when it has a new entry.

        Expressions see the defaults before them.
        """
        found: dict[str, str] = {}
        for code in self._graph.order:
            entry = self._graph.entries[code]
            text = entry.item.logic.default.strip()
            if not text or entry.parent != parent or entry.is_computed or live.given.get((code, spot_id)):
                continue
            rule = entry.expressions.get("default")
            value = text if rule is None else values.stored(rule.evaluate(_own_scope(live, (code, spot_id))))
            if value and (rule is not None or not _is_faulty_default(self._graph, code)):
                found[code] = value
                live, _ = self.change(live, code, value, spot_id)
        return found


def logic_faults(items: Sequence[ChecklistItem]) -> tuple[Problem, ...]:
    """Say what is wrong with the expressions of items: EXPRESSION_WRONG, EXPRESSION_NAME, EXPRESSION_CYCLE.

    `where` is `CODE:FIELD` with a field of `Logic`; `fields` has item and field, too.
    """
    return build_graph(items).faults


def _is_faulty_default(graph: Graph, code: str) -> bool:
    return any(p.where == f"{code}:default" for p in graph.faults)


def _given(item: ChecklistItem, answer: Answer) -> Given:
    is_open = answer.result is AnswerResult.NOT_CHECKED
    if item.is_tick:
        return ("" if is_open else answer.result.value), not is_open
    return answer.value, not is_open


def _places(spots: Iterable[Spot], spot_answers: Mapping[Node, Answer], graph: Graph) -> dict[str, tuple[str, ...]]:
    """Give the live spots of each item in their order; without rows of spots, those that answers name."""
    found: dict[str, list[str]] = {}
    removed: set[str] = set()
    for spot in sorted(spots, key=lambda s: s.ordinal):
        if spot.removed_reason:
            removed.add(spot.id)
        else:
            found.setdefault(spot.item_code, []).append(spot.id)
    named = {spot for ids in found.values() for spot in ids} | removed
    for code, spot_id in spot_answers:
        if spot_id not in named and code in graph.entries:
            named.add(spot_id)
            found.setdefault(graph.entries[code].parent or code, []).append(spot_id)
    return {code: tuple(ids) for code, ids in found.items()}


def _nodes(live: Live, code: str) -> list[Node]:
    """Give the nodes of an item."""
    return [(code, spot) for spot in live.spots_of(code)]


def _compute(live: Live, node: Node, known: dict[Node, str], hidden: set[Node]) -> None:
    """Compute relevance and value of one node from those that stand before it."""
    code = node[0]
    entry = live.graph.entries[code]
    owner = node if entry.parent else (code, "")
    is_hidden = _is_hidden(live, entry, owner, hidden) if owner == node else owner in hidden
    (hidden.add if is_hidden else hidden.discard)(node)
    value = live.given.get(node, BLANK)[0]
    if entry.is_computed and not live.is_frozen and not is_hidden:
        value = values.stored(entry.expressions["calculation"].evaluate(_own_scope(live, node)))
    if is_hidden or not value:
        known.pop(node, None)
    else:
        known[node] = value


def _own_scope(live: Live, node: Node) -> Scope:
    """Give the scope of relevance and calculation: `.` is what was answered, whatever follows from it."""
    return Scope(live, *node, live.given.get(node, BLANK)[0])


def _is_hidden(live: Live, entry: Entry, node: Node, hidden: set[Node]) -> bool:
    if entry.item.parent and (entry.item.parent, "") in hidden:
        return True
    rule: Expression | None = entry.expressions.get("relevant")
    return rule is not None and not values.boolean(rule.evaluate(_own_scope(live, node)))


def _reached(live: Live, source: Entry, target: Entry, spot: str) -> list[str]:
    """Give the spots of an item that a change of another at one spot reaches."""
    is_sibling = bool(source.parent) and source.parent == target.parent
    reads_others = any(source.item.code in rule.indexed for rule in target.expressions.values())
    if is_sibling and not reads_others:
        return [spot]
    return [n for _, n in _nodes(live, target.item.code)]


def _frozen(draft: Live, known: Mapping[Node, str], hidden: set[Node]) -> Live:
    graph = draft.graph
    items = {code for code, spot in hidden if not spot}
    whole = items.union(*(graph.parts.get(code, ()) for code in items))
    for holder, parts in graph.parts.items():
        spots = draft.spots.get(holder, ())
        whole.update(part for part in parts if spots and all((part, spot) in hidden for spot in spots))
    return Live(
        hidden=frozenset(whole), now=draft.now, is_frozen=draft.is_frozen, graph=graph, spots=draft.spots,
        given=draft.given, values=known, hidden_nodes=frozenset(hidden),
    )  # fmt: skip


def _look(live: Live, code: str, spot: str) -> tuple[object, ...]:
    return (
        live.problem(code, spot), live.choices(code, spot), live.is_required(code, spot),
        live.is_read_only(code, spot), live.entries_wanted(code),
    )  # fmt: skip
