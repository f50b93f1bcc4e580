# SPDX-License-Identifier: MulanPSL-2.0
"""A laptop asks, the office answers, the laptop joins: what each keeps, and what is refused."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.problems import Refused
from inspector_app.domain.unit import DeviceState, Role
from inspector_app.handoff import devices, enrolment, keys, making, membership, outgoing
from inspector_app.handoff.statements import ANSWER, REQUEST, is_answer
from inspector_app.ledgers import organs as organ_ledger
from inspector_app.operations import documents, inspections, organs
from inspector_app.storage import organs as organ_rows
from inspector_app.storage import units
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS, an_inspection
from tests.helpers.unit import a_laptop, an_office, exchange, hand_over


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = an_office(tmp_path / "office", clock)
    yield made
    made.close()


@pytest.fixture
def laptop(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = create_workspace(tmp_path / "laptop", clock=clock)
    yield made
    made.close()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[P]:
    return [problem.code for problem in refused.value.problems]


def a_record(ws: Workspace, clock: Clock) -> tuple[str, str]:
    """Issue the record of a visit; gives its id and number."""
    visit = an_inspection(ws)
    clock.move(hours=2)
    inspections.finish_inspection(ws, visit.id)
    made = documents.issue_document(ws, visit.id, DocumentKind.INSPECTION_RECORD, reasons={"*": "测试"}).value
    return made.id, made.number


def test_an_office_is_made_with_keys_and_itself_as_a_device(office: Workspace, tmp_path: Path) -> None:
    known = membership.membership(office)
    assert (known.role, known.name, known.office_device) == (Role.OFFICE, "清河县应急管理局", office.device)
    signing, age = membership.office_secrets(office)
    assert (keys.public_key(signing), [keys.recipient_of(age)]) == (known.office_key, list(known.recipients))
    assert [d.id for d in devices.devices(office)] == [office.device]
    assert "BEGIN CERTIFICATE" in known.tls
    with pytest.raises(Refused) as refused:
        enrolment.init_office(office)
    assert codes(refused) == [P.OFFICE_EXISTS]
    assert membership.membership(office) == known


def test_the_recovery_key_opens_what_goes_to_the_office_and_stays_on_paper(unit: Workspace, tmp_path: Path) -> None:
    paper = tmp_path / "recovery.txt"
    known = enrolment.init_office(unit, name="县局内业", recovery=paper)
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    identity = next(line for line in paper.read_text("utf-8").splitlines() if line.startswith("AGE-SECRET-KEY-1"))
    sealed = pyrage.encrypt(b"bundle", [pyrage.x25519.Recipient.from_str(r) for r in known.recipients])
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]) == b"bundle"
    with unit.reader() as db:
        kept = [str(row) for row in db.conn.execute("SELECT secret FROM keys")]
    assert not [row for row in kept if identity in row]


def test_a_recovery_file_is_never_written_over(unit: Workspace, tmp_path: Path) -> None:
    paper = tmp_path / "recovery.txt"
    paper.write_text("another key")
    with pytest.raises(Refused) as refused:
        enrolment.init_office(unit, recovery=paper)
    assert codes(refused) == [P.FILE_EXISTS]
    assert paper.read_text() == "another key"
    assert membership.membership(unit).role is Role.ALONE


def test_a_laptop_asks_and_joins(office: Workspace, laptop: Workspace, tmp_path: Path) -> None:
    asked = enrolment.make_request(laptop, name="一中队1号", holder="王建国")
    answered = enrolment.enrol(office, asked)
    assert (answered.device.name, answered.device.holder, answered.is_new) == ("一中队1号", "王建国", True)
    path = tmp_path / "answer.aje"
    path.write_text(answered.answer, encoding="utf-8")
    assert is_answer(path)
    known = enrolment.join_by_path(laptop, path)
    ours = membership.membership(office)
    assert known == membership.membership(laptop)
    assert (known.role, known.unit, known.name) == (Role.MEMBER, ours.unit, ours.name)
    for name in ("office_device", "office_key", "recipients", "tls", "organ_id"):
        assert getattr(known, name) == getattr(ours, name), name
    assert devices.key_of(office, laptop.device) == keys.public_key(membership.device_secrets(laptop)[0])


def test_the_organ_comes_with_the_offices_operations(office: Workspace, laptop: Workspace) -> None:
    enrolment.enrol_workspace(office, laptop, name="一")
    assert organ_ledger.organ(laptop) is None
    exchange(office, laptop)
    assert organ_ledger.organ(laptop) == organ_ledger.organ(office)


def test_of_several_organs_the_offices_is_used_by_its_laptops_and_each_unit_uses_its_own(
    office: Workspace, laptop: Workspace
) -> None:
    a_unit_of_its_own(laptop)
    own = organ_ledger.organ(laptop)
    enrolment.enrol_workspace(office, laptop, name="一")
    assert organ_ledger.organ(laptop) == own, "until the office's arrives"
    exchange(office, laptop)
    assert organ_ledger.organ(laptop) == organ_ledger.organ(office)
    assert own is not None
    with office.reader() as db:
        assert organ_rows.organ_of(db, own.id) == own
    organs.set_organ(office, organs.OrganDraft(name="清河县应急管理局", short_name="清河", phone="12350"))
    exchange(office, laptop)
    found = organ_ledger.organ(laptop)
    assert found is not None
    assert (found.phone, found.id) == ("12350", membership.membership(office).organ_id)


def a_unit_of_its_own(ws: Workspace) -> None:
    organs.set_organ(ws, organs.OrganDraft(name="清河县应急管理局", short_name="清河", phone="旧"))
    for name, number in OFFICERS:
        organs.add_officer(ws, organs.OfficerDraft(name=name, certificate_no=number))


def test_names_are_one_of_a_kind_in_the_unit(office: Workspace, tmp_path: Path, clock: Clock) -> None:
    made = [create_workspace(tmp_path / str(n), clock=clock) for n in range(4)]
    wishes = ("一中队", "一中队", "", "")
    names = [
        enrolment.enrol(office, enrolment.make_request(ws, name=w)).device.name
        for ws, w in zip(made, wishes, strict=True)
    ]
    assert names[:2] == ["一中队", "一中队 2"]
    assert len(set(names)) == 4
    assert made[2].device[:6] in names[2]
    again = enrolment.enrol(office, enrolment.make_request(made[1], name="别的"))
    assert (again.device.name, again.is_new) == ("一中队 2", False), "the office's name stays"
    for ws in made:
        ws.close()


def test_a_lost_answer_is_written_again(office: Workspace, laptop: Workspace) -> None:
    asked = enrolment.make_request(laptop, name="一")
    enrolment.enrol(office, asked)
    again = enrolment.enrol(office, asked)
    enrolment.join(laptop, again.answer)
    enrolment.join(laptop, enrolment.enrol(office, enrolment.make_request(laptop)).answer)
    assert len(devices.devices(office)) == 2


def test_a_revoked_laptop_is_restored_before_it_is_enrolled_again(office: Workspace, laptop: Workspace) -> None:
    asked = enrolment.make_request(laptop, name="一")
    enrolment.enrol(office, asked)
    devices.revoke(office, "一", "电脑丢失")
    with pytest.raises(Refused) as refused:
        enrolment.enrol(office, asked)
    assert codes(refused) == [P.DEVICE_REVOKED]
    devices.restore(office, "一")
    assert enrolment.enrol(office, asked).device.state is DeviceState.ACTIVE


def test_an_answer_is_for_one_laptop_and_one_office(
    office: Workspace, laptop: Workspace, tmp_path: Path, clock: Clock
) -> None:
    other = create_workspace(tmp_path / "other", clock=clock)
    answer = enrolment.enrol(office, enrolment.make_request(other)).answer
    with pytest.raises(Refused) as refused:
        enrolment.join(laptop, answer)
    assert codes(refused) == [P.ENROLMENT_OTHER_DEVICE]
    assert membership.membership(laptop).role is Role.ALONE
    enrolment.join(other, answer)
    second = an_office(tmp_path / "second", clock)
    with pytest.raises(Refused) as refused:
        enrolment.join(other, enrolment.enrol(second, enrolment.make_request(other)).answer)
    assert codes(refused) == [P.MEMBER_ALREADY]
    for ws in (other, second):
        ws.close()


def test_what_was_changed_on_its_way_is_refused(office: Workspace, laptop: Workspace) -> None:
    asked = enrolment.make_request(laptop, name="一")
    answer = enrolment.enrol(office, asked).answer
    forged = json.loads(answer)
    forged["body"]["url"] = "https://elsewhere"
    signed_by_another = keys.signed_text(ANSWER, json.loads(answer)["body"], keys.new_signing_key())
    for text in (json.dumps(forged), signed_by_another, answer[:-9], "", "{}", asked):
        with pytest.raises(Refused) as refused:
            enrolment.join(laptop, text)
        assert codes(refused) == [P.ENROLMENT_MALFORMED]
    stolen = {**json.loads(asked)["body"], "device": office.device}
    other_key = keys.signed_text(REQUEST, stolen, keys.new_signing_key())
    for text in (asked.replace("一", "二"), other_key, answer, "[]"):
        with pytest.raises(Refused) as refused:
            enrolment.enrol(office, text)
        assert codes(refused) == [P.REQUEST_MALFORMED]
    assert len(devices.devices(office)) == 2, "the office and the first"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("device", "../../etc"), ("device", 7), ("incarnation", ""), ("public_key", "ab"), ("recipient", "age1x"),
        ("used", [["w", 2026]]), ("used", [["w", 2026, 10**9]]), ("used", 3), ("used", [["w", True, 1]]),
        ("name", "\0"), ("name", "\ud800"), ("holder", "长" * 300), ("level", "4"), ("organ", None),
    ],
)  # fmt: skip
def test_requests_of_another_shape_are_refused(office: Workspace, laptop: Workspace, name: str, value: object) -> None:
    body = {**json.loads(enrolment.make_request(laptop))["body"], name: value}
    signing = membership.device_secrets(laptop)[0]
    try:
        text = keys.signed_text(REQUEST, body, signing)
    except UnicodeEncodeError:
        text = json.dumps({"kind": REQUEST, "body": body, "key": keys.public_key(signing), "signature": "00"})
    with pytest.raises(Refused) as refused:
        enrolment.enrol(office, text)
    assert codes(refused) == [P.REQUEST_MALFORMED]


def test_a_newer_program_asks_in_vain(office: Workspace, laptop: Workspace) -> None:
    body = {**json.loads(enrolment.make_request(laptop))["body"], "level": 99}
    with pytest.raises(Refused) as refused:
        enrolment.enrol(office, keys.signed_text(REQUEST, body, membership.device_secrets(laptop)[0]))
    assert codes(refused) == [P.BUNDLE_NEWER]


def test_roles_are_kept_apart(office: Workspace, laptop: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        enrolment.enrol(laptop, enrolment.make_request(laptop))
    assert codes(refused) == [P.NOT_OFFICE]
    with pytest.raises(Refused) as refused:
        enrolment.make_request(office)
    assert codes(refused) == [P.OFFICE_EXISTS]
    enrolment.enrol_workspace(office, laptop)
    with pytest.raises(Refused) as refused:
        enrolment.init_office(laptop)
    assert codes(refused) == [P.MEMBER_ALREADY]


def test_membership_is_there_after_opening_again(office: Workspace, tmp_path: Path, clock: Clock) -> None:
    laptop = a_laptop(tmp_path / "l", office, "一")
    known = membership.membership(laptop)
    laptop.close()
    again = open_workspace(tmp_path / "l", clock=clock)
    assert membership.membership(again) == known
    again.close()


def test_a_laptop_may_be_enrolled_from_a_bundle_that_came_too_early(
    office: Workspace, laptop: Workspace, tmp_path: Path
) -> None:
    a_unit_of_its_own(laptop)
    early = making.make_bundle(laptop, tmp_path / "stick", outgoing.order_for_office(laptop)).paths[0]
    answered = enrolment.enrol(office, enrolment.request_at(office, early), holder="王建国")
    assert (answered.device.id, answered.device.name) == (laptop.device, "王建国")
    enrolment.join(laptop, answered.answer)
    later = making.make_bundle(laptop, tmp_path / "later", outgoing.order_for_office(laptop, everything=True)).paths[0]
    with pytest.raises(Refused) as refused:
        enrolment.enrol(office, enrolment.request_at(office, later), path=str(later))
    assert codes(refused) == [P.REQUEST_MALFORMED], "a member has nothing to ask"
    with pytest.raises(Refused) as refused:
        enrolment.request_at(laptop, early)
    assert codes(refused) == [P.NOT_OFFICE]


def test_a_laptop_cannot_say_who_belongs_to_the_unit(office: Workspace, tmp_path: Path) -> None:
    laptop = a_laptop(tmp_path / "forger", office, "伪造者")
    devices.revoke(office, laptop.device, "遗失")
    exchange(office, laptop)
    with laptop.operation(Op.RESTORE_DEVICE) as step:
        step.db.conn.execute("UPDATE devices SET state = 'active', revoked_at = NULL WHERE id = ?", (laptop.device,))
    with pytest.raises(Refused) as refused:
        hand_over(laptop, office)
    assert codes(refused) == [P.BUNDLE_MALFORMED]
    with office.reader() as db:
        known = units.get_device(db, laptop.device)
    assert known is not None
    assert known.state is DeviceState.REVOKED
    laptop.close()
