# SPDX-License-Identifier: MulanPSL-2.0
"""The office's roster: signed, numbered, taken over by every laptop; nobody else's and no older one counts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.account import Account, AccountRole, AccountState, EventKind
from inspector_app.domain.change import Op
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.domain.signatures import SignatureState
from inspector_app.domain.unit_file import UnitFile, UnitFileKind, UnitFileState
from inspector_app.handoff import keys, leases
from inspector_app.handoff.membership import membership, office_secrets
from inspector_app.handoff.roster import ROSTER, read_roster, roster_body
from inspector_app.handoff.roster_publishing import publish_roster, roster_standing
from inspector_app.handoff.unit_files import apply_unit_files, publish_file, unit_files
from inspector_app.operations import accounts, documents, inspections, protection
from inspector_app.operations.documents import DocumentKind
from inspector_app.operations.security_journal import events
from inspector_app.operations.signing import own_signer, sign_document, signatures_of
from inspector_app.storage import accounts as rows
from inspector_app.storage import key_slots
from inspector_app.storage import unit_files as file_rows
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from inspector_app.workspace.protection import is_protected, recover_folder, unlock_folder
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, SECOND, an_account, codes_of, protected, quick_slots
from tests.helpers.clock import Clock
from tests.helpers.makers import an_inspection
from tests.helpers.trips import Trips, trips

OFFICE_PEOPLE = ((FIRST, AccountRole.OFFICER), (SECOND, AccountRole.OFFICER), (("孙局长", ""), AccountRole.CHIEF))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_slots(monkeypatch)


@pytest.fixture
def unit(tmp_path: Path, clock: Clock) -> Iterator[Trips]:
    with trips(tmp_path, clock) as made:
        yield made


@pytest.fixture
def people(unit: Trips) -> dict[str, Account]:
    """The office's people, without passwords at the office, and their first roster."""
    made = {}
    for (name, number), role in OFFICE_PEOPLE:
        draft = accounts.AccountDraft(name=name, certificate_no=number, role=role)
        made[name] = accounts.add_account(unit.office, draft)
    publish_roster(unit.office)
    return made


def known(ws: Workspace) -> dict[str, Account]:
    with ws.reader() as db:
        return {a.name: a for a in rows.list_accounts(db)}


def in_force(ws: Workspace) -> int:
    return roster_standing(ws).number


def next_roster(unit: Trips, laptop: Workspace) -> None:
    unit.clock.move(minutes=5)
    publish_roster(unit.office)
    unit.back(laptop)


def test_new_accounts_appear_on_every_laptop(unit: Trips, people: dict[str, Account]) -> None:
    assert known(unit.one) == {}
    unit.back(unit.one)
    there = known(unit.one)
    assert {n: (a.id, a.role, a.from_roster) for n, a in there.items()} == {
        n: (a.id, a.role, True) for n, a in people.items()
    }
    assert in_force(unit.one) == 1
    assert [p.state for p in unit_files(unit.one)] == [UnitFileState.IN_FORCE]
    unit.back(unit.one)
    taken = [e for e in events(unit.one) if e.kind is EventKind.ROSTER_TAKEN]
    assert [(e.subject, e.detail) for e in taken] == [("1", "3")], "taken over once"


def test_a_laptop_protected_before_keeps_its_people_under_their_own_ids(
    unit: Trips, people: dict[str, Account]
) -> None:
    local = protected(unit.one, FIRST).account
    assert local.role is AccountRole.CHIEF
    stranger = an_account(unit.one, ("借调人员", "X-77001"), AccountRole.READER)
    unit.back(unit.one)
    there = known(unit.one)
    assert there[FIRST[0]].id == local.id
    assert (there[FIRST[0]].role, there[FIRST[0]].from_roster) == (AccountRole.OFFICER, True)
    assert unit.one.account is not None
    assert unit.one.account.role is AccountRole.OFFICER, "the role is the office's, at once"
    assert there["借调人员"] == stranger, "absence is no order"
    folder = unit.one.folder
    assert codes_of(lambda: unlock_folder(folder, SECOND[0], PASSWORD)) == [P.ACCOUNT_UNKNOWN], "no password yet"


def test_a_laptop_protected_afterwards_takes_the_role_of_the_roster(unit: Trips, people: dict[str, Account]) -> None:
    unit.back(unit.one)
    made = protected(unit.one, FIRST).account
    assert (made.id, made.role) == (people[FIRST[0]].id, AccountRole.OFFICER)
    assert codes_of(lambda: an_account(unit.one, SECOND)) == [P.NOT_PERMITTED]


