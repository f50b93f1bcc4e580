# SPDX-License-Identifier: MulanPSL-2.0
"""Random draws in a data folder: frozen before the seed, drawn once, replaced with reasons, verified, published."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import timedelta

import pytest

from inspector_app.domain.draw import DrawPick, DrawState, PickState
from inspector_app.domain.draw_conditions import Avoidance, Exclusion, ObjectExclusion, ObjectFilter, StratumRule
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState
from inspector_app.domain.inspection import InspectionTask, TaskSource
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.ledgers import draws as ledger
from inspector_app.ledgers import enterprises as enterprise_ledger
from inspector_app.operations import draws, enterprise_merge, enterprises, inspection_moves, inspections
from inspector_app.operations.draws import DrawDraft
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.storage.record_rows import get_record
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.draws import PEOPLE, SEED, by_name, drawn, frozen, place_officer, populate, refused, rows
from tests.helpers.makers import OFFICERS, an_enterprise, an_inspection


@pytest.fixture
def place(unit: Workspace) -> Workspace:
    return populate(unit)


def test_the_lists_are_kept_as_files_before_there_is_a_seed(place: Workspace) -> None:
    made = frozen(place)
    assert (made.state, made.seed, made.record_sha256) == (DrawState.FROZEN, "", "")
    objects, officers = ledger.lists_bytes(place, made.id)
    assert hashlib.sha256(objects).hexdigest() == made.objects_sha256
    assert hashlib.sha256(officers).hexdigest() == made.officers_sha256
    listed = rows(objects)
    assert [row["id"] for row in listed] == sorted(row["id"] for row in listed)
    assert (len(listed), made.objects, made.officers) == (20, 20, 8)
    assert {row["name"]: row["excluded"] for row in rows(officers) if row["excluded"]} == {
        "王建国": "operator", "李慧敏": "supervisor",
    }  # fmt: skip
    an_enterprise(place, 99)  # comes too late
    result = draws.make_draw(place, made.id, **SEED).value
    assert ledger.verify(place, made.id).is_right
    assert {pick.enterprise_id for pick in result.picks} <= {row["id"] for row in listed}


def test_a_draw_run_again_gives_the_same_result_and_hash(place: Workspace) -> None:
    """T17."""
    made = drawn(place)
    first = ledger.verify(place, made.draw.id)
    second = ledger.verify(place, made.draw.id)
    assert first == second
    assert first.is_right
    record = json.loads(ledger.record_bytes(place, made.draw.id))
    assert first.result_sha256 == record["result_sha256"]
    assert [entry["id"] for entry in record["result"]] == [pick.enterprise_id for pick in made.picks]
    by_hand = sorted(
        (row["id"] for row in rows(ledger.lists_bytes(place, made.draw.id)[0])),
        key=lambda name: hashlib.sha256(f"{SEED['seed']}|{name}".encode()).hexdigest(),
    )
    assert [pick.enterprise_id for pick in made.picks] == by_hand[:6]


def test_the_seed_is_kept_before_the_result_and_never_changed(place: Workspace, clock: Clock) -> None:
    made = frozen(place)
    clock.move(minutes=10)
    after = draws.record_seed(place, made.id, **SEED).value
    clock.move(minutes=10)
    assert (after.state, after.seed, after.record_sha256) == (DrawState.FROZEN, SEED["seed"], "")
    for other in ({"seed": "20261350309"}, {"witness": "孙"}, {"seed_source": "自定"}):
        with refused(P.DRAW_SEED_FIXED):
            draws.make_draw(place, made.id, **{**SEED, **other})
    drawn_at = draws.make_draw(place, made.id, **SEED).value.draw.drawn_at
    view = ledger.draw(place, made.id)
    assert (view.seed_recorded_at, drawn_at) == ("2026-11-20T09:15:00+08:00", clock.now)
    with refused(P.DRAW_STATE):
        draws.make_draw(place, made.id, **SEED)
    with place.reader() as db:
        names = [str(row[0]) for row in db.conn.execute("SELECT name FROM operations ORDER BY seq")]
    assert names[-3:] == ["freeze_draw", "make_draw", "make_draw"]


def test_who_witnesses_must_be_a_third_person_who_cannot_be_drawn(place: Workspace) -> None:
    made = frozen(place)
    for witness, code in (
        ("王建国", P.DRAW_PERSON_TWICE),
        ("李慧敏", P.DRAW_PERSON_TWICE),
        ("张3", P.DRAW_PERSON_DRAWN),
    ):
        with refused(code):
            draws.make_draw(place, made.id, **{**SEED, "witness": witness})
    with refused(P.VALUE_MISSING, P.VALUE_MISSING, P.VALUE_MISSING):
        draws.make_draw(place, made.id, seed=" ", seed_source="", witness="")
    with refused(P.DRAW_SEED_SHORT):
        draws.make_draw(place, made.id, **{**SEED, "seed": "12345"})
    with refused(P.VALUE_NOT_ALLOWED):
        draws.make_draw(place, made.id, **{**SEED, "seed": "12345|67"})
    draws.make_draw(place, made.id, **{**SEED, "witness": "张3（企业代表）"})


def test_who_draws_and_who_supervises_are_two_and_are_never_drawn(place: Workspace) -> None:
    with refused(P.DRAW_PERSON_TWICE):
        frozen(place, supervisor="王建国")
    with refused(P.DRAW_PERSON_TWICE):  # the same person by name and by number
        frozen(place, supervisor=OFFICERS[0][1])
    made = drawn(place, wanted=20)
    ids = {o.id for o in (place_officer(place, name) for name, _ in OFFICERS)}
    assert not ids & {officer for pick in made.picks for officer in pick.officers}
    assert made.draw.operator == "王建国"


def test_key_units_are_drawn_at_a_higher_ratio(place: Workspace) -> None:
    key = StratumRule(name="重点单位", where=ObjectFilter(grades=("A",)), percent=50)
    made = drawn(place, strata=(key,), wanted=6)
    view = ledger.draw(place, made.draw.id)
    assert [(s.name, s.drawable, s.quota) for s in view.strata] == [("重点单位", 5, 3), ("general", 15, 3)]
    assert [row.stratum for row in view.picks] == ["重点单位"] * 3 + ["general"] * 3
    weighed = drawn(place, strata=(dataclasses.replace(key, percent=None, weight=9),), wanted=6, skipped=())
    assert [s.quota for s in ledger.draw(place, weighed.draw.id).strata] == [5, 1]


def test_filter_and_exclusions_are_on_the_list_with_their_reasons(place: Workspace) -> None:
    visited, capped, suspended, named, closed = (by_name(place, n) for n in (2, 4, 6, 8, 10))
    an_inspection(place, visited)
    enterprises.amend_enterprise(place, capped.id, _draft(capped), visit_cap=1)
    an_inspection(place, capped)
    keep_profile(place, suspended.id, EnterpriseProfile(state=EnterpriseState.SUSPENDED))
    keep_profile(place, closed.id, EnterpriseProfile(state=EnterpriseState.CLOSED))
    earlier = drawn(place, name="上次", wanted=1, objects=ObjectFilter(districts=("津南区",)), skipped=())
    pick = earlier.picks[0]
    made = frozen(
        place, objects=ObjectFilter(districts=("津南区",)), wanted=1,
        exclusions=(ObjectExclusion(enterprise_id=named.id, reason="已列入专项检查"),),
    )  # fmt: skip
    listed = {row["id"]: (row["excluded"], row["reason"]) for row in rows(ledger.lists_bytes(place, made.id)[0])}
    assert len(listed) == 9  # ten of the district, one of them closed
    assert listed[visited.id] == ("visited", "2026-11-20")
    assert listed[capped.id] == ("capped", "1/1")
    assert listed[suspended.id] == ("suspended", "")
    assert listed[named.id] == ("named", "已列入专项检查")
    assert listed[pick.enterprise_id][0] in ("drawn", "visited", "capped", "suspended", "named")
    view = ledger.draw(place, made.id)
    assert view.excluded_objects[Exclusion.CAPPED] == 1
    assert view.strata[0].drawable == sum(not word for word, _ in listed.values())
    every = draws.preview(place, DrawDraft(name="x", wanted=1, **PEOPLE, skipped=()))
    assert not every.excluded_objects
    assert every.drawable == 19


def _draft(e: Enterprise) -> EnterpriseDraft:
    return EnterpriseDraft(**{f.name: getattr(e, f.name) for f in dataclasses.fields(EnterpriseDraft)})


def test_merged_entries_are_one_unit_of_the_list(place: Workspace) -> None:
    kept, merged = by_name(place, 1), by_name(place, 2)
    an_inspection(place, merged)
    enterprise_merge.merge_enterprises(place, kept.id, merged.id)
    made = frozen(place, exclusions=(ObjectExclusion(enterprise_id=merged.id, reason="停产检修"),))
    listed = {row["id"]: row["excluded"] for row in rows(ledger.lists_bytes(place, made.id)[0])}
    assert (len(listed), merged.id in listed, listed[kept.id]) == (19, False, "named")
    visited = frozen(place)
    assert {r["id"]: r["excluded"] for r in rows(ledger.lists_bytes(place, visited.id)[0])}[kept.id] == "visited"


def test_what_cannot_be_drawn_is_refused_with_every_reason(place: Workspace) -> None:
    with refused(P.VALUE_MISSING, P.VALUE_MISSING, P.VALUE_MISSING, P.VALUE_MISSING):
        draws.freeze(place, DrawDraft(name="", wanted=0))
    with refused(P.DRAW_TOO_MANY):
        frozen(place, wanted=21)
    with refused(P.DRAW_EMPTY):
        frozen(place, objects=ObjectFilter(districts=("无",)))
    with refused(P.VALUE_NOT_ALLOWED):
        frozen(place, per_unit=1)
    with refused(P.DRAW_OFFICERS_FEW):
        frozen(place, officers=(place_officer(place, "张1").id, place_officer(place, "王建国").id))
    with refused(P.DRAW_STRATUM):
        frozen(place, strata=(StratumRule(name="a", count=1, percent=2),))
    with refused(P.REASON_MISSING):
        frozen(place, exclusions=(ObjectExclusion(enterprise_id=by_name(place, 1).id, reason=" "),))
    with refused(P.NOT_FOUND, P.NOT_FOUND):
        frozen(place, avoidances=(Avoidance(officer_id="nobody", enterprise_id="nothing", reason="x"),))
    one = by_name(place, 1).id
    all_avoid = tuple(
        Avoidance(officer_id=place_officer(place, f"张{n}").id, enterprise_id=one, reason="近亲属") for n in range(5)
    )
    with refused(P.DRAW_OFFICERS_FEW):
        frozen(place, avoidances=all_avoid)
    frozen(place, avoidances=all_avoid, exclusions=(ObjectExclusion(enterprise_id=one, reason="不抽"),))


def test_avoidance_is_honoured_and_on_record(place: Workspace) -> None:
    free = drawn(place, wanted=20, skipped=())
    pick = free.picks[7]
    officer = pick.officers[0]
    out = place_officer(place, "张5").id
    avoidances = (
        Avoidance(officer_id=officer, enterprise_id=pick.enterprise_id, reason="配偶任职"),
        Avoidance(officer_id=out, reason="借调"),
    )
    made = drawn(place, wanted=20, skipped=(), avoidances=avoidances)
    again = next(p for p in made.picks if p.enterprise_id == pick.enterprise_id)
    assert officer not in again.officers
    assert out not in {name for p in made.picks for name in p.officers}
    assert all(len(set(p.officers)) == 2 for p in made.picks)
    view = ledger.draw(place, made.draw.id)
    assert view.conditions.avoidances == avoidances
    assert view.excluded_officers[Exclusion.AVOIDS] == 1


def test_a_unit_is_replaced_by_the_next_rank_with_a_reason(place: Workspace) -> None:
    made = drawn(place)
    with refused(P.REASON_MISSING):
        draws.replace_pick(place, made.picks[1].id, " ")
    new = draws.replace_pick(place, made.picks[1].id, "企业已关闭").value
    view = ledger.draw(place, made.draw.id)
    row = view.picks[-1]
    assert (new.ordinal, row.rank, row.replaces, row.pick.reason) == (7, 7, 2, "企业已关闭")
    assert (view.picks[1].pick.state, view.picks[1].replaced_by) == (PickState.REPLACED, 7)
    assert set(new.officers) == set(made.picks[1].officers)
    assert len(view.valid_picks) == 6
    with refused(P.DRAW_PICK_REPLACED):
        draws.replace_pick(place, made.picks[1].id, "再换")
    other = draws.replace_officer(place, new.id, new.officers[0], "配偶任职").value
    assert (other.enterprise_id, other.ordinal) == (new.enterprise_id, 8)
    assert new.officers[0] not in other.officers
    with refused(P.NOT_FOUND):
        draws.replace_officer(place, other.id, new.officers[0], "已不在")
    assert ledger.verify(place, made.draw.id).is_right
    assert ledger.draw(place, made.draw.id).picks[-1].replaced_officer == new.officers[0]


def test_a_stratum_can_be_used_up(place: Workspace) -> None:
    made = drawn(place, wanted=20)
    with refused(P.DRAW_EXHAUSTED):
        draws.replace_pick(place, made.picks[0].id, "已关闭")


def test_a_visit_fulfils_what_was_drawn_and_ends_replacing(place: Workspace) -> None:
    made = drawn(place)
    first, second = made.picks[:2]
    by_report = inspection_moves.plan_inspection(
        place,
        inspection_moves.PlanDraft(
            enterprise_id=first.enterprise_id, pack_ids=("hazmat",), planned_at=place.now(),
            task=InspectionTask(source=TaskSource.REPORT),
        ),
    ).value  # fmt: skip
    assert pick_of(place, first.id).inspection_id == ""
    visit = an_inspection(place, enterprise_of(place, first.enterprise_id))
    assert pick_of(place, first.id).inspection_id == visit.id
    with refused(P.DRAW_PICK_VISITED):
        draws.replace_pick(place, first.id, "已关闭")
    inspection_moves.terminate(place, visit.id, "无人在场")
    assert pick_of(place, first.id).inspection_id == ""
    inspection_moves.set_task(place, by_report.id, source=TaskSource.RANDOM)
    assert pick_of(place, first.id).inspection_id == by_report.id
    assert pick_of(place, second.id).inspection_id == ""


def pick_of(ws: Workspace, pick_id: str) -> DrawPick:
    with ws.reader() as db:
        found = get_record(db, DrawPick, pick_id)
    assert found is not None
    return found


def enterprise_of(ws: Workspace, enterprise_id: str) -> Enterprise:
    return enterprise_ledger.enterprise(ws, enterprise_id)


def test_publication_of_the_draw_and_of_each_result(place: Workspace, clock: Clock) -> None:
    made = drawn(place)
    today = place.today()
    with refused(P.VALUE_MISSING):
        draws.publish_draw(place, made.draw.id, on=today, channel="")
    with refused(P.TIME_ORDER):
        draws.publish_draw(place, made.draw.id, on=today - timedelta(days=1), channel="网站")
    after = draws.publish_draw(place, made.draw.id, on=today, channel="市政府网站", link="https://example.cn/1").value
    assert (after.published_on, after.channel, after.link) == (today, "市政府网站", "https://example.cn/1")
    pick = made.picks[0]
    with refused(P.VALUE_MISSING):
        draws.publish_result(place, [pick.id], on=today)
    visit = an_inspection(place, enterprise_of(place, pick.enterprise_id))
    clock.move(hours=2)
    inspections.finish_inspection(place, visit.id)
    row = ledger.draw(place, made.draw.id).picks[0]
    assert row.ended_on == today
    assert row.publish_by == place.law.due("publicity.general", today).date
    assert not row.is_late
    clock.move(days=60)
    assert ledger.draw(place, made.draw.id).picks[0].is_late
    draws.publish_result(place, [pick.id], on=place.today())
    assert [r.unpublished for r in ledger.draws(place)] == [0]
    assert ledger.draw(place, made.draw.id).picks[0].is_late  # published, but after its day
