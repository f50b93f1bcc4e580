# SPDX-License-Identifier: MulanPSL-2.0
"""Service: what each method needs, what is refused by which rule, and that a wrong entry is withdrawn, not changed."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.order_life import OrderState
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod, Witness
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.ledgers import documents as document_rows
from inspector_app.ledgers.orders import order_view
from inspector_app.operations import documents, service
from inspector_app.operations.attachments import attach_file
from inspector_app.operations.orders import report_done
from inspector_app.storage import attachments
from inspector_app.wording import sentence
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import a_pdf, a_service, an_order, blocks, codes, rules, serve
from tests.helpers.clock import CHINA, Clock
from tests.helpers.pictures import photo

M = ServiceMethod
RULE = ProblemCode.RULE_BROKEN


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    """An issued order, not yet served."""
    return an_order(unit, clock)


def refused_by(ws: Workspace, document: OfficialDocument, **changes: Any) -> pytest.ExceptionInfo[Refused]:
    """Try a service that must be refused, and see that nothing was kept."""
    with pytest.raises(Refused) as refused:
        service.serve_document(ws, document.id, a_service(ws.now(), **changes))
    view = order_view(ws, document.id)
    assert (view.life.state, view.services, view.events) == (OrderState.ISSUED, (), ())
    return refused


def a_consent(ws: Workspace, order: OfficialDocument, folder: Path) -> str:
    """Attach a signed consent to electronic service."""
    path = a_pdf(folder, "确认书.pdf")
    return attach_file(ws, order.inspection_id, path, AttachmentKind.CONSENT, "送达地址确认书").value.id


def test_direct_service_starts_the_order(unit: Workspace, order: OfficialDocument) -> None:
    made = serve(unit, order, remark="当场交付")
    view = order_view(unit, order.id)
    assert view.life.state is OrderState.SERVED
    assert view.services == (made,)
    assert (view.events[-1].on, view.events[-1].person) == (date(2026, 11, 20), "王建国、李慧敏")
    assert made.capacity is Capacity.PERSON_IN_CHARGE


def test_a_further_copy_changes_nothing_in_the_life(unit: Workspace, order: OfficialDocument) -> None:
    serve(unit, order)
    serve(unit, order, receiver="刘监理", capacity=Capacity.AGENT, authority="监理单位授权")
    view = order_view(unit, order.id)
    assert (len(view.services), len(view.events)) == (2, 1)


def test_left_service_needs_reason_two_servers_and_a_witness_or_media(unit: Workspace, order: OfficialDocument) -> None:
    left = {"method": M.LEFT, "receiver": "", "capacity": None}
    refused = refused_by(unit, order, **left, servers=("王建国",))
    assert (codes(refused), rules(refused)) == ({RULE}, {"R37", "R27"})
    said = " ".join(sentence(p) for p in blocks(refused))
    assert "留置送达没有写拒收的理由" in said
    assert "没有见证人，也没有影像" in said
    serve(unit, order, **left, refusal="负责人拒绝签收", witnesses=(Witness(name="张主任", unit="东山居委会"),))
    assert order_view(unit, order.id).life.state is OrderState.SERVED


def test_left_service_rests_on_pictures_as_well(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    path = tmp_path / "张贴.jpg"
    path.write_bytes(photo())
    media = attach_file(unit, order.inspection_id, path, AttachmentKind.SERVICE_EVIDENCE).value
    made = serve(unit, order, method=M.LEFT, receiver="", capacity=None, refusal="拒收", media=(media.id,))
    assert made.media == (media.id,)


def test_refusal_without_witness_or_media_is_refused_by_r27(unit: Workspace, order: OfficialDocument) -> None:
    refused = refused_by(unit, order, refusal="不认可检查结果", receiver="")
    assert rules(refused) == {"R27"}


def test_electronic_service_needs_the_signed_consent_and_an_address(
    unit: Workspace, order: OfficialDocument, tmp_path: Path
) -> None:
    electronic = {"method": M.ELECTRONIC, "receiver": "", "capacity": None, "servers": ()}
    refused = refused_by(unit, order, **electronic)
    assert rules(refused) == {"R38", "R36"}
    no_consent = attach_file(unit, order.inspection_id, a_pdf(tmp_path), AttachmentKind.OTHER).value
    refused = refused_by(unit, order, **electronic, address="a@example.cn", consent=no_consent.id)
    assert rules(refused) == {"R38"}, "another file is no consent"
    refused = refused_by(unit, order, **electronic, address="a@example.cn", consent="nothing")
    assert codes(refused) == {ProblemCode.NOT_FOUND}
    serve(unit, order, **electronic, address="a@example.cn", consent=a_consent(unit, order, tmp_path))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"method": M.MAIL, "address": "工业园区1号"}, "tracking_no"),
        ({"method": M.MAIL, "tracking_no": "EMS1"}, "address"),
        ({"method": M.COMMISSIONED, "receiver": ""}, "receiver"),
        ({"method": M.HANDED_ON, "receiver": ""}, "receiver"),
        ({"method": M.PUBLIC, "remark": "下落不明"}, "medium"),
        ({"method": M.PUBLIC, "medium": "县政府网站"}, "remark"),
        ({"method": M.LEFT, "place": "", "refusal": "拒收", "witnesses": (Witness(name="张"),)}, "place"),
        ({"receiver": ""}, "receiver"),
        ({"capacity": None}, "capacity"),
        ({"servers": ()}, "servers"),
        ({"receiver": "赵" * 201}, "receiver"),
    ],
)
def test_each_method_says_what_it_lacks(
    unit: Workspace, order: OfficialDocument, changes: dict[str, Any], where: str
) -> None:
    refused = refused_by(unit, order, **changes)
    assert [p.where for p in blocks(refused)] == [where]


def test_mail_service_counts_on_the_day_of_the_receipt(unit: Workspace, order: OfficialDocument) -> None:
    made = serve(unit, order, method=M.MAIL, address="工业园区1号", tracking_no="EMS1", receiver="", servers=())
    assert service.service_day(unit, made) == date(2026, 11, 20)


def test_public_service_counts_thirty_days_later(unit: Workspace, order: OfficialDocument) -> None:
    made = serve(unit, order, method=M.PUBLIC, medium="县政府网站", remark="下落不明，直接送达未果", servers=())
    assert service.service_day(unit, made) == date(2026, 12, 21), "the thirtieth day is a Sunday and moves"
    assert order_view(unit, order.id).events[-1].on == date(2026, 12, 21)


def test_not_before_the_document_and_not_in_the_future(unit: Workspace, order: OfficialDocument) -> None:
    refused = refused_by(unit, order, served_at=unit.now() - timedelta(days=1))
    assert rules(refused) == {"R36"}
    assert "早于文书日期2026-11-20" in sentence(blocks(refused)[0])
    refused = refused_by(unit, order, served_at=unit.now() + timedelta(minutes=1))
    assert codes(refused) == {ProblemCode.TIME_ORDER}


def test_the_day_is_that_of_china(unit: Workspace, order: OfficialDocument) -> None:
    """On 2026-11-20 at 00:30 in China it is still the 19th in Greenwich."""
    early = datetime.fromisoformat("2026-11-19T16:30+00:00")
    serve(unit, order, served_at=early)
    assert order_view(unit, order.id).life.state is OrderState.SERVED


def test_a_late_service_is_told_and_kept(unit: Workspace, clock: Clock, order: OfficialDocument) -> None:
    clock.now = datetime(2026, 12, 1, 9, 0, tzinfo=CHINA)  # 7 working days end on Tuesday, 1 December
    draft = a_service(unit.now())
    assert service.service_problems(unit, order.id, draft) == ()
    clock.move(days=1)
    (told,) = service.service_problems(unit, order.id, a_service(unit.now()))
    assert (told.severity, told.fields["rule"]) == (Severity.WARN, "R36")
    assert "2026-12-01" in sentence(told)
    serve(unit, order)
    assert order_view(unit, order.id).life.state is OrderState.SERVED


def test_a_site_manager_needs_an_authority_note(unit: Workspace, order: OfficialDocument) -> None:
    draft = a_service(unit.now(), capacity=Capacity.SITE_MANAGER)
    (told,) = service.service_problems(unit, order.id, draft)
    assert (told.severity, told.fields["rule"], told.where) == (Severity.WARN, "R28", "authority")
    noted = a_service(unit.now(), capacity=Capacity.SITE_MANAGER, authority="主要负责人书面授权")
    assert service.service_problems(unit, order.id, noted) == ()


def test_inner_papers_and_void_ones_are_not_served(unit: Workspace, order: OfficialDocument) -> None:
    documents.void_document(unit, order.id, "写错")
    with pytest.raises(Refused) as refused:
        serve(unit, order)
    assert codes(refused) == {ProblemCode.DOCUMENT_VOID}
    plan = DocumentKind.INSPECTION_PLAN
    values: dict[str, Any] = {}
    for spec in unit.form(plan).fields:
        if spec.required:
            values[spec.name] = "2026-11-20" if spec.type == "day" else spec.words[0] if spec.words else "按计划检查"
            values[spec.name] = (values[spec.name],) if spec.type == "choices" else values[spec.name]
    made = documents.issue_document(unit, order.inspection_id, plan, fields=values, need_reasons=False).value
    with pytest.raises(Refused) as refused:
        serve(unit, made)
    assert codes(refused) == {ProblemCode.NOT_FOR_SERVICE}


def test_a_wrong_entry_is_withdrawn_with_its_reason(unit: Workspace, order: OfficialDocument) -> None:
    made = serve(unit, order)
    with pytest.raises(Refused) as refused:
        service.withdraw_service(unit, made.id, "  ")
    assert codes(refused) == {ProblemCode.REASON_MISSING}
    service.withdraw_service(unit, made.id, "送错单位")
    view = order_view(unit, order.id)
    assert view.life.state is OrderState.ISSUED
    assert view.services[0].withdrawn_reason == "送错单位"
    with pytest.raises(Refused):
        service.withdraw_service(unit, made.id, "再来一次")
    serve(unit, order)
    assert order_view(unit, order.id).life.state is OrderState.SERVED
    assert unit.check().is_well


def test_a_service_on_which_something_rests_stays(unit: Workspace, order: OfficialDocument) -> None:
    made = serve(unit, order)
    report_done(unit, order.id, on=unit.today(), person="赵明")
    with pytest.raises(Refused) as refused:
        service.withdraw_service(unit, made.id, "送错单位")
    assert codes(refused) == {ProblemCode.STATE_FORBIDS}
    assert order_view(unit, order.id).services[0].withdrawn_reason == ""


def test_the_receipt_lists_what_was_served(unit: Workspace, order: OfficialDocument) -> None:
    serve(unit, order)
    wrong = serve(unit, document_rows.rows(unit, order.inspection_id)[-1].document, receiver="无关的人")
    service.withdraw_service(unit, wrong.id, "写错")
    kind = DocumentKind.SERVICE_RECEIPT
    receipt = documents.issue_document(unit, order.inspection_id, kind, need_reasons=False).value
    (row,) = receipt.fields["served"]
    assert (row["number"], row["receiver"]) == (order.number, "赵明")  # type: ignore[index]


# From a file ----------------------------------------------------------------------------------------------


def a_file(folder: Path, **changes: object) -> Path:
    content = {
        "method": "direct", "served_at": "2026-11-20T11:00+08:00", "place": "厂区办公楼", "receiver": "赵明",
        "capacity": "person_in_charge", "servers": ["王建国", "李慧敏"],
    }  # fmt: skip
    path = folder / "送达.json"
    path.write_text(json.dumps({**content, **changes}, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_brings_its_scans_and_pictures(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    a_pdf(tmp_path, "签收.pdf", pages=2)
    (tmp_path / "现场.jpg").write_bytes(photo())
    path = a_file(tmp_path, scans=["签收.pdf"], media=["现场.jpg"])
    made = service.serve_from_file(unit, order.id, path).value.service
    with unit.reader() as db:
        kept = {a.kind: a for a in attachments.list_of_inspection(db, order.inspection_id)}
    assert (kept[AttachmentKind.SIGNED_SCAN].pages, kept[AttachmentKind.SIGNED_SCAN].document_id) == (2, order.id)
    assert made.media == (kept[AttachmentKind.SERVICE_EVIDENCE].id,)
    assert unit.check().is_well


def test_every_fault_of_a_file_is_told_with_its_path(unit: Workspace, order: OfficialDocument, tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    path = a_file(
        tmp_path, receiver="", media=["没有.jpg", "坏.pdf"], witnesses=[{"unit": "居委会"}], capacity="boss", served="x"
    )
    with pytest.raises(Refused) as refused:
        service.serve_from_file(unit, order.id, path)
    found = {(p.code, p.where) for p in refused.value.problems}
    assert found == {
        (ProblemCode.VALUE_NOT_ALLOWED, "$.capacity"),
        (ProblemCode.VALUE_MISSING, "$.witnesses[0].name"),
        (ProblemCode.VALUE_UNKNOWN_KEY, "$.served"),
        (ProblemCode.FILE_MISSING, "$.media[0]"),
        (ProblemCode.ATTACHMENT_BROKEN, "$.media[1]"),
    }
    path = a_file(tmp_path, receiver="")
    with pytest.raises(Refused) as refused:
        service.serve_from_file(unit, order.id, path)
    assert {p.where for p in refused.value.problems} == {"$.receiver"}
    with unit.reader() as db:
        assert attachments.list_of_inspection(db, order.inspection_id) == ()


@pytest.mark.parametrize("text", ["", "[]", '{"method": "pigeon"}', '{"served_at": 5, "method": null}', "\xff"])
def test_a_file_that_is_none_is_refused(unit: Workspace, order: OfficialDocument, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refused):
        service.serve_from_file(unit, order.id, path)
    assert order_view(unit, order.id).services == ()


def test_drafts_are_kept_tidy(unit: Workspace, order: OfficialDocument) -> None:
    made = serve(unit, order, receiver="  赵明\r\n", servers=("王建国", " ", "王建国"))
    assert (made.receiver, made.servers) == ("赵明", ("王建国",))
    assert ServiceDraft.__dataclass_params__.frozen  # type: ignore[attr-defined]