def test_only_who_is_on_the_roster_protects_a_laptop_that_has_it(unit: Trips, people: dict[str, Account]) -> None:
    unit.back(unit.one)
    draft = accounts.AccountDraft(name="钱读", certificate_no="R1", role=AccountRole.READER)
    accounts.add_account(unit.office, draft)
    accounts.revoke_account(unit.office, people["孙局长"].id, "退休")
    next_roster(unit, unit.one)
    refused = {
        ("路人甲", ""): P.ACCOUNTS_BY_OFFICE,
        ("路人甲", "X1"): P.ACCOUNTS_BY_OFFICE,
        (FIRST[0], ""): P.ACCOUNTS_BY_OFFICE,  # the roster has a number for that name
        ("路人甲", FIRST[1]): P.ACCOUNT_TWICE,
        ("孙局长", ""): P.ACCOUNTS_BY_OFFICE,
        ("钱读", "R1"): P.NOT_PERMITTED,
    }
    for person, code in refused.items():
        assert codes_of(lambda person=person: protected(unit.one, person)) == [code], person
        assert not is_protected(unit.one.folder)
    assert "路人甲" not in known(unit.one), "nothing of it is left"
    made = protected(unit.one, FIRST).account
    assert (made.id, made.role) == (people[FIRST[0]].id, AccountRole.OFFICER)


def test_who_is_on_the_roster_out_of_time_does_not_protect(unit: Trips, people: dict[str, Account]) -> None:
    until = date(2020, 1, 1)
    draft = accounts.AccountDraft(name="借调", certificate_no="T1", role=AccountRole.OFFICER, valid_until=until)
    accounts.add_account(unit.office, draft)
    publish_roster(unit.office)
    unit.back(unit.one)
    assert codes_of(lambda: protected(unit.one, ("借调", "T1"))) == [P.ACCOUNT_INVALID]


def test_a_laptop_without_a_roster_and_a_unit_alone_begin_as_before(tmp_path: Path, unit: Trips, clock: Clock) -> None:
    assert protected(unit.one, ("路人甲", "")).account.role is AccountRole.CHIEF
    alone = create_workspace(tmp_path / "alone", clock=clock)
    assert protected(alone, ("路人乙", "")).account.role is AccountRole.CHIEF
    alone.close()


def test_the_office_changes_roles_and_revokes(unit: Trips, people: dict[str, Account], clock: Clock) -> None:
    unit.back(unit.one)
    paper = protected(unit.one, FIRST).recovery
    folder = unit.one.folder
    unit.one.close()
    unit.one = open_workspace(folder, login=recover_folder(folder, paper), clock=clock)
    accounts.set_password(unit.one, people[SECOND[0]].id, OTHER)
    draft = accounts.AccountDraft(name=SECOND[0], certificate_no=SECOND[1], role=AccountRole.READER)
    accounts.amend_account(unit.office, people[SECOND[0]].id, draft)
    accounts.revoke_account(unit.office, people[FIRST[0]].id, "调离")
    assert roster_standing(unit.office).is_changed
    next_roster(unit, unit.one)
    assert not roster_standing(unit.office).is_changed
    there = known(unit.one)
    assert there[SECOND[0]].role is AccountRole.READER
    assert there[FIRST[0]].state is AccountState.REVOKED
    assert codes_of(lambda: unlock_folder(folder, FIRST[0], PASSWORD)) == [P.ACCOUNT_UNKNOWN], "the slot is gone"
    with unit.one.reader() as db:
        ours = rows.list_officer_keys(db, people[FIRST[0]].id)
    assert [k.revoked_at is None for k in ours] == [False]
    assert unlock_folder(folder, SECOND[0], OTHER).unlocked.signing


def test_accounts_of_the_office_are_not_changed_on_a_laptop(
    unit: Trips, people: dict[str, Account], clock: Clock
) -> None:
    draft = accounts.AccountDraft(name="孙局长", role=AccountRole.CHIEF)
    paper = protected(unit.one, ("孙局长", "")).recovery
    unit.back(unit.one)
    one = unit.one
    assert one.account is not None
    assert one.account.from_roster
    second = known(one)[SECOND[0]].id
    assert codes_of(lambda: accounts.amend_account(one, one.account.id, draft)) == [P.ACCOUNT_FROM_ROSTER]  # type: ignore[union-attr]
    assert codes_of(lambda: accounts.revoke_account(one, second, "调离")) == [P.ACCOUNT_FROM_ROSTER]
    assert codes_of(lambda: an_account(one, ("临时", "Y-1"))) == [P.ACCOUNTS_BY_OFFICE]
    accounts.set_password(one, second, OTHER)  # passwords are this laptop's
    one.close()
    unit.one = open_workspace(one.folder, login=recover_folder(one.folder, paper), clock=clock)
    emergency = an_account(unit.one, ("临时", "Y-1"))
    assert unlock_folder(one.folder, emergency.id, PASSWORD)


