# SPDX-License-Identifier: MulanPSL-2.0
"""Re-inspection: verdicts move findings and order, rounds count, photos are paired, nothing comes too early."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.finding import FindingStatus, PhotoStage
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.order_life import ORDER_LIFE, OrderLife, OrderState, OrderVerb
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.reinspection_record import LineVerdict
from inspector_app.ledgers.inspections import view
from inspector_app.ledgers.orders import order_view
from inspector_app.operations import organs, undo
from inspector_app.operations.orders import report_done
from inspector_app.operations.photos import PhotoSource, add_photos, remove_photo
from inspector_app.operations.reinspections import record_reinspection, record_reinspection_file, reinspection_due
from inspector_app.storage import order_lives
from inspector_app.storage import reinspections as rows
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import (
    DEC_5,
    DEC_20,
    DONE,
    NOT_DONE,
    PARTIAL,
    a_round,
    a_served_order,
    an_order,
    codes,
    finding_ids,
    look_again,
    officers,
    rules,
    statuses,
)
from tests.helpers.clock import CHINA, Clock
from tests.helpers.pictures import photo

S, F = OrderState, FindingStatus


def state(ws: Workspace, order: OfficialDocument) -> OrderState:
    return order_view(ws, order.id).life.state


@pytest.mark.parametrize(
    ("verdicts", "order_state", "finding_states"),
    [
        ((DONE, DONE), S.FULFILLED, [F.VERIFIED, F.VERIFIED]),
        ((DONE, NOT_DONE), S.PART, [F.VERIFIED, F.FAILED]),
        ((PARTIAL, NOT_DONE), S.PART, [F.PARTIAL, F.FAILED]),
        ((PARTIAL, PARTIAL), S.PART, [F.PARTIAL, F.PARTIAL]),
        ((NOT_DONE, NOT_DONE), S.UNFULFILLED, [F.FAILED, F.FAILED]),
    ],
)
def test_verdicts_move_findings_and_order(
    unit: Workspace, clock: Clock, verdicts: tuple[Any, ...], order_state: OrderState, finding_states: list[F]
) -> None:
    order = a_served_order(unit, clock)
    made = look_again(unit, clock, order, DEC_5, *verdicts)
    assert (made.round, [v.verdict for v in made.verdicts]) == (1, list(verdicts))
    assert state(unit, order) is order_state
    assert statuses(unit, order) == finding_states
    with unit.reader() as db:
        assert rows.get(db, made.id) == made
        assert rows.list_of_document(db, order.id) == rows.list_of_inspection(db, order.inspection_id) == (made,)
    assert unit.check().is_well


def test_settled_lines_are_not_asked_again(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, DONE, NOT_DONE)
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, date(2026, 12, 10), verdicts=())
    assert [p.fields["ordinal"] for p in refused.value.problems] == ["2"]
    second = look_again(
        unit, clock, order, date(2026, 12, 10), verdicts=(LineVerdict(line=2, verdict=DONE),), opinion="全部整改"
    )
    assert (second.round, [v.ordinal for v in second.verdicts]) == (2, [2])
    assert state(unit, order) is S.FULFILLED
    lines = order_view(unit, order.id).lines
    assert [[r.entry.verdict for r in line.rounds] for line in lines] == [[DONE], [NOT_DONE, DONE]]


def test_all_done_is_one_word(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (DEC_5,) * 20)
    made = look_again(unit, clock, order, DEC_5, all_done=True)
    assert len(made.verdicts) == 20
    assert state(unit, order) is S.FULFILLED


def test_every_due_line_needs_a_verdict(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, DEC_5, DONE)
    assert codes(refused) == {ProblemCode.VERDICT_MISSING}
    assert [p.fields["ordinal"] for p in refused.value.problems] == ["2"]
    assert statuses(unit, order) == [F.ORDERED, F.ORDERED]


def test_not_before_the_deadline_unless_reported(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    day = date(2026, 12, 4)
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, day, DONE, DONE)
    assert (codes(refused), rules(refused)) == ({ProblemCode.REINSPECTION_TOO_EARLY}, {"R13"})
    report_done(unit, order.id, on=day, person="赵明")
    look_again(unit, clock, order, day, DONE, DONE)
    assert state(unit, order) is S.FULFILLED


def test_not_before_the_order(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (None,))
    with pytest.raises(Refused) as refused:
        record_reinspection(unit, a_round(order, date(2026, 11, 19), DONE))
    assert (codes(refused), rules(refused)) == ({ProblemCode.RULE_BROKEN}, {"R13"})


def test_what_is_to_be_mended_at_once_may_be_looked_at_at_once(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (None, DEC_20))
    clock.move(hours=6)
    one = (LineVerdict(line=1, verdict=NOT_DONE, fact="未恢复"),)
    start = unit.now() - timedelta(hours=2)
    record_reinspection(
        unit, a_round(order, DEC_5, verdicts=one, started_at=start, finished_at=start + timedelta(hours=1))
    )
    assert statuses(unit, order) == [F.FAILED, F.ORDERED]
    assert state(unit, order) is S.UNFULFILLED


def test_lines_not_yet_due_wait_but_may_be_found_done(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (DEC_5, DEC_20))
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, DEC_5, DONE, NOT_DONE)
    assert codes(refused) == {ProblemCode.REINSPECTION_TOO_EARLY}
    look_again(unit, clock, order, DEC_5, DONE)
    assert state(unit, order) is S.SERVED, "all that was due is done; the rest still runs"
    assert statuses(unit, order) == [F.VERIFIED, F.ORDERED]
    look_again(unit, clock, order, date(2026, 12, 20), verdicts=(LineVerdict(line=2, verdict=DONE),))
    assert state(unit, order) is S.FULFILLED
    early = a_served_order(unit, clock, (date(2026, 12, 21), date(2027, 1, 20)))
    look_again(unit, clock, early, date(2026, 12, 21), DONE, DONE)
    assert state(unit, early) is S.FULFILLED


def test_what_was_found_wanting_may_be_looked_at_again_on_any_day(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    report_done(unit, order.id, on=unit.today(), person="赵明")
    look_again(unit, clock, order, date(2026, 11, 23), DONE, PARTIAL)
    look_again(unit, clock, order, date(2026, 11, 25), all_done=True)
    assert state(unit, order) is S.FULFILLED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"people": officers()[:1]}, {ProblemCode.TOO_FEW_OFFICERS}),
        ({"people": officers()[:1] * 2}, {ProblemCode.TOO_FEW_OFFICERS, ProblemCode.OFFICER_DUPLICATE}),
        ({"verdicts": tuple(LineVerdict(line=n, verdict=DONE) for n in (1, 2, 3))}, {ProblemCode.RULE_BROKEN}),
        ({"verdicts": (LineVerdict(line=1, verdict=NOT_DONE), LineVerdict(line=2, verdict=DONE))},
         {ProblemCode.VALUE_MISSING}),
        ({"opinion": "意" * 20_001}, {ProblemCode.TEXT_TOO_LONG}),
        ({"place": "\x00"}, {ProblemCode.CHARACTER_FORBIDDEN}),
        ({"finished_at": datetime(2026, 12, 5, 9, 0, tzinfo=CHINA)}, {ProblemCode.TIME_ORDER}),
        ({"finished_at": datetime(2026, 12, 5, 12, 1, tzinfo=CHINA)}, {ProblemCode.INSPECTION_IN_FUTURE}),
        ({"people": (*officers()[:1], Participant(role=PersonRole.OFFICER, name="", certificate_no="谁"))},
         {ProblemCode.NOT_FOUND}),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(
    unit: Workspace, clock: Clock, changes: dict[str, Any], expected: set[ProblemCode]
) -> None:
    order = a_served_order(unit, clock)
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, DEC_5, *(() if "verdicts" in changes else (DONE, DONE)), **changes)
    assert codes(refused) == expected
    assert statuses(unit, order) == [F.ORDERED, F.ORDERED]
    assert order_view(unit, order.id).rounds == ()


def test_an_expired_certificate_is_refused(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    draft = organs.OfficerDraft(name="陈䶮", certificate_no="02011200103", valid_to=date(2026, 12, 4))
    organs.add_officer(unit, draft)
    people = (officers()[0], Participant(role=PersonRole.OFFICER, name="陈䶮", certificate_no="02011200103"))
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, DEC_5, DONE, DONE, people=people)
    assert codes(refused) == {ProblemCode.CERTIFICATE_EXPIRED}


def test_other_officers_may_look_again(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    organs.add_officer(unit, organs.OfficerDraft(name="陈䶮", certificate_no="02011200103"))
    by_name = Participant(role=PersonRole.OFFICER, name="", certificate_no="陈䶮")
    made = look_again(unit, clock, order, DEC_5, DONE, DONE, people=(officers()[1], by_name))
    assert [(p.name, p.certificate_no) for p in made.people][1] == ("陈䶮", "02011200103")


def test_every_state_of_the_order_and_a_look(unit: Workspace, clock: Clock) -> None:
    """A look is possible exactly where the life has the verb that the verdicts lead to."""
    order = a_served_order(unit, clock)
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    looks = {
        OrderVerb.FULFIL: (DONE, DONE), OrderVerb.FIND_PART: (DONE, NOT_DONE), OrderVerb.FAIL: (NOT_DONE, NOT_DONE),
    }  # fmt: skip
    for at in S:
        with unit.operation(Op.MOVE_ORDER) as step:
            held = S.SERVED if at is S.SUSPENDED else None
            order_lives.put_life(step.db, OrderLife(document_id=order.id, state=at, held=held))
        for verb, verdicts in looks.items():
            before = order_view(unit, order.id)
            draft = a_round(order, DEC_5, *verdicts)
            if ORDER_LIFE.may(at, verb):
                record_reinspection(unit, draft)
                assert state(unit, order) is ORDER_LIFE.after(at, verb), (at, verb)
                undo.undo_last(unit)
            else:
                with pytest.raises(Refused) as refused:
                    record_reinspection(unit, draft)
                unserved = ProblemCode.DOCUMENT_NOT_SERVED if at is S.ISSUED else ProblemCode.STATE_FORBIDS
                assert codes(refused) == {unserved}, (at, verb)
            assert order_view(unit, order.id) == before, (at, verb)


def test_an_order_that_was_not_served_is_not_looked_at(unit: Workspace, clock: Clock) -> None:
    order = an_order(unit, clock)
    with pytest.raises(Refused) as refused:
        look_again(unit, clock, order, DEC_5, DONE, DONE)
    assert codes(refused) == {ProblemCode.DOCUMENT_NOT_SERVED}


def test_photos_of_afterwards_are_paired_by_line_and_round(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    first = finding_ids(unit, order)[0]
    before = add_photos(unit, order.inspection_id, [PhotoSource(name="前.jpg", data=photo())], first).value.photos[0]
    clock.move(days=14)
    waiting = add_photos(
        unit, order.inspection_id, [PhotoSource(name="后1.jpg", data=photo(time="2026:12:05 09:10:00"))], first,
        stage=PhotoStage.AFTER,
    ).value.photos[0]  # fmt: skip
    assert order_view(unit, order.id).lines[0].waiting == (waiting,)
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    given = {2: [PhotoSource(name="后2.jpg", data=photo(time="2026:12:05 09:20:00"))]}
    made = record_reinspection(unit, a_round(order, DEC_5, DONE, DONE), given).value
    one, two = order_view(unit, order.id).lines
    assert [p.id for p in one.before] == [before.id]
    assert [p.id for p in one.rounds[0].photos] == [waiting.id]
    assert [(p.file_name, p.stage, p.reinspection_id) for p in two.rounds[0].photos] == [
        ("后2.jpg", PhotoStage.AFTER, made.id)
    ]
    assert (one.waiting, two.before) == ((), ())
    remove_photo(unit, waiting.id, "拍错")
    assert order_view(unit, order.id).lines[0].rounds[0].photos == ()


def test_a_photo_of_before_is_none_of_afterwards(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    add_photos(unit, order.inspection_id, [PhotoSource(name="前.jpg", data=photo())], finding_ids(unit, order)[0])
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    with pytest.raises(Refused) as refused:
        record_reinspection(unit, a_round(order, DEC_5, DONE, DONE), {1: [PhotoSource(name="后.jpg", data=photo())]})
    assert codes(refused) == {ProblemCode.PHOTO_DUPLICATE}
    assert order_view(unit, order.id).rounds == ()


def test_when_to_look_again(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock)
    with unit.reader() as db:
        due = reinspection_due(unit, db, order)
    assert due is not None
    assert (due.key, due.start, due.date) == ("em.reinspect", DEC_5, date(2026, 12, 15))
    look_again(unit, clock, order, DEC_5, DONE, DONE)
    with unit.reader() as db:
        assert reinspection_due(unit, db, order) is None
    assert order_view(unit, order.id).reinspect_by is None


def test_special_equipment_counts_ten_working_days_from_the_report(unit: Workspace, clock: Clock) -> None:
    """Handbook T21: a report of 2026-09-28 leads to 2026-10-16."""
    key = unit.law.rules.table("R54", "periods")["market"]
    assert unit.law.due(key, date(2026, 9, 28)).date == date(2026, 10, 16)


# From a file ----------------------------------------------------------------------------------------------


def a_file(folder: Path, order: OfficialDocument, **changes: object) -> Path:
    content: dict[str, object] = {
        "document": order.number, "started_at": "2026-12-05T09:00+08:00", "finished_at": "2026-12-05T10:00+08:00",
        "officers": ["02011200101", {"name": "李慧敏", "certificate_no": "02011200102"}],
        "accompanied_by": {"name": "钱进", "title": "安全总监"}, "place": "罐区", "opinion": "同意销号",
        "verdicts": [{"line": 1, "verdict": "done", "photos": ["后.jpg"]},
                     {"line": 2, "verdict": "partial", "fact": "围堰修复一半"}],
    }  # fmt: skip
    path = folder / "RECORD.json"
    kept = {name: value for name, value in {**content, **changes}.items() if value is not None}
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_records_a_round_with_its_photos(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    order = a_served_order(unit, clock)
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    (tmp_path / "后.jpg").write_bytes(photo())
    recorded = record_reinspection_file(unit, a_file(tmp_path, order)).value
    made = recorded.reinspection
    assert recorded.warnings == ()
    assert [(p.role, p.name, p.certificate_no) for p in made.people] == [
        (PersonRole.OFFICER, "王建国", "02011200101"),
        (PersonRole.OFFICER, "李慧敏", "02011200102"),
        (PersonRole.ACCOMPANYING, "钱进", ""),
    ]
    assert (made.place, made.opinion, made.verdicts[1].fact) == ("罐区", "同意销号", "围堰修复一半")
    photos = [p for p in view(unit, order.inspection_id).photos if p.reinspection_id == made.id]
    assert [(p.finding_id, p.stage) for p in photos] == [(finding_ids(unit, order)[0], PhotoStage.AFTER)]
    assert state(unit, order) is S.PART
    assert unit.check().is_well


def test_a_file_may_say_all_done(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    order = a_served_order(unit, clock)
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    record_reinspection_file(unit, a_file(tmp_path, order, verdicts=None, all_done=True))
    assert state(unit, order) is S.FULFILLED


def test_every_fault_of_a_file_is_told_with_its_path(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    order = a_served_order(unit, clock)
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    path = a_file(
        tmp_path, order, officers=["02011200101", "没有的人"], notes="x", opinion=5,
        verdicts=[
            {"line": 1, "verdict": "fine"}, {"line": 7, "verdict": "done", "photos": ["无.jpg"]},
            {"verdict": "done"}, {"line": 7, "verdict": "done"}, {"line": "two", "verdict": "done"},
            {"line": 2, "verdict": "not_done"},
        ],
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        record_reinspection_file(unit, path)
    found = {(p.code.value, p.where) for p in refused.value.problems}
    assert found == {
        ("not_found", "$.officers[1]"),
        ("value_not_allowed", "$.verdicts[0].verdict"),
        ("rule_broken", "$.verdicts[1].line"),
        ("file_missing", "$.verdicts[1].photos[0]"),
        ("value_missing", "$.verdicts[2].line"),
        ("value_not_allowed", "$.verdicts[3].line"),
        ("value_not_allowed", "$.verdicts[4].line"),
        ("value_missing", "$.verdicts[5].fact"),
        ("value_wrong_type", "$.opinion"),
        ("value_unknown_key", "$.notes"),
        ("verdict_missing", "verdicts:1"),
    }
    assert order_view(unit, order.id).rounds == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"document": "x"}', '{"document": null, "started_at": 1}'])
def test_a_file_that_is_none_is_refused(unit: Workspace, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(Refused):
        record_reinspection_file(unit, path)


@pytest.mark.parametrize("taker", ["", "李慧敏"])
def test_who_took_the_photos_is_stated_or_left_open(unit: Workspace, clock: Clock, tmp_path: Path, taker: str) -> None:
    order = a_served_order(unit, clock)
    clock.now = datetime(2026, 12, 5, 12, 0, tzinfo=CHINA)
    (tmp_path / "后.jpg").write_bytes(photo())
    made = record_reinspection_file(unit, a_file(tmp_path, order, photo_taker=taker)).value.reinspection
    taken = [p.taker for p in view(unit, order.inspection_id).photos if p.reinspection_id == made.id]
    assert taken == [taker]
