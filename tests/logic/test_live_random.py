# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever the form and the answers: one change at a time gives the same as computing everything anew."""

from __future__ import annotations

from datetime import UTC, datetime

import hypothesis.strategies as st
from hypothesis import given, settings

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.logic.live import Live, LiveForm, Node
from tests.helpers.items import choices, item

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
SPOTS = tuple(Spot(id=f"s{n}", inspection_id="i", item_code="R", ordinal=n) for n in (1, 2, 3))
PLACES = tuple(Spot(id=f"p{n}", inspection_id="i", item_code="P", ordinal=n) for n in (1, 2))
CODES = ("A", "B", "C", "D", "E", "R", "P", "Ra", "Rb", "Rc")
VALUES = ("", "0", "1", "2", "7", "x", "y", "x y", "2026-11-22", "compliant", "noncompliant")

ATOMS = st.one_of(
    st.sampled_from([f"${{{code}}}" for code in CODES]),
    st.sampled_from(["'x'", "1", "2", ".", "''", "today()", "position(..)", "indexed-repeat(${Ra}, ${R}, 2)"]),
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["=", "!=", "<", ">=", "+", "-", "and", "or"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda e: f"not({e})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if({t[0]}, {t[1]}, {t[2]})"),
        st.sampled_from(CODES).map(lambda c: f"sum(${{{c}}})"),
        st.sampled_from(CODES).map(lambda c: f"count(${{{c}}})"),
        st.tuples(inner, inner).map(lambda t: f"selected({t[0]}, {t[1]})"),
        inner.map(lambda e: f"once({e})"),
    ),
    max_leaves=4,
)
SOMETIMES = st.one_of(st.just(""), st.just(""), EXPRESSIONS)


@st.composite
def forms(draw: st.DrawFn) -> list[ChecklistItem]:
    """Items on their own, a repeat with its parts, one item with several places; some rules point in circles."""
    made = []
    for code in CODES:
        part = code in ("Ra", "Rb", "Rc")
        kinds = [AnswerKind.NUMBER, AnswerKind.CHOICES, AnswerKind.COMPUTED, AnswerKind.TEXT, AnswerKind.TICK]
        kind = AnswerKind.ENTRIES if code == "R" else draw(st.sampled_from(kinds))
        made.append(
            item(
                code,
                kind,
                relevant=draw(SOMETIMES),
                calculation=draw(SOMETIMES) if code != "R" else "",
                constraint=draw(SOMETIMES),
                required=draw(SOMETIMES),
                choice_filter=draw(st.sampled_from(["", "a = ${A}", "name != ${B}"])),
                read_only=draw(SOMETIMES),
                repeat_count=draw(SOMETIMES) if code == "R" else "",
                choices=choices("x", "y", x={"a": "1"}) if kind is AnswerKind.CHOICES else (),
                several_places=code == "P",
                parent="R" if part else "",
            )
        )
    return draw(st.permutations(made))


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[Node, str]]:
    """What is answered, one after the other."""
    nodes: list[Node] = [(c, "") for c in ("A", "B", "C", "D", "E", "P")]
    nodes += [(c, s.id) for c in ("Ra", "Rb", "Rc") for s in SPOTS] + [("P", s.id) for s in PLACES]
    return draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(VALUES)), max_size=12))


def everything(form: LiveForm, live: Live) -> dict[Node, tuple[object, ...]]:
    """All that a screen can see of a state."""
    nodes: list[Node] = [(c, "") for c in CODES]
    nodes += [(c, s.id) for c in ("Ra", "Rb", "Rc") for s in SPOTS] + [("P", s.id) for s in PLACES]
    return {
        (code, spot): (
            live.is_hidden(code, spot), live.value(code, spot), live.choices(code, spot),
            live.is_required(code, spot), live.is_read_only(code, spot), live.problem(code, spot),
            live.entries_wanted(code),
        )
        for code, spot in nodes
    }  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(forms(), changes())
def test_one_change_at_a_time_is_the_same_as_everything_anew(
    items: list[ChecklistItem], acts: list[tuple[Node, str]]
) -> None:
    form = LiveForm(items)
    kinds = {i.code: i.answer.kind for i in items}
    answers: dict[Node, Answer] = {}
    live = form.open({}, {}, NOW, (*SPOTS, *PLACES))
    for (code, spot), value in acts:
        is_tick = kinds[code] is AnswerKind.TICK
        if is_tick and value not in ("", *AnswerResult):
            continue
        before = everything(form, live)
        live, changed = form.change(live, code, value, spot)
        result = AnswerResult.RECORDED if value else AnswerResult.NOT_CHECKED
        if is_tick and value:
            result = AnswerResult(value)
        answers[(code, spot)] = Answer(
            inspection_id="i", item_code=code, result=result, spot_id=spot, value="" if is_tick else value
        )
        wholes = {c: a for (c, s), a in answers.items() if not s}
        at_spots = {node: a for node, a in answers.items() if node[1]}
        anew = form.open(wholes, at_spots, NOW, (*SPOTS, *PLACES))
        after = everything(form, live)
        assert after == everything(form, anew)
        assert {c for c, s in before if before[(c, s)] != after[(c, s)]} <= changed