def published(unit: Trips, data: bytes, name: str) -> UnitFile:
    """Publish bytes as a roster past the office's own check, as who holds the office's data could."""
    with unit.office.operation(Op.PUBLISH_FILE) as step:
        stored = unit.office.files.keep(data)
        made = UnitFile(
            id=step.new_id(), kind=UnitFileKind.ROSTER, name=name, sha256=stored.sha256, bytes=stored.bytes, note="",
            removed_reason="", at=step.now,
        )  # fmt: skip
        file_rows.put_unit_file(step.db, made)
    return made


def text_of(unit: Trips) -> str:
    with unit.office.reader() as db:
        file = next(f for f in file_rows.list_unit_files(db) if f.kind is UnitFileKind.ROSTER)
    return unit.office.files.read(file.sha256).decode()


def test_a_roster_of_somebody_else_is_not_taken(unit: Trips, people: dict[str, Account]) -> None:
    unit.back(unit.one)
    body = dict(keys.read_signed(text_of(unit), ROSTER).body)
    foreign = keys.signed_text(ROSTER, {**body, "number": 7}, keys.new_signing_key())
    published(unit, foreign.encode(), "7")
    unit.clock.move(minutes=5)
    unit.back(unit.one)
    assert in_force(unit.one) == 1
    told = [p.code for f in apply_unit_files(unit.one) for p in f.problems]
    assert P.ROSTER_WRONG in told
    data = text_of(unit).replace("officer", "chief", 1).encode()
    assert codes_of(lambda: publish_file(unit.office, UnitFileKind.ROSTER, data)) == [P.ROSTER_WRONG]


def test_an_older_roster_brings_nobody_back(unit: Trips, people: dict[str, Account]) -> None:
    old = text_of(unit)
    unit.back(unit.one)
    accounts.revoke_account(unit.office, people[FIRST[0]].id, "调离")
    next_roster(unit, unit.one)
    assert in_force(unit.one) == 2
    published(unit, old.encode(), "1")
    unit.clock.move(minutes=5)
    unit.back(unit.one)
    assert in_force(unit.one) == 2
    from inspector_app.handoff.roster import apply_roster

    roster = read_roster(old.encode(), membership(unit.one))
    assert codes_of(lambda: apply_roster(unit.one, roster)) == [P.ROSTER_OLDER]
    assert known(unit.one)[FIRST[0]].state is AccountState.REVOKED
    published(unit, old.encode(), "99")  # called newer than it is
    unit.clock.move(minutes=5)
    unit.back(unit.one)
    assert in_force(unit.one) == 2
    assert known(unit.one)[FIRST[0]].state is AccountState.REVOKED


def test_a_person_who_comes_back_under_a_new_account_keeps_the_new_key(unit: Trips, people: dict[str, Account]) -> None:
    unit.back(unit.one)
    accounts.revoke_account(unit.office, people[FIRST[0]].id, "借调")
    draft = accounts.AccountDraft(name=FIRST[0], certificate_no=FIRST[1], role=AccountRole.CHIEF)
    again = accounts.add_account(unit.office, draft)
    next_roster(unit, unit.one)
    protected(unit.one, FIRST)
    unit.one.close()
    folder = unit.one.folder
    unit.one = open_workspace(folder, login=unlock_folder(folder, FIRST[1], PASSWORD), clock=unit.clock)
    from inspector_app.operations.logins import note_login

    note_login(unit.one)
    assert unit.one.account is not None
    assert unit.one.account.id == again.id
    with unit.one.reader() as db:
        assert [k.revoked_at for k in rows.list_officer_keys(db, again.id)] == [None]


