# SPDX-License-Identifier: MulanPSL-2.0
"""Two entries of one enterprise: proposed by credit code, merged or kept apart by a person, the same everywhere."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.conflict import Choice, ConflictKind, entries_to_merge
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.equipment import EquipmentDraft
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.merged_enterprises import shown_ids
from inspector_app.domain.problems import Refused
from inspector_app.handoff.conflicts import count_open, list_conflicts
from inspector_app.handoff.settling import settle
from inspector_app.ledgers import documents as papers
from inspector_app.ledgers import due, equipment, inspections
from inspector_app.ledgers import enterprises as register
from inspector_app.ledgers import findings as finding_ledger
from inspector_app.operations import enterprise_import, enterprises, inspection_moves, undo
from inspector_app.operations import inspections as visits
from inspector_app.operations.enterprise_merge import merge_enterprises, separate_enterprise
from inspector_app.operations.equipment import keep_equipment
from inspector_app.storage import enterprises as rows
from inspector_app.workspace import Workspace, create_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_code, a_finding, a_unit, an_enterprise, an_inspection, an_order
from tests.helpers.unit import exchange

CODE = a_code(7)


@pytest.fixture
def both(tmp_path: Path, clock: Clock) -> Iterator[tuple[Workspace, Workspace]]:
    made = tuple(create_workspace(tmp_path / name, clock=clock) for name in ("left", "right"))
    a_unit(made[0])
    exchange(*made)
    yield made[0], made[1]
    for ws in made:
        ws.close()


@pytest.fixture
def twins(both: tuple[Workspace, Workspace], clock: Clock) -> tuple[Enterprise, Enterprise]:
    """The same enterprise, registered on two laptops that were apart, inspected by both."""
    left, right = both
    one = an_enterprise(left, 7, name="清河恒源化工有限公司", address="工业园区东路1号")
    clock.move(minutes=5)
    other = an_enterprise(
        right, 7, name="清河县恒源化工有限责任公司", address="工业园区东路1号（原老厂）", note="二期在建"
    )
    for ws, owner in ((left, one), (right, other)):
        keep_equipment(ws, owner.id, EquipmentDraft(category="锅炉", name=f"{owner.name}锅炉"))
        visit = an_inspection(ws, owner)
        a_finding(ws, visit, place=owner.address)
        clock.move(hours=1)
        visits.finish_inspection(ws, visit.id)
        an_order(ws, visit.id) if ws is left else None
    alike(*both)
    return one, other


def alike(left: Workspace, right: Workspace) -> None:
    exchange(left, right)
    assert left.digest() == right.digest()
    assert list_conflicts(left) == list_conflicts(right)


def test_two_entries_with_one_code_are_a_proposal_side_by_side(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    (seen,) = [c for c in list_conflicts(both[1]) if c.kind is ConflictKind.ENTERPRISE]
    assert seen.id == f"enterprise:{CODE}" and seen.is_open
    assert [s.row_id for s in seen.sides] == [twins[0].id, twins[1].id]
    cells = {cell.label: cell for cell in seen.cells}
    assert cells["名称"].differs and cells["地址"].differs and not cells["统一社会信用代码"].differs
    assert cells["关联记录"].texts == (
        "检查 1 次，隐患 1 条，文书 2 份，特种设备 1 台",
        "检查 1 次，隐患 1 条，文书 0 份，特种设备 1 台",
    )
    assert entries_to_merge(seen, 1) == (twins[1].id, (twins[0].id,))


def test_the_kept_entry_has_everything_of_both_and_papers_stay_as_printed(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise], clock: Clock
) -> None:
    left, right = both
    kept, gone = twins[1], twins[0]
    printed = {row.document.id: (row.document.content_sha256, row.document.number) for row in papers.rows(left)}
    merge_enterprises(right, kept.id, gone.id)
    alike(left, right)
    for ws in both:
        assert [r.enterprise.id for r in register.find_enterprises(ws)] == [kept.id]
        assert register.count(ws) == 1
        (row,) = register.find_enterprises(ws, "恒源")
        assert row.open_findings == 2
        history = register.history(ws, gone.id)
        assert history == register.history(ws, kept.id)
        assert (len(history.inspections), len(history.open_findings), len(history.documents)) == (2, 2, 2)
        assert {r.enterprise_name for r in finding_ledger.rows(ws)} == {kept.name}
        assert {r.enterprise_id for r in inspections.rows(ws, state=InspectionState.FINISHED)} == {kept.id}
        assert {line.enterprise_name for line in equipment.lines(ws)} == {kept.name}
        assert len(equipment.lines(ws, kept.id)) == 2
        assert inspection_moves.visits_this_year(ws, kept.id, 2026).count == 2
        assert {e.enterprise_id for e in due.due_list(ws, ws.today(), days=60)} == {kept.id}
        assert {r.document.id: (r.document.content_sha256, r.document.number) for r in papers.rows(ws)} == printed
        assert [e.id for e in register.merged(ws, kept.id)] == [gone.id]
        assert not [c for c in list_conflicts(ws) if c.kind is ConflictKind.ENTERPRISE]
        assert ws.check().is_well


def test_what_is_found_by_the_name_of_a_merged_entry_is_the_kept_one(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, _ = both
    merge_enterprises(left, twins[0].id, twins[1].id)
    for text in ("有限责任公司", "qhxhyhg", CODE, "原老厂"):
        assert [r.enterprise.id for r in register.find_enterprises(left, text)] == [twins[0].id], text
    assert register.find_enterprises(left, "没有这家") == ()
    with pytest.raises(Refused) as refused:
        an_enterprise(left, 7, name="又一个")
    assert refused.value.problems[0].fields["name"] == twins[0].name


def test_fields_are_taken_over_on_request_and_the_merge_can_be_taken_back(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, _ = both
    one, other = twins
    kept = merge_enterprises(left, one.id, other.id, take=["name", "note"]).value
    assert (kept.name, kept.note, kept.address) == (other.name, other.note, one.address)
    assert kept.initials == enterprises.initials_of(other.name)
    with pytest.raises(Refused):
        merge_enterprises(left, one.id, other.id)  # it is one already
    undo.undo_last(left)
    assert {r.enterprise.id for r in register.find_enterprises(left)} == {one.id, other.id}
    assert register.enterprise(left, one.id) == one
    with pytest.raises(Refused) as refused:
        merge_enterprises(left, one.id, "nobody", take=["colour"])
    assert {p.code.value for p in refused.value.problems} == {"not_found", "value_not_allowed"}


def test_a_merged_entry_can_be_separated_later(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, right = both
    merge_enterprises(left, twins[0].id, twins[1].id)
    alike(left, right)
    separate_enterprise(right, twins[1].id)
    alike(left, right)
    assert {r.enterprise.id for r in register.find_enterprises(left)} == {twins[0].id, twins[1].id}
    with pytest.raises(Refused):
        separate_enterprise(left, twins[1].id)


def test_declared_different_they_are_proposed_no_more_until_a_third_comes(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, right = both
    settle(left, f"enterprise:{CODE}", Choice.DIFFERENT, reason="同一代码的两个分厂")
    alike(left, right)
    assert count_open(right) == 0
    with right.operation(undo.Op.REGISTER_ENTERPRISE) as step:  # as a third laptop would bring it
        third = dataclasses.replace(twins[0], id=step.new_id(), name="恒源三厂")
        rows.put_enterprise(step.db, third)
    alike(left, right)
    (seen,) = list_conflicts(left)
    assert len(seen.sides) == 3 and seen.is_open


def test_entries_with_one_name_are_a_hint_only(both: tuple[Workspace, Workspace]) -> None:
    left, right = both
    an_enterprise(left, 1, name="清河县安平加油站", credit_code="")
    an_enterprise(right, 2, name="清河县安平加油站")
    alike(left, right)
    (seen,) = list_conflicts(left)
    assert (seen.kind, seen.is_open, seen.id) == (ConflictKind.SAME_NAME, False, "same_name:清河县安平加油站")
    assert count_open(left) == 0


def test_an_entry_whose_code_is_there_twice_may_still_be_amended(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, _ = both
    values = {name: getattr(twins[0], name) for name in enterprises.TEXTS}
    enterprises.amend_enterprise(left, twins[0].id, EnterpriseDraft(**{**values, "phone": "13911112222"}))
    assert register.enterprise(left, twins[0].id).phone == "13911112222"
    an_enterprise(left, 9)
    with pytest.raises(Refused):
        enterprises.amend_enterprise(left, twins[0].id, EnterpriseDraft(**{**values, "credit_code": a_code(9)}))


def test_an_import_updates_the_kept_entry(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise], tmp_path: Path
) -> None:
    left, _ = both
    merge_enterprises(left, twins[1].id, twins[0].id)
    path = tmp_path / "register.csv"
    path.write_text(f"企业名称,统一社会信用代码,电话\n{twins[1].name},{CODE},13700000000\n", encoding="utf-8")
    enterprise_import.import_enterprises(left, enterprise_import.preview_import(left, path))
    assert register.enterprise(left, twins[0].id).phone == "13700000000"
    assert register.count(left) == 1


def test_merged_the_other_way_round_at_once_one_of_them_is_shown_everywhere(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, right = both
    one, other = twins
    merge_enterprises(left, one.id, other.id)
    merge_enterprises(right, other.id, one.id)
    alike(left, right)
    main = min(one.id, other.id)
    for ws in both:
        assert [r.enterprise.id for r in register.find_enterprises(ws)] == [main]
        assert {r.enterprise_name for r in finding_ledger.rows(ws)} == {register.enterprise(ws, main).name}
        assert len(register.history(ws, main).inspections) == 2
        assert count_open(ws) == 0


def test_one_entry_merged_into_two_at_once_is_a_conflict_of_which_target(
    both: tuple[Workspace, Workspace], twins: tuple[Enterprise, Enterprise]
) -> None:
    left, right = both
    third = an_enterprise(left, 8)
    alike(left, right)
    merge_enterprises(left, twins[0].id, twins[1].id)
    merge_enterprises(right, third.id, twins[1].id)
    alike(left, right)
    seen = next(c for c in list_conflicts(left) if c.field == "merged_into")
    assert {s.text for s in seen.sides} == {twins[0].name, third.name}
    settle(left, seen.id, str(1 + [s.value for s in seen.sides].index(twins[0].id)))
    alike(left, right)
    assert register.enterprise(right, twins[1].id).id == twins[0].id


@pytest.mark.parametrize(
    ("merged", "missing", "shown"),
    [
        ({}, (), {}),
        ({"b": "a"}, (), {"b": "a"}),
        ({"c": "b", "b": "a"}, (), {"c": "a", "b": "a"}),
        ({"a": "b", "b": "a"}, (), {"a": "a", "b": "a"}),
        ({"d": "c", "c": "b", "b": "c"}, (), {"d": "b", "c": "b", "b": "b"}),
        ({"a": "a"}, (), {"a": "a"}),
        ({"b": "x", "c": "b"}, ("x",), {"b": "b", "c": "b"}),
    ],
)
def test_which_entry_is_shown(merged: dict[str, str], missing: tuple[str, ...], shown: dict[str, str]) -> None:
    assert shown_ids(merged, missing) == shown


def test_the_database_and_the_domain_say_the_same_of_any_tangle(ws: Workspace) -> None:
    chance = random.Random(5)
    known = an_enterprise(ws)
    for _ in range(60):
        names = [f"e{n}" for n in range(chance.randint(1, 9))]
        targets = {name: chance.choice([*names, "", "", "gone"]) for name in names}
        with ws.books() as db:  # no journal: only the reading is looked at
            db.conn.execute("INSERT INTO merging_now VALUES (1)")
            db.conn.execute("DELETE FROM enterprises")
            for name in names:
                rows.put_enterprise(db, dataclasses.replace(known, id=name, name=name))
                rows.put_merged(db, name, targets[name])
            db.conn.execute("DELETE FROM merging_now")
            expected = shown_ids({k: v for k, v in targets.items() if v}, ["gone"])
            sql = f"SELECT s.id, e.id FROM enterprises s {rows.joined('s.id')}"
            assert dict(db.conn.execute(sql).fetchall()) == {name: expected.get(name, name) for name in names}
            for name in names:
                main = expected.get(name, name)
                assert rows.shown_id(db, name) == main
                assert set(rows.entries_of(db, name)) == {n for n in names if expected.get(n, n) == main}


def test_the_entry_that_stands_for_another_is_not_deleted(both: tuple[Workspace, Workspace]) -> None:
    left, right = both
    kept, gone = an_enterprise(left, 1), an_enterprise(left, 2)
    alike(left, right)
    merge_enterprises(left, kept.id, gone.id)
    values = {name: getattr(kept, name) for name in enterprises.TEXTS}
    enterprises.amend_enterprise(left, kept.id, EnterpriseDraft(**{**values, "phone": "13911112222"}))
    with right.operation(undo.Op.UNDO) as step:
        step.db.conn.execute("DELETE FROM enterprises WHERE id = ?", (kept.id,))
    alike(left, right)
    (seen,) = list_conflicts(right)
    with pytest.raises(Refused) as refused:
        settle(right, seen.id, Choice.DELETE)
    assert [p.code.value for p in refused.value.problems] == ["conflict_choice"]
    settle(right, seen.id, Choice.KEEP)
    alike(left, right)
    assert [r.enterprise.id for r in register.find_enterprises(right)] == [kept.id]
