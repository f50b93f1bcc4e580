# SPDX-License-Identifier: MulanPSL-2.0
"""Sign-off, rectification on site, repetition, return and hand-over of findings."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.finding import FINDING_LIFE, Finding, FindingStatus, FindingVerb, PhotoStage
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.domain.service import AttachmentKind
from inspector_app.ledgers.inspections import view
from inspector_app.ledgers.orders import open_orders, order_view
from inspector_app.operations import documents, finding_moves, undo
from inspector_app.operations.attachments import attach_file, remove_attachment
from inspector_app.operations.photos import PhotoSource, add_photos
from inspector_app.operations.sign_off import SignOffDraft, sign_off
from inspector_app.storage import findings, follow_ups
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import (
    DEC_5,
    DONE,
    NOT_DONE,
    a_pdf,
    a_served_order,
    a_visit,
    codes,
    finding_ids,
    first_finding,
    look_again,
    statuses,
)
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pictures import photo

F = FindingStatus
NOV_20 = date(2026, 11, 20)


def a_sign_off(**changes: Any) -> SignOffDraft:
    values: dict[str, Any] = {
        "checked_by": "王建国", "checked_on": date(2026, 11, 20), "rectified_by": "赵明", "rectified_on": DEC_5,
        "accepted_by": "孙审核", "accepted_on": DEC_5,
    }  # fmt: skip
    return SignOffDraft(**{**values, **changes})


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    """An order whose two lines were found done."""
    made = a_served_order(unit, clock)
    look_again(unit, clock, made, DEC_5, DONE, DONE)
    return made


def evidence(ws: Workspace, order: OfficialDocument, folder: Path) -> str:
    path = a_pdf(folder, "整改报告.pdf")
    return attach_file(ws, order.inspection_id, path, AttachmentKind.UNIT_REPORT, "整改报告").value.id


def test_three_persons_close_findings_and_with_the_last_the_order(
    unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    first, second = finding_ids(unit, order)
    draft = a_sign_off(evidence=(evidence(unit, order, tmp_path),), remark="现场核实")
    sign_off(unit, first, draft)
    assert statuses(unit, order) == [F.CLOSED, F.VERIFIED]
    assert order_view(unit, order.id).life.state is OrderState.FULFILLED
    (made,) = sign_off(unit, [second], draft).value
    kept = order_view(unit, order.id)
    assert kept.life.state is OrderState.CLOSED
    assert kept.lines[1].sign_off == made
    assert (made.checked_by, made.rectified_by, made.accepted_by) == ("王建国", "赵明", "孙审核")
    assert open_orders(unit) == ()
    undo.undo_last(unit)
    assert order_view(unit, order.id).life.state is OrderState.FULFILLED


def test_many_at_once_are_all_or_none(unit: Workspace, order: OfficialDocument, clock: Clock, tmp_path: Path) -> None:
    ids = finding_ids(unit, order)
    draft = a_sign_off(evidence=(evidence(unit, order, tmp_path),))
    with pytest.raises(Refused) as refused:
        sign_off(unit, [*ids, "nothing"], draft)
    assert codes(refused) == {ProblemCode.NOT_FOUND}
    assert statuses(unit, order) == [F.VERIFIED, F.VERIFIED]
    assert len(sign_off(unit, [*ids, ids[0]], draft).value) == 2
    assert order_view(unit, order.id).life.state is OrderState.CLOSED


def test_photos_of_afterwards_are_evidence_by_themselves(unit: Workspace, clock: Clock) -> None:
    order = a_served_order(unit, clock, (DEC_5,))
    source = PhotoSource(name="后.jpg", data=photo())
    (finding_id,) = finding_ids(unit, order)
    shown = add_photos(unit, order.inspection_id, [source], finding_id, stage=PhotoStage.AFTER).value.photos[0]
    look_again(unit, clock, order, DEC_5, DONE)
    (made,) = sign_off(unit, finding_id, a_sign_off()).value
    assert made.evidence == (shown.id,)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {ProblemCode.SIGN_OFF_NO_EVIDENCE}),
        ({"accepted_by": "赵 明", "evidence": ("x",)}, {ProblemCode.SIGN_OFF_SAME_PERSON, ProblemCode.NOT_FOUND}),
        ({"checked_by": "  "}, {ProblemCode.VALUE_MISSING, ProblemCode.SIGN_OFF_NO_EVIDENCE}),
        ({"rectified_on": date(2026, 12, 6)}, {ProblemCode.TIME_ORDER, ProblemCode.SIGN_OFF_NO_EVIDENCE}),
        ({"checked_on": date(2026, 11, 19)}, {ProblemCode.TIME_ORDER, ProblemCode.SIGN_OFF_NO_EVIDENCE}),
        ({"accepted_on": date(2026, 12, 6)}, {ProblemCode.TIME_ORDER, ProblemCode.SIGN_OFF_NO_EVIDENCE}),
        ({"remark": "\x07"}, {ProblemCode.CHARACTER_FORBIDDEN, ProblemCode.SIGN_OFF_NO_EVIDENCE}),
    ],
)
def test_what_is_refused(
    unit: Workspace, order: OfficialDocument, changes: dict[str, Any], expected: set[ProblemCode]
) -> None:
    with pytest.raises(Refused) as refused:
        sign_off(unit, finding_ids(unit, order)[0], a_sign_off(**changes))
    assert codes(refused) == expected
    assert statuses(unit, order) == [F.VERIFIED, F.VERIFIED]
    assert order_view(unit, order.id).lines[0].sign_off is None


def test_evidence_is_not_removed_afterwards(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    shown = evidence(unit, order, tmp_path)
    sign_off(unit, finding_ids(unit, order)[0], a_sign_off(evidence=(shown,)))
    with pytest.raises(Refused) as refused:
        remove_attachment(unit, shown, "多余")
    assert codes(refused) == {ProblemCode.ATTACHMENT_IN_USE}


def test_what_was_not_found_done_is_not_signed_off(unit: Workspace, clock: Clock, tmp_path: Path) -> None:
    order = a_served_order(unit, clock)
    look_again(unit, clock, order, DEC_5, DONE, NOT_DONE)
    with pytest.raises(Refused) as refused:
        sign_off(unit, finding_ids(unit, order), a_sign_off(evidence=(evidence(unit, order, tmp_path),)))
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    assert statuses(unit, order) == [F.VERIFIED, F.FAILED]


def test_under_listed_supervision_it_is_accepted_there_first(
    unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    first = finding_ids(unit, order)[0]
    draft = a_sign_off(evidence=(evidence(unit, order, tmp_path),))
    listed = FollowUp(
        id="s1", inspection_id=order.inspection_id, kind=FollowUpKind.SUPERVISION, subject=first,
        state=FollowUpState.TREATING, opened_on=DEC_5,
    )  # fmt: skip
    with unit.operation(Op.OPEN_FOLLOW_UP) as step:
        follow_ups.put_follow_up(step.db, listed)
    with pytest.raises(Refused) as refused:
        sign_off(unit, first, draft)
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    with unit.operation(Op.ADVANCE_FOLLOW_UP) as step:
        follow_ups.put_follow_up(step.db, dataclasses.replace(listed, state=FollowUpState.ACCEPTED))
    sign_off(unit, first, draft)
    assert statuses(unit, order) == [F.CLOSED, F.VERIFIED]


def test_the_opinion_is_evidence_by_itself(unit: Workspace, order: OfficialDocument) -> None:
    opinion = documents.issue_document(
        unit, order.inspection_id, DocumentKind.REINSPECTION_OPINION, fields={"opinion": "同意销号"}, need_reasons=False
    ).value
    assert (opinion.refers_to, opinion.reinspection_id) == (order.id, order_view(unit, order.id).rounds[0].id)
    (made,) = sign_off(unit, finding_ids(unit, order)[0], a_sign_off()).value
    assert made.evidence == (opinion.id,)


# Beside the order -----------------------------------------------------------------------------------------


def test_fixed_on_site_needs_a_photo_of_afterwards(unit: Workspace, clock: Clock) -> None:
    visit = a_visit(unit, clock, (DEC_5,))
    finding = first_finding(unit, visit.id)
    with pytest.raises(Refused) as refused:
        finding_moves.fix_on_site(unit, finding.id)
    assert codes(refused) == {ProblemCode.FINDING_NO_PHOTO}
    (told,) = finding_moves.fix_warnings(unit, finding.id)
    assert told.severity is Severity.WARN
    add_photos(unit, visit.id, [PhotoSource(name="前.jpg", data=photo())], finding.id)
    assert finding_moves.fix_warnings(unit, finding.id) == ()
    with pytest.raises(Refused) as refused:
        finding_moves.fix_on_site(unit, finding.id, [PhotoSource(name="后.jpg", data=photo())])
    assert codes(refused) == {ProblemCode.PHOTO_DUPLICATE}
    after = PhotoSource(name="后.jpg", data=photo(time="2026:11:20 10:00:00"))
    finding_moves.fix_on_site(unit, finding.id, [after])
    photos = view(unit, visit.id).photos
    assert [p.stage for p in photos] == [PhotoStage.FOUND, PhotoStage.AFTER]
    assert first_finding(unit, visit.id).status is F.FIXED_ON_SITE
    clock.move(days=15)
    sign_off(unit, finding.id, a_sign_off())
    assert first_finding(unit, visit.id).status is F.CLOSED


def test_a_repetition_is_counted_once_and_can_be_separated(unit: Workspace) -> None:
    visit = an_inspection(unit)
    main, other = a_finding(unit, visit), a_finding(unit, visit, place="西侧")
    merged = finding_moves.merge_duplicate(unit, other.id, main.id).value
    assert (merged.status, merged.duplicate_of) == (F.DUPLICATE, main.id)
    for wrong_id, wrong_main in ((main.id, main.id), (main.id, other.id)):
        with pytest.raises(Refused) as refused:
            finding_moves.merge_duplicate(unit, wrong_id, wrong_main)
        assert codes(refused) == {ProblemCode.FINDING_DUPLICATE}
    back = finding_moves.separate_duplicate(unit, other.id).value
    assert (back.status, back.duplicate_of) == (F.RECORDED, "")
    with pytest.raises(Refused):
        finding_moves.separate_duplicate(unit, main.id)


def test_a_finding_of_another_enterprise_is_no_main_one(unit: Workspace, clock: Clock) -> None:
    one, two = a_visit(unit, clock, (DEC_5,)), a_visit(unit, clock, (DEC_5,))
    with pytest.raises(Refused) as refused:
        finding_moves.merge_duplicate(unit, first_finding(unit, one.id).id, first_finding(unit, two.id).id)
    assert codes(refused) == {ProblemCode.NOT_FOUND}


def test_what_came_back_may_be_ordered_again(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    first = finding_ids(unit, order)[0]
    sign_off(unit, first, a_sign_off(evidence=(evidence(unit, order, tmp_path),)))
    assert finding_moves.reopen_finding(unit, first).value.status is F.REOPENED
    assert FINDING_LIFE.may(F.REOPENED, FindingVerb.ORDER)


def test_handed_over_and_returned(unit: Workspace, clock: Clock) -> None:
    finding = first_finding(unit, a_visit(unit, clock, (DEC_5,)).id)
    assert finding_moves.transfer_finding(unit, finding.id).value.status is F.TRANSFERRED
    assert finding_moves.take_back_finding(unit, finding.id).value.status is F.RECORDED


def test_every_move_in_every_state(unit: Workspace) -> None:
    """Each verb of this module is possible exactly where the life has it; a refusal changes nothing."""
    visit = an_inspection(unit)
    main, finding = a_finding(unit, visit), a_finding(unit, visit, place="西侧")
    add_photos(unit, visit.id, [PhotoSource(name="后.jpg", data=photo())], finding.id, stage=PhotoStage.AFTER)
    moves = {
        FindingVerb.FIX: lambda: finding_moves.fix_on_site(unit, finding.id),
        FindingVerb.MERGE: lambda: finding_moves.merge_duplicate(unit, finding.id, main.id),
        FindingVerb.REOPEN: lambda: finding_moves.reopen_finding(unit, finding.id),
        FindingVerb.TRANSFER: lambda: finding_moves.transfer_finding(unit, finding.id),
        FindingVerb.TAKE_BACK: lambda: finding_moves.take_back_finding(unit, finding.id),
        FindingVerb.CLOSE: lambda: sign_off(unit, finding.id, a_sign_off(accepted_on=NOV_20, rectified_on=NOV_20)),
    }  # fmt: skip
    for at in F:
        put(unit, finding, at)
        for verb, move in moves.items():
            before = view(unit, visit.id).findings
            if FINDING_LIFE.may(at, verb):
                move()
                assert view(unit, visit.id).findings[1].status is FINDING_LIFE.after(at, verb), (at, verb)
                undo.undo_last(unit)
            else:
                with pytest.raises(Refused) as refused:
                    move()
                assert codes(refused) == {ProblemCode.STATE_FORBIDS}, (at, verb)
            assert view(unit, visit.id).findings == before


def put(ws: Workspace, finding: Finding, status: FindingStatus) -> None:
    """Put a finding where a test wants it, as no verb does."""
    with ws.operation(Op.MOVE_FINDING) as step:
        findings.put_finding(step.db, dataclasses.replace(finding, status=status))