def test_a_key_counts_fully_when_the_office_has_confirmed_it(unit: Trips, people: dict[str, Account]) -> None:
    leases.lease(unit.office, unit.one.device, DocumentKind.INSPECTION_RECORD, 5)
    unit.back(unit.one)
    one = unit.one
    made = protected(one, FIRST)
    inspection = an_inspection(one)
    unit.clock.move(hours=1)
    inspections.finish_inspection(one, inspection.id)
    signers = own_signer(one, PASSWORD)
    paper = documents.issue_document(one, inspection.id, DocumentKind.INSPECTION_RECORD, signers=signers).value
    assert [s.state for s in signatures_of(one, paper.id).signatures] == [SignatureState.UNCONFIRMED]
    unit.home(one)
    assert [s.state for s in signatures_of(unit.office, paper.id).signatures] == [SignatureState.UNCONFIRMED]
    next_roster(unit, one)
    for ws in (one, unit.office):
        assert [s.state for s in signatures_of(ws, paper.id).signatures] == [SignatureState.GOOD]
    accounts.revoke_account(unit.office, people[FIRST[0]].id, "调离")
    next_roster(unit, one)
    assert [s.state for s in signatures_of(one, paper.id).signatures] == [SignatureState.GOOD], "it was good then"
    assert made.account.id == people[FIRST[0]].id
    assert codes_of(lambda: sign_document(one, paper.id, FIRST[0], PASSWORD)) == [P.ACCOUNT_UNKNOWN]


def test_random_damage_of_a_roster_is_refused(unit: Trips, people: dict[str, Account]) -> None:
    text, chance, ours = text_of(unit), random.Random(7), membership(unit.office)
    assert read_roster(text.encode(), ours).number == 1
    data = text.encode()
    for _ in range(3_000):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
            case 1:
                changed = data[:at]
            case _:
                changed = data[:at] + data[at : at + 5] + data[at:]
        assert codes_of(lambda changed=changed: read_roster(changed, ours)) == [P.ROSTER_WRONG]  # type: ignore[misc]


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0}, {"number": -1}, {"number": 1.5}, {"number": True}, {"number": 10**9}, {"unit": "other"},
        {"accounts": {}}, {"accounts": "x"}, {"at": "yesterday"}, {"accounts": [{"id": "x"}]},
        {"accounts": "twice"}, {"accounts": "role"}, {"accounts": "name"}, {"accounts": "key"}, {"accounts": "day"},
    ],
    ids=str,
)  # fmt: skip
def test_a_signed_roster_of_another_shape_is_refused(
    unit: Trips, people: dict[str, Account], change: dict[str, object]
) -> None:
    office_key, _ = office_secrets(unit.office)
    body = json.loads(text_of(unit))["body"]
    first = body["accounts"][0]
    spoiled = {
        "twice": [first, first], "role": [{**first, "role": "king"}], "name": [{**first, "name": ""}],
        "key": [{**first, "keys": [{"key": "zz", "device": "d", "revoked_at": None}]}],
        "day": [{**first, "valid_until": "2026-13-01"}],
    }  # fmt: skip
    name = change.get("accounts")
    made = {**body, **change}
    if isinstance(name, str) and name in spoiled:
        made["accounts"] = spoiled[name]
    text = keys.signed_text(ROSTER, made, office_key)
    assert codes_of(lambda: read_roster(text.encode(), membership(unit.office))) == [P.ROSTER_WRONG]
    sound = keys.signed_text(ROSTER, body, office_key).encode()
    assert roster_body(read_roster(sound, membership(unit.office))) == body, "only what was changed is refused"


def test_the_recovery_key_of_the_office_opens_a_laptop_beside_its_own(tmp_path: Path, clock: Clock) -> None:
    from inspector_app.handoff import enrolment
    from inspector_app.workspace import create_workspace
    from tests.helpers.makers import a_unit

    office = create_workspace(tmp_path / "office", clock=clock)
    a_unit(office)
    enrolment.init_office(office, recovery=tmp_path / "recovery.txt")
    secret = next(line for line in (tmp_path / "recovery.txt").read_text().splitlines() if "SECRET" in line)
    laptop = create_workspace(tmp_path / "laptop", clock=clock)
    own = protected(laptop, FIRST).recovery
    assert codes_of(lambda: recover_folder(laptop.folder, secret)) == [P.RECOVERY_WRONG]
    enrolment.enrol_workspace(office, laptop)
    for paper in (own, secret):
        assert recover_folder(laptop.folder, paper).is_recovery
    protection.new_recovery(laptop)
    assert recover_folder(laptop.folder, secret).is_recovery
    assert codes_of(lambda: recover_folder(laptop.folder, own)) == [P.RECOVERY_WRONG]
    ring = key_slots.read_ring(laptop.folder)
    assert ring is not None
    assert sorted(s.name for s in ring.slots) == ["office", "recovery", FIRST[0]]
    protection.rekey(laptop)
    laptop.close()
    again = open_workspace(laptop.folder, login=recover_folder(laptop.folder, secret), clock=clock)
    assert again.account is not None
    assert again.account.role is AccountRole.ADMIN
    again.close()
    office.close()
