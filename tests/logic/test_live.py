# SPDX-License-Identifier: MulanPSL-2.0
"""The logic of a form while it is answered: what is hidden, computed, required, allowed, in entries and places."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem
from inspector_app.domain.inspection import Answer, AnswerResult, Spot
from inspector_app.domain.problems import ProblemCode
from inspector_app.logic.live import Live, LiveForm, logic_faults
from tests.helpers.items import choices, item

K = AnswerKind
NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


def opened(*items: ChecklistItem, spots: tuple[Spot, ...] = (), **given: str) -> tuple[LiveForm, Live]:
    """Open a form with values by code."""
    form = LiveForm(items)
    live = form.open({}, {}, NOW, spots)
    for code, value in given.items():
        live, _ = form.change(live, code, value)
    return form, live


def a_spot(n: int, code: str = "R", **changes: Any) -> Spot:
    return Spot(**{"id": f"s{n}", "inspection_id": "i", "item_code": code, "ordinal": n, **changes})


def test_a_checklist_of_ticks_has_no_logic() -> None:
    form, live = opened(item("A"), item("B"), A="compliant")
    assert not form.has_logic and form.faults == () and form.computed() == ()
    assert live.hidden == frozenset() and live.value("A") == "compliant" and live.problem("B") is None
    assert not live.is_required("A") and not live.is_read_only("A") and live.choices("A") == ()


def test_an_irrelevant_item_is_blank_for_others_and_keeps_its_answer() -> None:
    items = (
        item("A", K.CHOICE, choices=choices("yes", "no")),
        item("B", K.NUMBER, relevant="${A} = 'yes'"),
        item("C", K.COMPUTED, calculation="${B} * 2"),
        item("D", relevant="${C} > 5"),
    )
    form, live = opened(*items, A="yes", B="4")
    assert live.value("C") == "8" and live.hidden == frozenset()
    live, changed = form.change(live, "A", "no")
    assert live.hidden == {"B", "D"} and live.value("B") == "" and live.value("C") == ""
    assert changed == {"A", "B", "C", "D"}
    live, changed = form.change(live, "A", "yes")
    assert live.value("B") == "4" and live.value("C") == "8" and live.hidden == frozenset()


def test_a_change_names_only_what_looks_different() -> None:
    items = (
        item("A", K.NUMBER), item("B", K.NUMBER, required="${A} > 3"), item("C", K.NUMBER, constraint=". < ${A}"),
        item("D", K.NUMBER, required="${A} > 100"), item("E", relevant="${D} = 1"),
    )  # fmt: skip
    form, live = opened(*items)
    live, changed = form.change(live, "A", "5")
    assert changed == {"A", "B"}
    live, changed = form.change(live, "C", "9")
    assert changed == {"C"}
    live, changed = form.change(live, "A", "6")
    assert changed == {"A"}, "C stays faulty, B stays required"


def test_a_constraint_looks_at_its_own_value_and_says_its_message() -> None:
    rule = {"constraint": ". >= 0 and . <= 4", "constraint_message": "电阻应在 0 到 4 之间"}
    form, live = opened(item("A", K.NUMBER, **rule))
    assert live.problem("A") is None, "nothing is checked while there is no answer"
    live, _ = form.change(live, "A", "5")
    problem = live.problem("A")
    assert problem is not None and problem.code is ProblemCode.ANSWER_CONSTRAINT and problem.where == "item:A"
    assert problem.fields == {"item": "A", "message": "电阻应在 0 到 4 之间"}
    live, _ = form.change(live, "A", "4")
    assert live.problem("A") is None


def test_required_is_satisfied_by_an_answer_or_by_leaving_it_out_on_purpose() -> None:
    items = (
        item("A"),
        item("B", K.TEXT, required="yes", required_message="写明原因"),
        item("C", required="${A} != ''"),
    )
    form, live = opened(*items)
    problem = live.problem("B")
    assert problem is not None and problem.code is ProblemCode.ANSWER_REQUIRED
    assert problem.fields["message"] == "写明原因" and live.problem("C") is None
    live, changed = form.change(live, "A", "compliant")
    assert live.problem("C") is not None and "C" in changed
    live, _ = form.change(live, "B", "", is_settled=True)
    assert live.problem("B") is None
    live, _ = form.change(live, "C", "not_applicable")
    assert live.problem("C") is None


def test_a_filter_leaves_choices_by_their_columns() -> None:
    towns = choices("t1", "t2", "t3", t1={"district": "d1"}, t2={"district": "d2"}, t3={"district": "d2"})
    items = (
        item("D", K.CHOICE, choices=choices("d1", "d2")),
        item("T", K.CHOICES, choices=towns, choice_filter="district = ${D}"),
    )
    form, live = opened(*items, D="d2")
    assert [c.name for c in live.choices("T")] == ["t2", "t3"]
    live, _ = form.change(live, "T", "t2 t3")
    assert live.problem("T") is None
    live, changed = form.change(live, "D", "d1")
    problem = live.problem("T")
    assert (
        problem is not None and problem.code is ProblemCode.ANSWER_NOT_A_CHOICE and problem.fields["found"] == "t2 t3"
    )
    assert changed == {"D", "T"}


def test_what_is_computed_or_locked_is_read_only() -> None:
    items = (
        item("A", K.NUMBER), item("B", K.TEXT, calculation="concat(${A}, '台')"),
        item("C", K.TEXT, read_only="${A} > 1"), item("D", K.COMPUTED, calculation="today()", trigger="${A}"),
    )  # fmt: skip
    form, live = opened(*items, A="1", B="typed")
    assert live.value("B") == "1台", "what was typed before does not matter"
    assert live.is_read_only("B") and not live.is_read_only("C") and live.is_read_only("D")
    live, changed = form.change(live, "A", "2")
    assert live.is_read_only("C") and changed == {"A", "B", "C"}
    assert form.computed() == ("B",)


def test_a_number_that_cannot_be_computed_is_nothing() -> None:
    _, live = opened(item("A", K.NUMBER), item("B", K.COMPUTED, calculation="${A} + 1"))
    assert live.value("B") == ""


def test_the_clock_stands_still() -> None:
    items = (item("A", K.COMPUTED, calculation="now()"), item("B", K.DATE, constraint=". <= today()"))
    form, live = opened(*items, B="2026-11-23")
    assert live.value("A") == "2026-11-22T09:05" and live.problem("B") is not None
    live, _ = form.change(live, "B", "2026-11-22")
    assert live.problem("B") is None


# Entries and places -----------------------------------------------------------------------------------------

REPEAT = (
    item("R", K.ENTRIES, relevant="${N} != 'no'", repeat_count="${M}"),
    item("Ra", K.NUMBER, parent="R"),
    item("Rb", K.COMPUTED, parent="R", calculation="${Ra} * ${F} + position(..)"),
    item("Rc", K.TEXT, parent="R", relevant="${Ra} > 10", required="true()"),
    item("N", K.TEXT),
    item("M", K.WHOLE),
    item("F", K.NUMBER),
    item("Sum", K.COMPUTED, calculation="sum(${Ra})"),
    item("Count", K.COMPUTED, calculation="count(${R})"),
    item("First", K.COMPUTED, calculation="indexed-repeat(${Ra}, ${R}, 1)"),
)


def test_each_entry_computes_for_itself() -> None:
    form = LiveForm(REPEAT)
    live = form.open({}, {}, NOW, (a_spot(1), a_spot(2), a_spot(3, removed_reason="误建")))
    assert live.value("Count") == "2" and live.spots_of("Ra") == ("s1", "s2") and live.spots_of("N") == ("",)
    live, _ = form.change(live, "F", "10")
    live, changed = form.change(live, "Ra", "3", "s1")
    assert changed >= {"Ra", "Rb", "Sum", "First"} and live.value("Rb", "s2") == ""
    live, changed = form.change(live, "Ra", "20", "s2")
    assert "First" not in changed
    assert (live.value("Rb", "s1"), live.value("Rb", "s2")) == ("31", "202")
    assert (live.value("Sum"), live.value("First")) == ("23", "3")
    assert live.is_hidden("Rc", "s1") and not live.is_hidden("Rc", "s2") and "Rc" not in live.hidden
    assert live.problem("Rc", "s1") is None
    problem = live.problem("Rc", "s2")
    assert problem is not None and problem.where == "item:Rc:s2"


def test_a_hidden_repeat_hides_its_parts_and_counts_nothing() -> None:
    form = LiveForm(REPEAT)
    live = form.open({}, {}, NOW, (a_spot(1),))
    live, _ = form.change(live, "Ra", "20", "s1")
    live, changed = form.change(live, "N", "no")
    assert {"R", "Ra", "Rb", "Rc"} <= live.hidden and live.is_hidden("Rc", "s1") and live.problem("Rc", "s1") is None
    assert live.value("Sum") == "0" and live.value("Count") == "0" and {"R", "Ra", "Sum", "Count"} <= changed


def test_a_repeat_says_how_many_entries_it_wants() -> None:
    form, live = opened(*REPEAT)
    assert live.entries_wanted("R") is None
    live, changed = form.change(live, "M", "3")
    assert live.entries_wanted("R") == 3 and "R" in changed and live.entries_wanted("M") is None


def test_a_new_entry_may_be_answered_before_the_form_knows_it() -> None:
    form, live = opened(*REPEAT)
    live, changed = form.change(live, "Ra", "5", "new")
    assert live.value("Sum") == "5" and changed == frozenset(i.code for i in REPEAT)


def test_places_have_values_of_their_own_under_one_relevance() -> None:
    items = (
        item("A"), item("P", K.NUMBER, several_places=True, relevant="${A} = 'noncompliant'", constraint=". < 10"),
        item("Max", K.COMPUTED, calculation="max(${P})"),
    )  # fmt: skip
    form, live = opened(*items, spots=(a_spot(1, "P"), a_spot(2, "P")), A="noncompliant")
    live, _ = form.change(live, "P", "4", "s1")
    live, _ = form.change(live, "P", "12", "s2")
    assert live.value("Max") == "12" and live.problem("P", "s1") is None and live.problem("P", "s2") is not None
    live, _ = form.change(live, "A", "compliant")
    assert live.is_hidden("P", "s2") and live.problem("P", "s2") is None and live.value("Max") == ""


# Defaults, triggers, frozen values --------------------------------------------------------------------------


def test_defaults_are_values_or_expressions_that_see_each_other() -> None:
    items = (
        item("A", K.NUMBER, default="3"), item("B", K.NUMBER, default="${A} + 1"), item("C", K.DATE, default="today()"),
        item("D", K.TEXT, default="甲-乙 (丙)"), item("E", K.TEXT, default="foo(1)"),
        item("F", K.NUMBER, default="1 div 0"), item("R", K.ENTRIES),
        item("Ra", K.NUMBER, parent="R", default="${A} * 2"),
    )  # fmt: skip
    form, live = opened(*items)
    assert form.defaults(live) == {"A": "3", "B": "4", "C": "2026-11-22", "D": "甲-乙 (丙)"}
    live = form.open({}, {}, NOW, (a_spot(1),))
    live, _ = form.change(live, "A", "5")
    assert form.defaults(live, "R", "s1") == {"Ra": "10"}
    assert "A" not in form.defaults(live), "what was answered is not proposed again"


def test_a_trigger_computes_once_when_its_item_is_answered() -> None:
    items = (
        item("A", K.NUMBER), item("B", K.INSTANT, calculation="now()", trigger="${A}"),
        item("C", K.COMPUTED, calculation="${A} * 2", trigger="${A}, ${B}"), item("D", K.NUMBER),
    )  # fmt: skip
    form, live = opened(*items, A="4")
    assert form.has_triggers and live.value("C") == "" and not live.is_read_only("B")
    assert form.triggered(live, "A") == {("B", ""): "2026-11-22T09:05", ("C", ""): "8"}
    assert form.triggered(live, "D") == {}


def test_frozen_values_are_those_that_were_kept() -> None:
    form = LiveForm([item("A", K.NUMBER), item("B", K.COMPUTED, calculation="${A} * 2")])
    kept = {
        code: Answer(inspection_id="i", item_code=code, result=AnswerResult.RECORDED, value=value)
        for code, value in (("A", "4"), ("B", "7"))
    }
    assert form.open(kept, {}, NOW, is_frozen=True).value("B") == "7"
    assert form.open(kept, {}, NOW).value("B") == "8"


# Faults -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"relevant": "${A} ="}, ProblemCode.EXPRESSION_WRONG, "B:relevant"),
        ({"constraint": "${Z} > 1"}, ProblemCode.EXPRESSION_NAME, "B:constraint"),
        ({"calculation": "other + 1"}, ProblemCode.EXPRESSION_NAME, "B:calculation"),
        ({"choice_filter": "nothere = 1"}, ProblemCode.EXPRESSION_NAME, "B:choice_filter"),
        ({"required": "foo()"}, ProblemCode.EXPRESSION_WRONG, "B:required"),
        ({"default": "${Z}"}, ProblemCode.EXPRESSION_NAME, "B:default"),
        ({"trigger": "${Z}"}, ProblemCode.EXPRESSION_NAME, "B:trigger"),
        ({"relevant": ". = 1 and ${B} = 1"}, ProblemCode.EXPRESSION_CYCLE, "B:relevant"),
    ],
)
def test_a_faulty_expression_has_its_problem_and_counts_as_absent(
    changes: dict[str, str], code: ProblemCode, where: str
) -> None:
    made = item("B", K.CHOICE, choices=choices("x", x={"col": "1"}), **changes)
    problems = logic_faults([item("A"), made])
    assert [(p.code, p.where) for p in problems] == [(code, where)]
    assert problems[0].fields["item"] == "B"
    _, live = opened(item("A"), made, A="compliant")
    assert live.hidden == frozenset() and live.problem("B") is None and len(live.choices("B")) == 1


def test_every_fault_is_told_at_once() -> None:
    items = [item("A", relevant="(", constraint="${X}", calculation="1 +"), item("B", required="foo(1)")]
    assert [p.where for p in logic_faults(items)] == ["A:relevant", "A:calculation", "A:constraint", "B:required"]


def test_circles_are_named_and_the_rest_goes_on() -> None:
    items = (
        item("A", K.COMPUTED, calculation="${B} + 1"), item("B", K.COMPUTED, calculation="${C} + 1"),
        item("C", K.COMPUTED, calculation="${A} + 1"), item("D", K.COMPUTED, calculation="${E} + 1"),
        item("E", K.NUMBER), item("R", K.ENTRIES, relevant="${Ra} > 1"), item("Ra", K.NUMBER, parent="R"),
    )  # fmt: skip
    faults = logic_faults(items)
    assert [p.code for p in faults] == [ProblemCode.EXPRESSION_CYCLE] * 2
    assert {frozenset(p.fields["items"].split(" → ")) for p in faults} == {frozenset("ABC"), frozenset({"R", "Ra"})}
    _, live = opened(*items, E="4")
    assert live.value("D") == "5" and live.value("A") == "" and live.hidden == frozenset()


def test_a_constraint_may_look_at_what_looks_back() -> None:
    items = (item("A", K.NUMBER, constraint=". < ${B}"), item("B", K.NUMBER, constraint=". > ${A}"))
    assert logic_faults(items) == ()


def test_a_long_chain_is_computed_in_order_whatever_the_order_of_the_items() -> None:
    chain = [item(f"A{n}", K.COMPUTED, calculation=f"${{A{n - 1}}} + 1") for n in range(1, 1500)]
    form, live = opened(*reversed(chain), item("A0", K.NUMBER), A0="1")
    assert live.value("A1499") == "1500"
    live, changed = form.change(live, "A0", "2")
    assert live.value("A1499") == "1501" and len(changed) == 1500
