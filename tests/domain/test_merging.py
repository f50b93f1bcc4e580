# SPDX-License-Identifier: MulanPSL-2.0
"""One row from all its edits: what is agreed, what is in conflict, what an issue fixed, what a deletion means."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.merging import (
    WHOLE_ROW,
    Chain,
    Edit,
    EditKind,
    Merged,
    atomic,
    columns_of,
    merge_row,
)

Seen = dict[tuple[Chain, int], dict[Chain, int]]


def edit(name: str, kind: EditKind = EditKind.SET, /, **values: object) -> Edit:
    """`A1` is the first operation of laptop A."""
    return Edit(kind=kind, operation=name, device=name[0], incarnation="1", seq=int(name[1:]), ordinal=1, values=values)


def merged(table: str, edits: Sequence[Edit], seen: dict[str, str] | None = None) -> Merged:
    """`seen={"B1": "A2"}`: whoever made B1 (and all later ones of B) had A2 and what came before it."""
    known = seen or {}

    def saw(later: Chain, later_seq: int, earlier: Chain, earlier_seq: int) -> bool:
        return any(
            name[0] == later[0]
            and int(name[1:]) <= later_seq
            and what[0] == earlier[0]
            and int(what[1:]) >= earlier_seq
            for name, whats in known.items()
            for what in whats.split()
        )

    return merge_row(table, edits, saw, {})


MADE = edit("A1", EditKind.MAKE, id="x", name="甲", phone="1")


def test_different_fields_are_both_kept() -> None:
    row = merged("enterprises", [MADE, edit("A2", name="乙"), edit("B1", phone="2")], {"B1": "A1"})
    assert row.values == {"id": "x", "name": "乙", "phone": "2"}
    assert row.conflicts == ()


def test_one_field_edited_by_two_is_a_conflict_with_both_values() -> None:
    row = merged("enterprises", [MADE, edit("A2", name="乙"), edit("B1", name="丙")], {"B1": "A1"})
    (conflict,) = row.conflicts
    assert conflict.field == "name"
    assert {h.values["name"] for h in conflict.heads} == {"乙", "丙"}
    assert row.values["name"] == conflict.shown


def test_equal_edits_agree() -> None:
    row = merged("enterprises", [MADE, edit("A2", name="乙"), edit("B1", name="乙")], {"B1": "A1"})
    assert (row.values["name"], row.conflicts) == ("乙", ())


def test_who_saw_both_replaces_both() -> None:
    edits = [MADE, edit("A2", name="乙"), edit("B1", name="丙"), edit("C1", name="丁")]
    row = merged("enterprises", edits, {"B1": "A1", "C1": "A2 B1"})
    assert (row.values["name"], row.conflicts) == ("丁", ())


def test_a_settlement_counts_even_where_it_keeps_the_value() -> None:
    edits = [MADE, edit("A2", name="乙"), edit("B1", name="丙"), edit("A3", EditKind.SETTLE, name="乙")]
    row = merged("enterprises", edits, {"B1": "A1", "A3": "B1"})
    assert (row.values["name"], row.conflicts) == ("乙", ())


def test_two_persons_settle_differently_and_it_is_a_conflict_again() -> None:
    edits = [
        MADE, edit("A2", name="乙"), edit("B1", name="丙"),
        edit("A3", EditKind.SETTLE, name="乙"), edit("B2", EditKind.SETTLE, name="丙"),
    ]  # fmt: skip
    row = merged("enterprises", edits, {"B1": "A1", "A3": "B1", "B2": "A2"})
    assert {h.values["name"] for h in row.conflicts[0].heads} == {"乙", "丙"}


def test_a_deleted_row_that_nobody_else_touched_is_gone() -> None:
    assert not merged("enterprises", [MADE, edit("B1", EditKind.DROP)], {"B1": "A1"}).alive


def test_an_edit_beats_a_deletion_and_a_person_is_told() -> None:
    row = merged("enterprises", [MADE, edit("A2", name="乙"), edit("B1", EditKind.DROP)], {"B1": "A1"})
    assert row.alive
    assert [c.field for c in row.conflicts] == [WHOLE_ROW]
    settled = [MADE, edit("A2", name="乙"), edit("B1", EditKind.DROP), edit("A3", EditKind.SETTLE, **{"": "keep"})]
    row = merged("enterprises", settled, {"B1": "A1", "A3": "B1"})
    assert row.alive
    assert row.conflicts == ()


def test_a_row_made_again_after_its_deletion_lives() -> None:
    again = edit("B2", EditKind.MAKE, id="x", name="戊", phone="9")
    row = merged("phrases", [MADE, edit("B1", EditKind.DROP), again], {"B1": "A1"})
    assert (row.alive, row.values["name"]) == (True, "戊")


def test_what_was_issued_stays_and_the_late_change_is_listed_as_frozen() -> None:
    found = edit("A1", EditKind.MAKE, id="x", description="原", status="recorded")
    issue = Edit(kind=EditKind.PIN, operation="A2", device="A", incarnation="1", seq=2, ordinal=10**9)
    for name in ("0", "zz"):  # whatever the ids are: not chance decides, the paper does
        late = Edit(
            kind=EditKind.SET, operation=name, device="B", incarnation="1", seq=1, ordinal=1,
            values={"description": "改"},
        )  # fmt: skip
        row = merged("findings", [found, issue, late], {"B1": "A1"})
        (conflict,) = row.conflicts
        assert row.values["description"] == "原"
        assert conflict.frozen


def test_who_knew_of_the_issue_may_change_the_finding_afterwards() -> None:
    found = edit("A1", EditKind.MAKE, id="x", description="原")
    issue = Edit(kind=EditKind.PIN, operation="A2", device="A", incarnation="1", seq=2, ordinal=10**9)
    row = merged("findings", [found, issue, edit("B1", description="改")], {"B1": "A2"})
    assert (row.values["description"], row.conflicts) == ("改", ())


@pytest.mark.parametrize("first", ["closed", "reopened"])
def test_of_two_states_the_more_cautious_one_is_shown(first: str) -> None:
    second = "reopened" if first == "closed" else "closed"
    made = edit("A1", EditKind.MAKE, id="x", status="ordered")
    row = merged("findings", [made, edit("A2", status=first), edit("B1", status=second)], {"B1": "A1"})
    assert row.values["status"] == "reopened"
    assert len(row.conflicts) == 1


def test_counters_grow_and_never_conflict() -> None:
    made = edit("A1", EditKind.MAKE, id="x", copies_printed=1)
    row = merged("documents", [made, edit("A2", copies_printed=2), edit("B1", copies_printed=4)], {"B1": "A1"})
    assert (row.values["copies_printed"], row.conflicts) == (4, ())


def test_fields_of_a_form_merge_key_by_key() -> None:
    old = {"fields": '{"a":"1","b":"2"}'}
    one = atomic("document_drafts", old, {"fields": '{"a":"9","b":"2"}'})
    two = atomic("document_drafts", old, {"fields": '{"a":"1","c":"3"}'})
    assert (one, two) == ({"fields/a": "9"}, {"fields/b": None, "fields/c": "3"})
    made = edit("A1", EditKind.MAKE, **{"id": "x", **atomic("document_drafts", None, old)})
    row = merged("document_drafts", [made, edit("A2", **one), edit("B1", **two)], {"B1": "A1"})
    assert row.values["fields"] == '{"a":"9","c":"3"}'
    assert row.conflicts == ()


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.text(max_size=3), max_size=4))
def test_columns_of_takes_apart_and_puts_together(fields: dict[str, str]) -> None:
    import json

    row = {"id": "x", "fields": json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))}
    assert columns_of("follow_ups", atomic("follow_ups", None, row)) == row


def test_the_order_of_arrival_does_not_matter() -> None:
    edits = [MADE, edit("A2", name="乙"), edit("B1", name="丙"), edit("B2", EditKind.DROP), edit("C1", phone="7")]
    seen = {"B1": "A1", "C1": "A1"}
    rows = [merged("enterprises", order, seen) for order in itertools.permutations(edits)]
    assert all(row == rows[0] for row in rows)
