# SPDX-License-Identifier: MulanPSL-2.0
"""Accounts: added, changed, revoked; passwords given and changed; logins and wrong passwords in the journal."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from inspector_app.domain.account import AccountRole, AccountState, EventKind
from inspector_app.domain.problems import ProblemCode as P
from inspector_app.operations import accounts, logins, protection
from inspector_app.operations.security_journal import events
from inspector_app.storage import accounts as rows
from inspector_app.storage import key_slots
from inspector_app.workspace import Workspace, open_workspace
from inspector_app.workspace.protection import recover_folder, unlock_folder
from tests.helpers.accounts import FIRST, OTHER, PASSWORD, SECOND, an_account, codes_of, opened_as, protected
from tests.helpers.clock import Clock

pytestmark = pytest.mark.usefixtures("quick")


def kinds(ws: Workspace) -> list[EventKind]:
    return [e.kind for e in reversed(events(ws))]


def keys_of(ws: Workspace, account_id: str) -> list[bool]:
    """Which of an account's keys count, by their making."""
    with ws.reader() as db:
        return [k.revoked_at is None for k in rows.list_officer_keys(db, account_id)]


def test_a_person_is_added_and_logs_in_with_the_own_password(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    made = an_account(unit, valid_until=date(2026, 12, 31))
    with unit.reader() as db:
        officer = db.conn.execute("SELECT id FROM officers WHERE certificate_no = ?", (SECOND[1],)).fetchone()[0]
    assert made.officer_id == officer, "the account is tied to the officer of the register"
    unit.close()
    with opened_as(unit.folder, SECOND[0], clock=clock) as theirs:
        assert theirs.account == made
        assert theirs.actor == SECOND[0]
        assert codes_of(lambda: an_account(theirs, ("赵六", ""))) == [P.NOT_PERMITTED]
        assert [v.account.id for v in accounts.list_accounts(theirs)] == [made.id], "an officer sees the own account"
    with opened_as(unit.folder, FIRST[1], clock=clock) as ours:
        assert {v.account.name for v in accounts.list_accounts(ours)} == {FIRST[0], SECOND[0]}


def test_what_an_account_may_not_be_is_said_at_once(unit: Workspace) -> None:
    protected(unit)
    draft = accounts.AccountDraft(
        name=" ", role=AccountRole.READER, valid_from=date(2026, 5, 1), valid_until=date(2026, 4, 1)
    )
    assert codes_of(lambda: accounts.add_account(unit, draft)) == [P.VALUE_MISSING, P.TIME_ORDER]
    assert codes_of(lambda: an_account(unit, FIRST)) == [P.ACCOUNT_EXISTS]
    assert codes_of(lambda: an_account(unit, ("钱七", FIRST[1]))) == [P.ACCOUNT_TWICE]
    assert codes_of(lambda: an_account(unit, password="1234567")) == [P.PASSWORD_WEAK]
    assert codes_of(lambda: an_account(unit, password=f"{SECOND[0]}-2026-口令")) == [P.PASSWORD_WEAK]
    assert len(accounts.list_accounts(unit)) == 1, "nothing of what was refused is left"


def test_two_people_of_one_name_are_told_apart_by_their_numbers(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    an_account(unit, ("王伟", "02011200201"))
    an_account(unit, ("王伟", "02011200202"), password=OTHER)
    unit.close()
    assert codes_of(lambda: unlock_folder(unit.folder, "王伟", OTHER)) == [P.ACCOUNT_AMBIGUOUS]
    with opened_as(unit.folder, "02011200202", OTHER, clock=clock) as ws:
        assert ws.account is not None
        assert ws.account.certificate_no == "02011200202"


def test_open_data_have_no_accounts(unit: Workspace) -> None:
    assert codes_of(lambda: an_account(unit)) == [P.NOT_PROTECTED]
    assert codes_of(lambda: accounts.add_account(unit, accounts.AccountDraft(name="甲", role=AccountRole.READER))) == [
        P.NOT_PROTECTED
    ]
    assert accounts.list_accounts(unit) == ()


def test_a_password_is_changed_by_its_owner_only(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    assert codes_of(lambda: protection.change_password(unit, OTHER, OTHER)) == [P.PASSWORD_WRONG]
    assert codes_of(lambda: protection.change_password(unit, PASSWORD, "12345678")) == [P.PASSWORD_WEAK]
    protection.change_password(unit, PASSWORD, OTHER)
    key = keys_of(unit, unit.account.id)  # type: ignore[union-attr]
    assert key == [True], "the signing key stays"
    unit.close()
    assert codes_of(lambda: unlock_folder(unit.folder, "", PASSWORD)) == [P.PASSWORD_WRONG]
    with opened_as(unit.folder, "", OTHER, clock=clock) as ws:
        assert EventKind.PASSWORD_CHANGED in kinds(ws)


def test_a_forgotten_password_is_replaced_with_a_new_key(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    made = an_account(unit)
    clock.now += timedelta(minutes=1)
    accounts.set_password(unit, made.id, OTHER)
    assert keys_of(unit, made.id) == [False, True]
    ring = key_slots.read_ring(unit.folder)
    assert ring is not None
    assert [s.account for s in ring.slots].count(made.id) == 1, "one slot in the place of the other"
    unit.close()
    assert codes_of(lambda: unlock_folder(unit.folder, SECOND[0], PASSWORD)) == [P.PASSWORD_WRONG]
    with opened_as(unit.folder, SECOND[0], OTHER, clock=clock) as ws:
        assert ws.account is not None
        assert ws.account.id == made.id


def test_a_revoked_account_opens_nothing_and_can_be_followed_by_a_new_data_key(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    made = an_account(unit)
    slots = key_slots.read_ring(unit.folder)
    assert codes_of(lambda: accounts.revoke_account(unit, made.id, " ")) == [P.REASON_MISSING]
    accounts.revoke_account(unit, made.id, "调离")
    assert codes_of(lambda: accounts.revoke_account(unit, made.id, "调离")) == [P.ACCOUNT_INVALID]
    assert keys_of(unit, made.id) == [False]
    assert kinds(unit)[-1] is EventKind.ACCOUNT_REVOKED
    assert slots is not None
    protection.rekey(unit)
    before = slots.of_account(made.id)
    assert before is not None
    kept = key_slots.unlock(before, PASSWORD)  # the person has kept a copy of the slot
    assert unit.login is not None
    assert kept.key not in unit.login.unlocked.keys[:1], "what the copy gives is not the key in use"
    unit.close()
    assert codes_of(lambda: unlock_folder(unit.folder, SECOND[0], PASSWORD)) == [P.ACCOUNT_UNKNOWN]
    with opened_as(unit.folder, FIRST[0], clock=clock) as ws:
        assert ws.check().is_well


def test_a_slot_that_was_copied_back_opens_nothing_either(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    made = an_account(unit)
    saved = [(unit.folder / name).read_bytes() for name in key_slots.FILE_NAMES]
    accounts.revoke_account(unit, made.id, "调离")
    unit.close()
    for name, content in zip(key_slots.FILE_NAMES, saved, strict=True):
        (unit.folder / name).write_bytes(content)
    login = unlock_folder(unit.folder, SECOND[0], PASSWORD)
    assert codes_of(lambda: open_workspace(unit.folder, login=login, clock=clock)) == [P.ACCOUNT_INVALID]
    with opened_as(unit.folder, FIRST[0], clock=clock) as ws:
        logins.note_login(ws)  # sets right what does not fit
    assert codes_of(lambda: unlock_folder(unit.folder, SECOND[0], PASSWORD)) == [P.ACCOUNT_UNKNOWN]


@pytest.mark.parametrize("way", ["revoke", "role", "expire"])
def test_the_last_manager_stays(unit: Workspace, way: str) -> None:
    protected(unit)
    an_account(unit)
    own = unit.account
    assert own is not None
    draft = accounts.AccountDraft(name=own.name, role=own.role, certificate_no=own.certificate_no)

    def act() -> object:
        if way == "revoke":
            return accounts.revoke_account(unit, own.id, "离任")
        changed = {"role": AccountRole.OFFICER} if way == "role" else {"valid_until": date(2020, 1, 1)}
        return accounts.amend_account(unit, own.id, dataclasses.replace(draft, **changed))  # type: ignore[arg-type]

    assert codes_of(act) == [P.ACCOUNT_LAST]
    second = an_account(unit, ("孙局长", ""), AccountRole.CHIEF)
    assert codes_of(act) == []
    unit.account = second
    assert codes_of(lambda: accounts.revoke_account(unit, second.id, "离任")) == [P.ACCOUNT_LAST]


def test_a_manager_without_a_password_here_does_not_count_as_one(unit: Workspace) -> None:
    protected(unit)
    assert unit.account is not None
    accounts.add_account(unit, accounts.AccountDraft(name="孙局长", role=AccountRole.CHIEF))
    assert codes_of(lambda: accounts.revoke_account(unit, unit.account.id, "离任")) == [P.ACCOUNT_LAST]  # type: ignore[union-attr]


def test_an_account_counts_only_in_its_time(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    day = clock().date()
    made = an_account(unit, valid_from=day + timedelta(days=1), valid_until=day + timedelta(days=2))
    unit.close()

    def can() -> bool:
        return codes_of(lambda: opened_as(unit.folder, made.id, clock=clock).__enter__().close()) == []

    found = []
    for _ in range(4):
        found.append(can())
        clock.now += timedelta(days=1)
    assert found == [False, True, True, False]


def test_the_key_on_paper_gives_new_passwords_and_shows_no_content(unit: Workspace, clock: Clock) -> None:
    made = protected(unit)
    unit.close()
    ws = open_workspace(unit.folder, login=recover_folder(unit.folder, made.recovery), clock=clock)
    logins.note_login(ws)
    assert ws.account is not None
    assert ws.account.role is AccountRole.ADMIN
    accounts.set_password(ws, made.account.id, OTHER)
    ws.close()
    with opened_as(unit.folder, FIRST[0], OTHER, clock=clock) as ours:
        assert EventKind.RECOVERED in kinds(ours)
        assert keys_of(ours, made.account.id).count(True) == 1


def test_logins_and_wrong_passwords_are_journalled(unit: Workspace, clock: Clock) -> None:
    protected(unit)
    an_account(unit)
    unit.close()
    for _ in range(3):
        codes_of(lambda: unlock_folder(unit.folder, FIRST[0], "x", now=lambda: clock().timestamp()))
    for _ in range(2):
        codes_of(lambda: unlock_folder(unit.folder, SECOND[0], "x", now=lambda: clock().timestamp()))
    with opened_as(unit.folder, FIRST[0], clock=clock) as ws:
        logins.note_login(ws)
        logins.note_login(ws, once_a_day=True)
        noted = [(e.kind, e.subject, e.detail, e.is_ok) for e in events(ws) if "log" in e.kind.value]
        wrong = EventKind.LOGIN_FAILED
        assert sorted(noted) == sorted(
            [(EventKind.LOGGED_IN, FIRST[0], "", True), (wrong, FIRST[0], "3", False), (wrong, SECOND[0], "2", False)]
        )
    codes_of(lambda: unlock_folder(unit.folder, SECOND[0], "x", now=lambda: clock().timestamp()))
    with opened_as(unit.folder, SECOND[0], clock=clock) as ws:
        logins.note_login(ws)
        failed = [e.detail for e in events(ws, (wrong,)) if e.subject == SECOND[0]]
        assert failed == ["1", "2"], "each wrong password stands in the journal once"
        logins.note_login(ws)
        assert [e.kind for e in events(ws)].count(EventKind.LOGGED_IN) == 3, "the window notes each login"
    clock.now += timedelta(days=1)
    with opened_as(unit.folder, FIRST[0], clock=clock) as ws:
        logins.note_login(ws, once_a_day=True)
        logins.note_login(ws, once_a_day=True)
        assert [e.kind for e in events(ws)].count(EventKind.LOGGED_IN) == 4


def test_a_wrong_password_while_signing_is_journalled_too(unit: Workspace) -> None:
    protected(unit)
    an_account(unit)
    assert codes_of(lambda: protection.confirm_password(unit, SECOND[0], "x")) == [P.PASSWORD_WRONG]
    assert codes_of(lambda: protection.confirm_password(unit, SECOND[0], "x")) == [P.PASSWORD_WRONG]
    protection.confirm_password(unit, SECOND[0], PASSWORD)
    failed = [(e.subject, e.detail) for e in events(unit, (EventKind.LOGIN_FAILED,))]
    assert failed == [(SECOND[0], "1"), (SECOND[0], "1")]


def test_what_the_journal_notes_does_not_stand_before_an_undo(unit: Workspace, clock: Clock) -> None:
    from inspector_app.operations.undo import undo_last
    from tests.helpers.makers import an_enterprise

    protected(unit)
    an_enterprise(unit)
    unit.close()
    with opened_as(unit.folder, FIRST[0], clock=clock) as ws:
        logins.note_login(ws)
        undo_last(ws)
        with ws.reader() as db:
            assert db.conn.execute("SELECT count(*) FROM enterprises").fetchone()[0] == 0


def test_an_account_comes_back_when_protection_is_switched_on_again(unit: Workspace) -> None:
    before = protected(unit).account
    protection.unprotect(unit, PASSWORD)
    assert keys_of(unit, before.id) == [False]
    after = protected(unit).account
    assert after.id == before.id
    assert [v.account.state for v in accounts.list_accounts(unit)] == [AccountState.ACTIVE]
    assert keys_of(unit, before.id).count(True) == 1
